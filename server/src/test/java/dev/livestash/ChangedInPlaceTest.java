package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A state that its handlers change in place looks unchanged to a patch. In development that is
 * noticed, and the snapshot is whole.
 */
class ChangedInPlaceTest {
  record Words(List<String> words, int changes) {}

  /** Changes a list that the state before has too, or makes a new one. */
  private static final class WordsView extends TestView<Words> {
    private @Nullable Context<Words> context;

    WordsView() {
      super(Words.class, WordsView::firstWords, state -> state.words().get(7));
    }

    private static Words firstWords() {
      return new Words(
          new ArrayList<>(IntStream.range(0, 50).mapToObj(i -> "the word " + i).toList()), 0);
    }

    @Override
    public void attached(Words state, Context<Words> newContext) {
      context = newContext;
    }

    void changeFromOutside(String word) {
      Objects.requireNonNull(context)
          .update(
              state -> {
                state.words().set(7, word);
                return state;
              });
    }

    @Override
    public void handlers(ViewHandlers<Words> on) {
      on.on(
              "in-place",
              String.class,
              (state, word, event) -> {
                state.words().set(7, word);
                return state;
              })
          .on(
              "half",
              String.class,
              (state, word, event) -> {
                state.words().set(7, word);
                return new Words(state.words(), state.changes() + 1);
              })
          .on(
              "anew",
              String.class,
              (state, word, event) -> {
                List<String> words = new ArrayList<>(state.words());
                words.set(7, word);
                return new Words(words, state.changes() + 1);
              });
    }
  }

  @TempDir Path folder;
  private final WordsView view = new WordsView();

  private TestServer server() {
    return TestServer.in(folder).mount("words", view);
  }

  private TestServer unchecked() {
    return TestServer.in(folder, builder -> builder.checkStates(false)).mount("words", view);
  }

  private static JsonNode keepAfter(TestTab tab, int n, String how, String word) {
    JsonNode keep = tab.sendAndKeep(event(n, how, word));
    return keep;
  }

  private static JsonNode keepAfter(TestServer server, String how, String word) {
    try (TestTab tab = server.tab("words")) {
      tab.joinNew("words");
      return keepAfter(tab, 1, how, word);
    }
  }

  private JsonNode keepAfter(String how, String word) {
    try (TestServer server = server()) {
      return keepAfter(server, how, word);
    }
  }

  private void comesBack(JsonNode keep, String word) {
    try (TestServer server = server();
        TestTab tab = server.tab("words")) {
      JsonNode joined = tab.send(join("words", 2, keep)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("restored");
      assertThat(joined.get("data").asString()).isEqualTo(word);
    }
  }

  @Test
  void aNewStateIsAPatch() {
    JsonNode keep = keepAfter("anew", "changed");
    assertThat(keep.has("patch")).isTrue();
    comesBack(keep, "changed");
  }

  @Test
  void theSameObjectWithOtherContentsIsSealedWhole() {
    JsonNode keep = keepAfter("in-place", "changed");
    assertThat(keep.has("patch")).isFalse();
    comesBack(keep, "changed");
  }

  @Test
  void aNewStateAroundAnOldListWithOtherContentsIsSealedWhole() {
    JsonNode keep = keepAfter("half", "changed");
    assertThat(keep.has("patch")).isFalse();
    comesBack(keep, "changed");
  }

  @Test
  void aVolatileEventThatChangesTheStateInPlaceMakesASnapshot() {
    try (TestServer server = server();
        TestTab tab = server.tab("words")) {
      tab.joinNew("words");
      comesBack(keepAfter(tab, -1, "in-place", "changed"), "changed");
    }
  }

  @Test
  void aChangeFromOutsideInPlaceMakesASnapshot() {
    try (TestServer server = server();
        TestTab tab = server.tab("words")) {
      tab.joinNew("words");
      view.changeFromOutside("changed");
      comesBack(tab.last("keep"), "changed");
    }
  }

  private JsonNode afterARestore(JsonNode held) {
    try (TestServer server = server();
        TestTab tab = server.tab("words")) {
      tab.send(join("words", 2, held)).expect("joined");
      JsonNode resumed = tab.expect("keep");
      assertThat(resumed.has("patch")).isTrue();
      tab.send(kept(resumed));
      return keepAfter(tab, held.get("seen").asInt() + 1, "half", "changed");
    }
  }

  /** What is the same as in the base is known from what the tab has brought. */
  @Test
  void itIsNoticedAfterARestoreToo() {
    JsonNode whole;
    try (TestServer server = server();
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      whole = tab.expect("keep");
    }
    JsonNode keep = afterARestore(whole);
    assertThat(keep.has("patch")).isFalse();
    comesBack(keep, "changed");
  }

  /** The base has not the whole list any more, so that it is written again. */
  @Test
  void afterARestoreOfAPatchItIsNotMissedEither() {
    comesBack(afterARestore(keepAfter("anew", "before")), "changed");
  }

  /** Where the old object has another length now, it cannot tell what the base has. */
  @Test
  void whatIsNotCheckedCanStillBeRestored() {
    JsonNode keep;
    try (TestServer server = unchecked()) {
      keep = keepAfter(server, "half", "x");
    }
    comesBack(keep, "x");
  }
}
