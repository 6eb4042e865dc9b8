package dev.livestash.acceptance.keystroke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what one event costs the main thread of its page, from sending it to its stored
 * snapshot, where a view shows its whole state: with renders as patches, and beside it with whole
 * ones, in turn.
 *
 * <p>CPU time is disturbed least by other work, and leaves out what the thread waits for in a
 * script: the browser's own process, to which some calls go. The clock on the wall has that, and on
 * a busy machine whatever else runs meanwhile, so that its lower quartile says more than its
 * median.
 */
final class Keystroke {
  private static final List<String> SIZES = List.of("100KB", "1MB");
  private static final int PAIRS = 5;
  private static final double ASKED_MILLIS = 2;
  private static final String HEAD =
      """
      | state | renders | characters received | scripts, ms: 25 % | median | 95 % | scripts, CPU ms | all tasks, CPU ms |
      |---|---|---:|---:|---:|---:|---:|---:|
      """;

  /** Held here because a logger that nobody holds forgets its level. */
  private static final Logger ALL = Logger.getLogger("");

  private Keystroke() {}

  /** The program. It takes no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ALL.setLevel(Level.WARNING);
    Path folder = Files.createTempDirectory("livestash-keystroke");
    BareChromium chromium = new BareChromium(folder.resolve("profile"));
    // Whatever ends this: no browser is left behind.
    Runtime.getRuntime().addShutdownHook(new Thread(chromium::close));
    try (BoardServer server = new BoardServer(Path.of(""), folder.resolve("keys.json"), SIZES)) {
      System.out.print(HEAD);
      for (String size : SIZES) {
        pairs(chromium, server.url(), size)
            .forEach((renders, blocks) -> System.out.println(row(size, renders, blocks)));
      }
    }
    System.out.printf("Asked where renders are patched: at most %.0f ms.%n", ASKED_MILLIS);
    // An application that has stopped serving still has its threads.
    System.exit(0);
  }

  private static Map<Renders, List<Block>> pairs(BareChromium chromium, String url, String size)
      throws IOException, InterruptedException {
    Map<Renders, List<Block>> blocks = new EnumMap<>(Renders.class);
    for (int pair = 0; pair < PAIRS; pair++) {
      for (Renders renders : Renders.values()) {
        Block block = Block.measure(chromium, url, size, renders);
        blocks.computeIfAbsent(renders, any -> new ArrayList<>()).add(block);
      }
    }
    return blocks;
  }

  /** Of all events together; of what is an average of a block, the median of the blocks. */
  private static String row(String size, Renders renders, List<Block> blocks) {
    double[] took =
        blocks.stream().flatMap(block -> block.took().stream()).mapToDouble(ms -> ms).toArray();
    return "| %s | %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %.2f |"
        .formatted(
            size,
            renders,
            median(blocks, Block::received),
            quantile(took, 0.25),
            quantile(took, 0.5),
            quantile(took, 0.95),
            median(blocks, Block::scriptMillis),
            median(blocks, Block::taskMillis));
  }

  private static double median(List<Block> blocks, ToDoubleFunction<Block> figure) {
    return quantile(blocks.stream().mapToDouble(figure).toArray(), 0.5);
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
