package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Text that comes in pieces, and the threads that it is worked on. */
class ReceivingTest {
  private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

  @TempDir Path folder;

  private TestServer server(View<?> view) {
    return TestServer.in(folder).mount("view", view);
  }

  private static String manyKinds(int length) {
    return IntStream.range(0, length)
        .mapToObj(
            i ->
                switch (i % 4) {
                  case 0 -> "a";
                  case 1 -> "é";
                  case 2 -> "€";
                  default -> "\uD83D\uDE00";
                })
        .collect(Collectors.joining());
  }

  @Test
  void aMessageOfManyFramesIsOneText() {
    try (TestServer server = server(new Counter());
        TestTab tab = server.tab("view")) {
      tab.send(newJoin("view")).expect("joined");
      String text = manyKinds(20_000);
      // An odd number of characters: some frames end between the halves of a pair.
      tab.sendInParts(event(1, "note", text).toString(), 4_000);
      assertThat(tab.last("render").get("data").get("note").asString()).isEqualTo(text);
    }
  }

  @Test
  void aMessageOfManyFramesIsMeasuredAsAWhole() {
    try (TestServer server = server(new Counter());
        TestTab tab = server.tab("view")) {
      tab.send(newJoin("view")).expect("joined");
      String text = event(1, "note", "x".repeat(70_000)).toString();
      assertThat(tab.sendInParts(text, 30_000).closeCode()).isEqualTo(1009);
    }
  }

  /** Notes the thread that it is made on. */
  record Noted(String text) {
    Noted {
      THREADS.add(Thread.currentThread().getName());
    }

    @Override
    public String text() {
      THREADS.add(Thread.currentThread().getName());
      return text;
    }
  }

  private static final class NotedView extends TestView<Noted> {
    NotedView() {
      super(Noted.class, () -> new Noted("x".repeat(100_000)), state -> state.text().length());
    }

    @Override
    public void handlers(ViewHandlers<Noted> on) {
      on.on("note", String.class, (state, text, event) -> new Noted(state.text() + text));
    }
  }

  @Test
  void noStateIsMadeReadOrWrittenOnAnIoThread() {
    THREADS.clear();
    JsonNode keep;
    try (TestServer server = server(new NotedView());
        TestTab tab = server.tab("view")) {
      tab.joinNew("view");
      tab.send(event(1, "note", "y"));
      keep = tab.last("keep");
    }
    try (TestServer server = server(new NotedView());
        TestTab tab = server.tab("view")) {
      JsonNode joined = tab.send(join("view", 2, keep)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("restored");
      tab.expect("keep");
    }
    assertThat(THREADS).isNotEmpty().allMatch(name -> name.startsWith("livestash-"));
  }
}
