package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
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

  /** All work of the page for one character, the drawing included: 5 on a slow machine. */
  private static final double MAX_MS_PER_CHARACTER = 20;

  private static final int MIN_STATE_BYTES = 1_200_000;
  private static final int CHARACTERS = 200;
  private static final String TEXT =
      IntStream.range(0, CHARACTERS)
          .mapToObj(i -> String.valueOf((char) ('a' + i % 26)))
          .collect(Collectors.joining());
  private static final JsonMapper JSON = JsonMapper.shared();
  @TempDir Path folder;

  @Test
  void noEventIsDroppedThePageHasLittleToDoAndNoSnapshotIsSentBeforeTheOneBeforeIsAcknowledged(
      Browser browser) {
    List<String> keeps = new CopyOnWriteArrayList<>();
    try (TypingServer server = new TypingServer(folder.resolve("keys.json"));
        Page page = browser.newPage()) {
      page.onWebSocket(socket -> listen(socket, keeps));
      page.navigate(server.url());
      page.waitForCondition(() -> keeps.contains("kept"));
      assertThat(Integer.parseInt(page.getByTestId("bytes").textContent()))
          .isGreaterThan(MIN_STATE_BYTES);
      CDPSession thread = page.context().newCDPSession(page);
      thread.send("Performance.enable", threadTicks());
      double before = busyMs(thread);
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
      assertThat(busyMs(thread) - before).isBetween(1.0, MAX_MS_PER_CHARACTER * CHARACTERS);

      server.restart();
      shows(page, "outcome", "restored");
      shows(page, "text", TEXT);
    }
  }

  /** CPU time: what else the machine does is not the page's. */
  private static JsonObject threadTicks() {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("timeDomain", "threadTicks");
    return parameters;
  }

  /** What the page's main thread has worked so far. */
  private static double busyMs(CDPSession thread) {
    for (JsonElement metric : thread.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      JsonObject named = metric.getAsJsonObject();
      if (named.get("name").getAsString().equals("TaskDuration")) {
        return named.get("value").getAsDouble() * 1000;
      }
    }
    throw new AssertionError("Chromium tells no TaskDuration");
  }

  /** Notes the snapshots and their acknowledgements. */
  private static void listen(WebSocket socket, List<String> keeps) {
    socket.onFrameSent(frame -> note(JSON.readTree(frame.text()), "kept", keeps));
    socket.onFrameReceived(frame -> note(JSON.readTree(frame.text()), "keep", keeps));
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
