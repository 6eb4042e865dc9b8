package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Slow is not dead: nobody waits for a handler but the tab whose event it handles. */
class SlowHandlerTest {
  private static final Duration TIMEOUT = Duration.ofMillis(300);

  @TempDir Path folder;

  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch isBack = new CountDownLatch(1);

  @AfterEach
  void release() {
    goOn.countDown();
  }

  /** Counts; and waits, until it is told or interrupted, or until it is told. */
  private class Slow implements View<Integer> {
    @Override
    public Class<Integer> stateType() {
      return Integer.class;
    }

    @Override
    public Integer first(Context<Integer> context) {
      return 0;
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {
      on.on("add", (count, event) -> count + 1)
          .on(
              "wait",
              (count, event) -> {
                goOn.await();
                return count + 100;
              })
          .on(
              "stick",
              (count, event) -> {
                stick();
                isBack.countDown();
                return count + 100;
              })
          .on(
              "interrupted",
              (count, event) -> {
                event.reply(Thread.currentThread().isInterrupted());
                return count;
              });
    }

    void stick() {
      while (goOn.getCount() > 0) {
        try {
          goOn.await();
        } catch (InterruptedException ignored) {
          // This is what is tested.
        }
      }
    }

    @Override
    public Object render(Integer count, Context<Integer> context) {
      return count;
    }
  }

  private TestServer server(UnaryOperator<LiveStashBuilder> configure) {
    return new TestServer(KeyRing.development(folder.resolve("keys.json")), configure)
        .mount("slow", new Slow())
        .mount("other", new Slow());
  }

  private TestServer impatient() {
    return server(builder -> builder.times(times -> times.withHandlerTimeout(TIMEOUT)));
  }

  private static TestTab joined(TestServer server, String view) {
    TestTab tab = server.tab(view);
    tab.send(newJoin(view)).expect("joined");
    return tab;
  }

  @Test
  void itsTabIsToldThatItIsAtItAndGetsItsPongs() {
    try (TestServer server = server(builder -> builder);
        TestTab tab = joined(server, "slow")) {
      assertThat(tab.send(event(1, "wait", Map.of())).last("working").get("n").asInt()).isOne();
      tab.send(frame("ping")).last("pong");
      goOn.countDown();
      assertThat(tab.last("render").get("data").asInt()).isEqualTo(100);
    }
  }

  @Test
  void itIsInterruptedAndItsEventHasFailed() {
    try (TestServer server = impatient();
        TestTab tab = joined(server, "slow")) {
      JsonNode done = tab.send(event(1, "wait", Map.of())).last("done");
      assertThat(done.get("error").asString()).isEqualTo("timeout");
      assertThat(tab.last("render").get("data").asInt()).isZero();
      JsonNode next = tab.send(event(2, "interrupted", Map.of())).last("done");
      assertThat(next.get("reply").asBoolean()).isFalse();
    }
  }

  /** It is back when its session has long ended. */
  @Test
  void aFirstThatTakesTooLongEntersNothingLater() throws InterruptedException {
    CountDownLatch hasEnded = new CountDownLatch(1);
    List<String> attached = new CopyOnWriteArrayList<>();
    Slow view =
        new Slow() {
          @Override
          public Integer first(Context<Integer> context) {
            if (hasEnded.getCount() > 0) {
              stick();
              hasEnded.countDown();
            }
            return 0;
          }

          @Override
          public void attached(Integer count, Context<Integer> context) {
            attached.add(context.sid());
          }
        };
    try (TestServer server = impatient().mount("late", view)) {
      TestTab tab = server.tab("late");
      tab.send(newJoin("late"));
      assertThat(tab.closeCode()).isEqualTo(1011);
      goOn.countDown();
      hasEnded.await();
      try (TestTab other = joined(server, "late")) {
        other.send(event(1, "add", Map.of())).last("done");
        assertThat(server.instances()).isEqualTo(1);
        assertThat(attached).hasSize(1);
      }
    }
  }

