package dev.livestash.acceptance.slowline;

import dev.livestash.LiveStashBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries events, joins and snapshots over slow lines, many at once, by the browser module in Node,
 * and prints how long each took beside what its line needs.
 */
final class SlowLine {
  static final String USAGE =
      "slow-line [--kinds event,join,keep] [--kilobytes 10,100,1000] [--kilobits 32,64,256,1000,10000]"
          + " [--round-trips 20,200,1000]";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int KILO = 1_000;
  private static final int EXIT_WRONG = 1;
  private static final int EXIT_USAGE = 2;

  private final UnaryOperator<LiveStashBuilder> configure;
  private final Path root;

  /**
   * The program.
   *
   * @param root the project's folder, whose browser module is built
   * @param configure changes the server's settings
   */
  SlowLine(Path root, UnaryOperator<LiveStashBuilder> configure) {
    this.root = root;
    this.configure = configure;
  }

  public static void main(String[] arguments) throws Exception {
    List<Cell> cells;
    try {
      cells = cells(arguments);
    } catch (IllegalArgumentException misunderstood) {
      System.err.println(misunderstood.getMessage() + "\n" + USAGE);
      System.exit(EXIT_USAGE);
      return;
    }
    List<Cell.Outcome> outcomes = new SlowLine(Path.of(""), builder -> builder).run(cells);
    System.exit(print(cells, outcomes) ? 0 : EXIT_WRONG);
  }

  private static List<Cell> cells(String[] arguments) {
    Map<String, String> given =
        new HashMap<>(
            Map.of(
                "--kinds", "event,join,keep",
                "--kilobytes", "10,100,1000",
                "--kilobits", "32,64,256,1000,10000",
                "--round-trips", "20,200,1000"));
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (given.put(arguments[i], arguments[i + 1]) == null) {
        throw new IllegalArgumentException("What is " + arguments[i] + "?");
      }
    }
    List<Cell> cells = new ArrayList<>();
    for (String kind : words(given, "--kinds")) {
      for (int kilobits : numbers(given, "--kilobits")) {
        for (int roundTrip : numbers(given, "--round-trips")) {
          for (int kilobytes : numbers(given, "--kilobytes")) {
            cells.add(new Cell(kind, kilobytes * KILO, kilobits, roundTrip));
          }
        }
      }
    }
    return cells;
  }

  private static List<String> words(Map<String, String> given, String name) {
    return List.of(Objects.requireNonNull(given.get(name), name).split(",", -1));
  }

  private static int[] numbers(Map<String, String> given, String name) {
    return words(given, name).stream().mapToInt(Integer::parseInt).toArray();
  }

  /** What came of each cell, in their order. */
  List<Cell.Outcome> run(List<Cell> cells) throws IOException {
    Path folder = Files.createTempDirectory("livestash-slow-line");
    Map<String, Line> lines = new HashMap<>();
    try (BlobServer server = new BlobServer(folder, configure)) {
      List<Map<String, Object>> asked = new ArrayList<>();
      for (Cell cell : cells) {
        Line line =
            lines.computeIfAbsent(
                cell.kilobits() + " " + cell.roundTripMillis(),
                any ->
                    new Line(server.port(), (long) cell.kilobits() * KILO, cell.roundTripMillis()));
        asked.add(
            Map.of(
                "number", asked.size(),
                "kind", cell.kind(),
                "bytes", cell.bytes(),
                "url", "http://localhost:" + line.port() + "/live",
                "direct", "http://localhost:" + server.port() + "/live",
                "neededMs", cell.neededMillis(cell.bytes()),
                "patienceMs", cell.patienceMillis()));
      }
      return carried(JSON.writeValueAsString(asked), cells.size());
    } finally {
      lines.values().forEach(Line::close);
    }
  }

  private List<Cell.Outcome> carried(String cells, int count) throws IOException {
    Process node =
        new ProcessBuilder(
                "node",
                "--experimental-websocket",
                "--no-warnings",
                root.resolve("acceptance/src/test/slow-line/tabs.mjs").toString(),
                root.resolve("js-client/dist/index.js").toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = node.getOutputStream()) {
      in.write(cells.getBytes(StandardCharsets.UTF_8));
    }
    Cell.Outcome[] outcomes = new Cell.Outcome[count];
    Arrays.setAll(outcomes, cell -> new Cell.Outcome(cell, 0, -1, -1));
    try (var lines =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> JSON.readValue(line, Cell.Outcome.class))
          .forEach(outcome -> outcomes[outcome.cell()] = outcome);
    }
    return List.of(outcomes);
  }

  private static boolean print(List<Cell> cells, List<Cell.Outcome> outcomes) {
    System.out.println("| kind | kB | kbit/s | round trip | needed | took | ratio | lost | |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    boolean areGood = true;
    for (Cell.Outcome outcome : outcomes) {
      Cell cell = cells.get(outcome.cell());
      areGood &= cell.isGood(outcome);
      System.out.println(row(cell, outcome));
    }
    long good = outcomes.stream().filter(one -> cells.get(one.cell()).isGood(one)).count();
    System.out.println(good + " of " + cells.size() + " cells have arrived in time.");
    return areGood;
  }

  private static String row(Cell cell, Cell.Outcome outcome) {
    long needed = cell.neededMillis(outcome.bytes());
    return "| %s | %d | %d | %d ms | %d ms | %d ms | %.2f | %d | %s |"
        .formatted(
            cell.kind(),
            outcome.bytes() / KILO,
            cell.kilobits(),
            cell.roundTripMillis(),
            needed,
            outcome.ms(),
            (double) outcome.ms() / needed,
            outcome.lost(),
            cell.isGood(outcome) ? "" : "**bad**");
  }
}
