package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A tab that reads more slowly than its view speaks, on a real socket. */
class SlowReaderTest {
  private static final int EVENTS = 100;
  private static final String LARGE = "x".repeat(100_000);
  private static final String HUGE = "x".repeat(1 << 20);
  private static final int BYTES_PER_SECOND = 2 << 20;

  @TempDir Path folder;

  /** Shows a lot, and answers with more. */
  private static final class Talkative extends TestView<Integer> {
    final Semaphore shown = new Semaphore(0);

    Talkative() {
      super(Integer.class, () -> 0, state -> state);
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {
      on.on("add", (state, event) -> state + 1)
          .on(
              "ask",
              (state, event) -> {
                event.reply(HUGE);
                return state;
              });
    }

    @Override
    public Object render(Integer state, Context<Integer> context) {
      shown.release();
      return List.of(state, LARGE);
    }

    void awaitShown() {
      try {
        assertThat(shown.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  private static void joined(MuteSocket tab) {
    assertThat(tab.send(newJoin("view")).nextText().get("t").asString()).isEqualTo("joined");
  }

  @Test
  void getsTheNewestOfTheRendersThatWaited() {
    Talkative view = new Talkative();
    try (TestServer server = TestServer.in(folder).mount("view", view);
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      joined(tab);
      view.awaitShown();
      for (int n = 1; n <= EVENTS; n++) {
        tab.send(event(n, "add", 1));
        view.awaitShown();
      }
      int renders = 0;
      int count = 0;
      int done = 0;
      while (count < EVENTS || done < EVENTS) {
        JsonNode frame = tab.nextText();
        String name = frame.get("t").asString();
        done += name.equals("done") ? 1 : 0;
        if (name.equals("render")) {
          renders++;
          assertThat(frame.get("data").get(0).asInt()).isGreaterThan(count);
          count = frame.get("data").get(0).asInt();
        }
      }
      // What the operating system had taken cannot be taken back.
      assertThat(renders).isLessThan(EVENTS * 2 / 3);
      assertThat(done).isEqualTo(EVENTS);
    }
  }

  @Test
  void seesThatItIsTooSlow() {
    Talkative view = new Talkative();
    try (TestServer server =
            TestServer.in(
                    folder,
                    builder ->
                        builder.limits(limits -> limits.withMaxUnreadBytes(12 * HUGE.length())))
                .mount("view", view);
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      joined(tab);
      for (int n = 1; n <= 24; n++) {
        tab.send(event(n, "ask", 1));
      }
      assertThat(tab.closeCodeAt(BYTES_PER_SECOND)).isEqualTo(4003);
    }
  }
}
