package dev.livestash.acceptance.keystroke;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Events in a row, in a tab of their own, and what they cost.
 *
 * @param received how many characters came for each
 * @param took what each took of the scripts' time, in milliseconds by the clock on the wall
 * @param scriptMillis the CPU time that scripts took for each, on average
 * @param taskMillis the CPU time of all tasks of the main thread for each, on average
 */
record Block(double received, List<Double> took, double scriptMillis, double taskMillis) {
  private static final int WARM_UPS = 20;
  private static final int EVENTS = 100;
  private static final double MILLIS = 1_000;

  static Block measure(BareChromium chromium, String url, String size, Renders renders)
      throws IOException, InterruptedException {
    try (Devtools tab = chromium.open()) {
      tab.send("Page.navigate", Map.of("url", url + "#" + size + "-" + renders));
      awaitLoaded(tab);
      tab.evaluate("edit(" + WARM_UPS + ")");
      tab.send("Performance.enable", Map.of("timeDomain", "threadTicks"));
      JsonNode before = tab.send("Performance.getMetrics", Map.of());
      JsonNode edits = tab.evaluate("edit(" + EVENTS + ")");
      JsonNode after = tab.send("Performance.getMetrics", Map.of());
      tab.send("Page.close", Map.of());
      return new Block(
          edits.path("received").asDouble() / EVENTS,
          edits.path("took").valueStream().map(JsonNode::asDouble).toList(),
          millisEach(before, after, "ScriptDuration"),
          millisEach(before, after, "TaskDuration"));
    }
  }

  /** The answer to a navigation comes before the page. */
  private static void awaitLoaded(Devtools tab) throws InterruptedException {
    while (!tab.evaluate("typeof edit").asString().equals("function")) {
      Thread.onSpinWait();
    }
  }

  private static double millisEach(JsonNode before, JsonNode after, String metric) {
    return (seconds(after, metric) - seconds(before, metric)) * MILLIS / EVENTS;
  }

  private static double seconds(JsonNode metrics, String name) {
    return metrics
        .path("metrics")
        .valueStream()
        .filter(metric -> metric.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .path("value")
        .asDouble();
  }
}
