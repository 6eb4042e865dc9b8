package dev.livestash.acceptance.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program of {@code src/test/foreign}: a client that was made from the protocol's document. */
final class ForeignClient {
  private static final String FOLDER = "src/test/foreign/";
  private static final String DOCUMENT = "../protocol/PROTOCOL.md";

  /** The line after which it waits for the end of its input. */
  static final String KEPT = "kept";

  private ForeignClient() {}

  /**
   * Runs one until it ends, or is ended.
   *
   * @param patience how long it may take
   * @param watch told of each line that it writes
   * @return all that it wrote
   */
  static List<String> run(
      String script, List<String> arguments, Duration patience, Consumer<String> watch) {
    List<String> lines = new ArrayList<>();
    try {
      Process process = start(script, arguments, patience);
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          lines.add(line);
          watch.accept(line);
          if (line.equals(KEPT)) {
            process.getOutputStream().close();
          }
        }
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return lines;
  }

  private static Process start(String script, List<String> arguments, Duration patience)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("node", FOLDER + script));
    command.addAll(List.of("--document", DOCUMENT));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var unused =
        process
            .onExit()
            .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
            .whenComplete((ended, late) -> process.destroyForcibly());
    return process;
  }
}