  @Test
  void oneThatDoesNotEndIsGivenUpAndCountsForNothingLater() throws InterruptedException {
    try (TestServer server = impatient();
        TestTab tab = joined(server, "slow")) {
      tab.send(event(1, "add", Map.of())).send(event(2, "stick", Map.of()));
      tab.send(event(3, "add", Map.of())).send(event(-1, "add", Map.of()));
      JsonNode done = tab.last("done");
      while (done.get("n").asInt() != 2) {
        done = tab.last("done");
      }
      assertThat(done.get("error").asString()).isEqualTo("timeout");
      JsonNode render = tab.last("render");
      while (render.get("seen").asInt() < 3 || render.get("data").asInt() < 3) {
        render = tab.last("render");
      }
      goOn.countDown();
      isBack.await();
      render = tab.send(event(4, "add", Map.of())).last("render");
      assertThat(render.get("seen").asInt()).isEqualTo(4);
      assertThat(render.get("data").asInt()).isEqualTo(4);
    }
  }

  /** A suspect is handled by itself, and what waited behind it in one go: each has its own time. */
  @Test
  void oneThatWaitedBehindASuspectHasNoMoreTimeThanOthers() {
    try (TestServer server = impatient();
        TestTab tab = joined(server, "slow")) {
      tab.send(event(1, "add", Map.of()).put("try", 2));
      tab.send(event(2, "wait", Map.of())).send(event(3, "wait", Map.of()));

      assertThat(tab.last("done").get("n").asInt()).isOne();
      for (int n = 2; n <= 3; n++) {
        JsonNode done = tab.last("done");
        assertThat(done.get("n").asInt()).isEqualTo(n);
        assertThat(done.get("error").asString()).isEqualTo("timeout");
      }
      assertThat(tab.last("render").get("data").asInt()).isOne();
    }
  }

  @Test
  void oneThatWaitedBehindASuspectThatWasGivenUpHasNoMoreTimeEither() {
    try (TestServer server = impatient();
        TestTab tab = joined(server, "slow")) {
      tab.send(event(1, "stick", Map.of()).put("try", 2));
      tab.send(event(2, "stick", Map.of())).send(event(3, "add", Map.of()));

      for (int n = 1; n <= 2; n++) {
        JsonNode done = tab.last("done");
        assertThat(done.get("n").asInt()).isEqualTo(n);
        assertThat(done.get("error").asString()).isEqualTo("timeout");
      }
      JsonNode done = tab.last("done");
      assertThat(done.get("n").asInt()).isEqualTo(3);
      assertThat(done.has("error")).isFalse();
      assertThat(tab.last("render").get("data").asInt()).isOne();
    }
  }

  @Test
  void aRenderThatDoesNotEndEndsItsSessionOnly() {
    View<Integer> blank =
        new View<>() {
          @Override
          public Class<Integer> stateType() {
            return Integer.class;
          }

          @Override
          public Integer first(Context<Integer> context) {
            return 0;
          }

          @Override
          public void handlers(ViewHandlers<Integer> on) {}

          @Override
          public Object render(Integer count, Context<Integer> context) {
            try {
              goOn.await();
            } catch (InterruptedException toldToHurry) {
              throw new IllegalStateException(toldToHurry);
            }
            return count;
          }
        };
    try (TestServer server = impatient().mount("blank", blank);
        TestTab tab = server.tab("blank")) {
      tab.send(newJoin("blank"));
      assertThat(tab.closeCode()).isEqualTo(1011);
      assertThat(server.instances()).isZero();
    }
  }

  @Test
  void neitherOtherTabsNorOtherViewsWait() {
    int blocked = 8 * Runtime.getRuntime().availableProcessors() + 8;
    List<TestTab> waiting = new ArrayList<>();
    try (TestServer server = server(builder -> builder)) {
      for (int i = 0; i < blocked; i++) {
        waiting.add(joined(server, "slow").send(event(1, "wait", Map.of())));
      }
      try (TestTab same = joined(server, "slow");
          TestTab other = joined(server, "other")) {
        same.send(event(1, "add", Map.of())).last("done");
        other.send(event(1, "add", Map.of())).last("done");
      }
      goOn.countDown();
      waiting.forEach(tab -> tab.last("done"));
    } finally {
      waiting.forEach(TestTab::close);
    }
  }
}
