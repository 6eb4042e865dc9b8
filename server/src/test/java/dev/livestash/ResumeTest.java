package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
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

/** A tab that comes back is sent what it does not hold yet, and no more. */
class ResumeTest {
  private static final int MAX_PATCH_FRAME_BYTES = 700;

  @TempDir Path folder;

  record Note(String text) {}

  record Notes(List<Note> notes) {
    Notes with(String note) {
      List<Note> more = new ArrayList<>(notes);
      more.add(new Note(note));
      return new Notes(List.copyOf(more));
    }
  }

  /** The same in a release that takes what is too long only in part. */
  record ShortNote(String text) {
    ShortNote {
      text = text.substring(0, Math.min(4, text.length()));
    }
  }

  record ShortNotes(List<ShortNote> notes) {}

  private static class Notebook implements View<Notes> {
    @Override
    public Class<Notes> stateType() {
      return Notes.class;
    }

    @Override
    public Notes first(Context<Notes> context) {
      return new Notes(
          IntStream.range(0, 500)
              .mapToObj(i -> new Note("note that nobody else has, number " + i * 7919))
              .toList());
    }

    @Override
    public void handlers(Handlers<Notes> on) {
      on.on("note", String.class, (state, note, event) -> state.with(note));
    }

    @Override
    public Object render(Notes state, Context<Notes> context) {
      return state.notes().get(state.notes().size() - 1).text();
    }
  }

  /** Notes each time that somebody has come. */
  private static class Visited extends Notebook {
    @Override
    public void attached(Notes state, Context<Notes> context) {
      context.update(present -> present.with("somebody came"));
    }
  }

  private static class ShortNotebook implements View<ShortNotes> {
    @Override
    public Class<ShortNotes> stateType() {
      return ShortNotes.class;
    }

    @Override
    public ShortNotes first(Context<ShortNotes> context) {
      return new ShortNotes(List.of());
    }

    @Override
    public void handlers(Handlers<ShortNotes> on) {}

    @Override
    public Object render(ShortNotes state, Context<ShortNotes> context) {
      return state.notes().get(state.notes().size() - 1).text();
    }
  }

  private TestServer server(View<?> view) {
    return new TestServer(KeyRing.development(folder.resolve("keys.json")), builder -> builder)
        .mount("notes", view);
  }

  private TestServer server() {
    return server(new Notebook());
  }

  private static JsonNode first(TestServer server) {
    try (TestTab tab = server.tab("notes")) {
      tab.send(newJoin("notes")).expect("joined");
      JsonNode keep = tab.expect("keep");
      tab.send(kept(keep)).send(TestTab.frame("ping")).expect("pong");
      return keep;
    }
  }

  private JsonNode ofAServerThatIsGone() {
    try (TestServer first = server()) {
      return first(first);
    }
  }

  private static JsonNode joined(TestTab tab, JsonNode held) {
    long attempt = held.get("gen").asLong() + 1;
    return tab.send(join("notes", attempt, held).put("fork", false)).expect("joined");
  }

  private static JsonNode noted(TestTab tab, JsonNode held, String note) {
    tab.send(event(held.get("seen").asLong() + 1, "note", note));
    JsonNode keep = tab.last("keep");
    tab.send(kept(keep)).send(TestTab.frame("ping")).expect("pong");
    return keep;
  }

  private static void isPatchOf(JsonNode keep, JsonNode held) {
    assertThat(keep.get("token")).isEqualTo(held.get("token"));
    assertThat(keep.get("patch").asString()).hasSizeLessThan(MAX_PATCH_FRAME_BYTES);
  }

  @Test
  void aWholeTokenThatIsBroughtIsNotSentAgain() {
    JsonNode held = ofAServerThatIsGone();
    JsonNode resumed;
    JsonNode edited;
    try (TestServer second = server();
        TestTab tab = second.tab("notes")) {
      assertThat(joined(tab, held).get("outcome").asString()).isEqualTo("restored");
      resumed = tab.expect("keep");
      isPatchOf(resumed, held);
      assertThat(resumed.get("gen").asLong()).isGreaterThan(held.get("gen").asLong());
      tab.send(kept(resumed));
      edited = noted(tab, resumed, "the last");
      isPatchOf(edited, held);
    }
    JsonNode editedAgain;
    try (TestServer third = server();
        TestTab tab = third.tab("notes")) {
      JsonNode joined = joined(tab, edited);
      assertThat(joined.get("outcome").asString()).isEqualTo("restored");
      assertThat(joined.get("data").asString()).isEqualTo("the last");
      resumed = tab.expect("keep");
      isPatchOf(resumed, held);
      tab.send(kept(resumed));
      editedAgain = noted(tab, resumed, "the very last");
      isPatchOf(editedAgain, held);
    }
    try (TestServer fourth = server();
        TestTab tab = fourth.tab("notes")) {
      assertThat(joined(tab, editedAgain).get("data").asString()).isEqualTo("the very last");
    }
  }

  @Test
  void aTabThatIsAdoptedKeepsItsBase() {
    try (TestServer server = server()) {
      JsonNode held = first(server);
      JsonNode edited;
      try (TestTab tab = server.tab("notes")) {
        assertThat(joined(tab, held).get("outcome").asString()).isEqualTo("adopted");
        JsonNode resumed = tab.expect("keep");
        isPatchOf(resumed, held);
        tab.send(kept(resumed));
        edited = noted(tab, resumed, "edited");
        isPatchOf(edited, held);
      }
      try (TestTab tab = server.tab("notes")) {
        assertThat(joined(tab, edited).get("data").asString()).isEqualTo("edited");
        isPatchOf(tab.expect("keep"), held);
      }
    }
  }

  @Test
  void whatChangesAsItComesBackIsAPatch() {
    JsonNode held = ofAServerThatIsGone();
    JsonNode resumed;
    try (TestServer second = server(new Visited());
        TestTab tab = second.tab("notes")) {
      joined(tab, held);
      resumed = tab.last("keep");
      isPatchOf(resumed, held);
    }
    try (TestServer third = server();
        TestTab tab = third.tab("notes")) {
      assertThat(joined(tab, resumed).get("data").asString()).isEqualTo("somebody came");
    }
  }

  @Test
  void aStateThatIsReadAsAnotherOneIsSentWhole() {
    JsonNode held = ofAServerThatIsGone();
    JsonNode resumed;
    try (TestServer second = server(new ShortNotebook());
        TestTab tab = second.tab("notes")) {
      assertThat(joined(tab, held).get("data").asString()).isEqualTo("note");
      resumed = tab.expect("keep");
      assertThat(resumed.has("patch")).isFalse();
    }
    try (TestServer third = server();
        TestTab tab = third.tab("notes")) {
      assertThat(joined(tab, resumed).get("data").asString()).isEqualTo("note");
    }
  }
}
