package dev.livestash.acceptance.chaos;

import dev.livestash.demo.Victim;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** The classes of the {@link Victim}, in a jar: a JVM shares no classes that are in a folder. */
final class VictimJar {
  private VictimJar() {}

  static void write(Path jar) throws IOException {
    String folder = Victim.class.getPackageName().replace('.', '/');
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        DirectoryStream<Path> classes = Files.newDirectoryStream(root().resolve(folder))) {
      for (Path one : classes) {
        out.putNextEntry(new ZipEntry(folder + "/" + one.getFileName()));
        Files.copy(one, out);
        out.closeEntry();
      }
    }
  }

  private static Path root() throws IOException {
    try {
      return Path.of(Victim.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible);
    }
  }
}
