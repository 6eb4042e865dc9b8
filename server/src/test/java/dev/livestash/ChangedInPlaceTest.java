package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.token.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.Handlers;
import dev.livestash.view.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
  private static final class WordsView implements View<Words> {
    @Override
    public Class<Words> stateType() {
      return Words.class;
    }

    @Override
    public Words first(Context<Words> context) {
      return new Words(
          new ArrayList<>(IntStream.range(0, 50).mapToObj(i -> "the word " + i).toList()), 0);
    }

    @Override
    public void handlers(Handlers<Words> on) {
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

    @Override
    public Object render(Words state, Context<Words> context) {
      return state.words().get(7);
    }
  }

  @TempDir Path folder;

  private TestServer server() {
    return new TestServer(KeyRing.development(folder.resolve("keys.json")), builder -> builder)
        .mount("words", new WordsView());
  }

  private JsonNode keepAfter(String how, String word) {
    try (TestServer server = server();
        TestTab tab = server.tab("words")) {
      tab.send(newJoin("words")).expect("joined");
      tab.send(kept(tab.expect("keep"))).send(event(1, how, word));
      return tab.last("keep");
    }
  }

  private void comesBack(JsonNode keep, String word) {
    try (TestServer server = server();
        TestTab tab = server.tab("words")) {
      JsonNode joined = tab.send(join("words", 2, keep)).expect("joined");
      assertThat(joined.get("outcome").asString()).isEqualTo("restored");
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
}
