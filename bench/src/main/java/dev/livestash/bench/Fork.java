package dev.livestash.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import tools.jackson.core.type.TypeReference;

/**
 * Runs a main class in a JVM of its own, whose last argument is where its figures go as JSON.
 *
 * @param classPath what it finds there
 */
@NullMarked
record Fork(String classPath) {
  /** With a fixed heap, so that its growth is not measured. */
  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

  private static final int NATIVE_ACCESS_IS_ASKED_FOR = 22;

  /** Of this very benchmark. */
  static Fork here() {
    return new Fork(System.getProperty("java.class.path"));
  }

  Map<String, Double> run(Class<?> main, List<String> args)
      throws IOException, InterruptedException {
    System.err.println("measuring " + main.getSimpleName() + " " + String.join(" ", args));
    Path out = Files.createTempFile("livestash-bench", ".json");
    List<String> command = command(main);
    command.addAll(args);
    command.add(out.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(main.getSimpleName() + " failed");
    }
    Map<String, Double> figures =
        Paths.MAPPER.readValue(out, new TypeReference<LinkedHashMap<String, Double>>() {});
    Files.delete(out);
    return figures;
  }

  private List<String> command(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(HEAP);
    if (Runtime.version().feature() >= NATIVE_ACCESS_IS_ASKED_FOR) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", classPath, main.getName()));
    return command;
  }
}
