package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What 200 characters, typed as fast as a browser takes them, do to a tab with 1.2 MB of state. */
@ExtendWith(Chromium.class)
class FastTypingTest {
  private static final double PATIENCE_MS = 30_000;

  private static final int MAX_LONG_TASKS = 2;
  private static final double LONG_TASK_MS = 50;
  private static final double MAX_TASK_MS = 250;

  /**
   * A task of the page itself, to see that long ones are noticed: it is so much work, not so much
   * time, for on a busy machine little may be done in any time.
   */
  private static final String LONG_TASK =
      """
      () => requestAnimationFrame(() => {
        let work = 1;
        for (let step = 0; step < 300_000_000; step++) {
          work = (Math.imul(work, 1103515245) + 12345) | 0;
        }
        document.body.dataset.work = work;
      })
      """;

  private static final int MIN_STATE_BYTES = 1_200_000;
  private static final int CHARACTERS = 200;
  private static final String TEXT =
      IntStream.range(0, CHARACTERS)
          .mapToObj(i -> String.valueOf((char) ('a' + i % 26)))
          .collect(Collectors.joining());
  private static final JsonMapper JSON = JsonMapper.shared();
  @TempDir Path folder;

  @Test
  void noEventIsDroppedNoTaskIsLongAndNoSnapshotIsSentBeforeTheOneBeforeIsAcknowledged(
      Browser browser) {
    List<String> keeps = new CopyOnWriteArrayList<>();
    try (TypingServer server = new TypingServer(folder.resolve("keys.json"));
        Page page = browser.newPage()) {
      page.onWebSocket(socket -> listen(socket, keeps));
      page.navigate(server.url());
      page.waitForCondition(() -> keeps.contains("kept"));
      assertThat(Integer.parseInt(page.getByTestId("bytes").textContent()))
          .isGreaterThan(MIN_STATE_BYTES);
      trace(browser, page);
      page.evaluate(LONG_TASK);
      shownTwice(page);
      assertThat(longTasks(browser)).isNotEmpty();
      trace(browser, page);
      keeps.clear();

      page.getByTestId("cell").click();
      page.keyboard().type(TEXT);
      shows(page, "text", TEXT);
      shows(page, "stored", String.valueOf(CHARACTERS));

      List<String> everyKey =
          IntStream.rangeClosed(1, CHARACTERS).mapToObj(i -> TEXT.substring(0, i)).toList();
      assertThat(server.typed).isEqualTo(everyKey);
      page.waitForCondition(() -> keeps.get(keeps.size() - 1).equals("kept"));
      assertThat(String.join(" ", keeps)).matches("(keep-patch kept ?)+");
      assertThat(longTasks(browser))
          .hasSizeLessThanOrEqualTo(MAX_LONG_TASKS)
          .allMatch(ms -> ms < MAX_TASK_MS);

      server.restart();
      shows(page, "outcome", "restored");
      shows(page, "text", TEXT);
    }
  }

  private static void trace(Browser browser, Page page) {
    browser.startTracing(
        page, new Browser.StartTracingOptions().setCategories(List.of("devtools.timeline", "v8")));
  }

  /** Until the page has been drawn, and what was asked for before is over. */
  private static void shownTwice(Page page) {
    page.evaluate(
        "() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))");
  }

  /**
   * The long ones of the scripts' tasks since the trace began, in milliseconds of CPU time: what
   * else the machine does meanwhile is not the page's.
   */
  private static List<Double> longTasks(Browser browser) {
    JsonNode events =
        JSON.readTree(new String(browser.stopTracing(), StandardCharsets.UTF_8)).get("traceEvents");
    assertThat(events.valueStream().anyMatch(FastTypingTest::isTask)).as("traced").isTrue();
    return events
        .valueStream()
        .filter(FastTypingTest::isTask)
        .map(task -> task.get("tdur").asDouble() / 1_000)
        .filter(ms -> ms > LONG_TASK_MS)
        .toList();
  }

  private static boolean isTask(JsonNode event) {
    return event.path("name").asString().equals("FunctionCall") && event.has("tdur");
  }

  /** Notes the snapshots and their acknowledgements. */
  private static void listen(WebSocket socket, List<String> keeps) {
    socket.onFrameSent(frame -> note(JSON.readTree(frame.text()), "kept", keeps));
    WholeFrames received = new WholeFrames();
    socket.onFrameReceived(
        message ->
            received
                .add(message.text())
                .ifPresent(frame -> note(JSON.readTree(frame), "keep", keeps)));
  }

  private static void note(JsonNode frame, String wanted, List<String> keeps) {
    if (frame.path("t").asString().equals(wanted)) {
      keeps.add(frame.has("base") ? wanted + "-patch" : wanted);
    }
  }

  private static void shows(Page page, String testId, String text) {
    assertThat(page.getByTestId(testId))
        .hasText(text, new HasTextOptions().setTimeout(PATIENCE_MS));
  }
}
