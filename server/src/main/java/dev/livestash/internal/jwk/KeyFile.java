package dev.livestash.internal.jwk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that holds a key set: readable by its owner only, and never seen half written. */
public final class KeyFile {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private KeyFile() {}

  /** Makes a file with one new key. A file that is there already is left as it is. */
  public static void create(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      write(file, KeySet.create(file.toString()));
    } catch (FileAlreadyExistsException other) {
      // Another process was faster; its key is as good as ours.
      return;
    } catch (IOException failure) {
      throw new IllegalStateException(
          "Cannot write a key file at " + file + ". Choose a folder that the process may write to.",
          failure);
    }
  }

  /**
   * Puts another set into a file that is there, in one step: who reads it sees the one or the
   * other.
   */
  public static void replace(Path file, KeySet keys) {
    try {
      Path real = file.toRealPath();
      Path next = real.resolveSibling(real.getFileName() + ".next");
      Files.deleteIfExists(next);
      write(next, keys);
      keepOwner(real, next);
      Files.move(next, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new IllegalStateException(
          "Cannot replace " + file + ", which is as before. Do it as the file's owner.", failure);
    }
  }

  private static void write(Path file, KeySet keys) throws IOException {
    ByteBuffer json = ByteBuffer.wrap(keys.toJson().getBytes(StandardCharsets.UTF_8));
    try (FileChannel out = FileChannel.open(file, NEW, ownerOnly(file))) {
      while (json.hasRemaining()) {
        out.write(json);
      }
      out.force(true);
    }
  }

  /** A file that the administrator changes stays readable to the server. */
  private static void keepOwner(Path file, Path next) throws IOException {
    if (!Files.getOwner(next).equals(Files.getOwner(file))) {
      Files.setOwner(next, Files.getOwner(file));
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Reads the set of a file.
   *
   * @throws UnfitKeysException if that cannot be read, or is not fit
   */
  public static KeySet open(Path file) {
    try {
      return KeySet.parse(Files.readString(file), file.toString());
    } catch (IOException failure) {
      throw new UnfitKeysException(
          "Cannot read the key file " + file + ". Let the process read it.", failure);
    }
  }
}
