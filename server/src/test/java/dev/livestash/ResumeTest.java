package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

    Note last() {
      return notes.get(notes.size() - 1);
    }
  }

  /** The same in a release that takes what is too long only in part. */
  record ShortNote(String text) {
    ShortNote {
      text = text.substring(0, Math.min(4, text.length()));
    }
  }

  record ShortNotes(List<ShortNote> notes) {}

  private static class Notebook extends TestView<Notes> {
    Notebook() {
      super(Notes.class, Notebook::firstNotes, state -> state.last().text());
    }

    private static Notes firstNotes() {
      return new Notes(
          IntStream.range(0, 500)
              .mapToObj(i -> new Note("note that nobody else has, number " + i * 7919))
              .toList());
    }

    @Override
    public void handlers(ViewHandlers<Notes> on) {
      on.on("note", String.class, (state, note, event) -> state.with(note));
    }
  }

  /** Notes each time that somebody has come. */
  private static class Visited extends Notebook {
    @Override
    public void attached(Notes state, Context<Notes> context) {
      context.update(present -> present.with("somebody came"));
    }
  }

  private static class ShortNotebook extends TestView<ShortNotes> {
    ShortNotebook() {
      super(
          ShortNotes.class,
          () -> new ShortNotes(List.of()),
          state -> state.notes().get(state.notes().size() - 1).text());
    }

    @Override
    public void handlers(ViewHandlers<ShortNotes> on) {}
  }

  private TestServer server(View<?> view) {
    return TestServer.in(folder).mount("notes", view);
  }

  private TestServer server() {
    return server(new Notebook());
  }

  private static JsonNode first(TestServer server) {
    try (TestTab tab = server.tab("notes")) {
      JsonNode keep = tab.joinNew("notes");
      tab.send(TestTab.frame("ping")).expect("pong");
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
    return tab.send(sure("notes", attempt, held)).expect("joined");
  }

  private static JsonNode noted(TestTab tab, JsonNode held, String note) {
    JsonNode keep = tab.sendAndKeep(event(held.get("seen").asLong() + 1, "note", note));
    tab.send(TestTab.frame("ping")).expect("pong");
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
      assertThat(outcome(joined(tab, held))).isEqualTo("restored");
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
      assertThat(outcome(joined)).isEqualTo("restored");
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
        assertThat(outcome(joined(tab, held))).isEqualTo("adopted");
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
  void aTabThatHasMissedABaseIsSentThatAndNoPatchOfIt() {
    try (TestServer server = server()) {
      JsonNode held = first(server);
      JsonNode resumed;
      try (TestTab tab = server.tab("notes")) {
        joined(tab, held);
        resumed = tab.expect("keep");
        tab.send(kept(resumed));
        tab.send(event(resumed.get("seen").asLong() + 1, "note", ofManyBytes()));
        assertThat(tab.last("keep").has("patch")).isFalse();
      }
      try (TestTab tab = server.tab("notes")) {
        assertThat(outcome(joined(tab, resumed))).isEqualTo("adopted");
        assertThat(tab.expect("keep").has("patch")).isFalse();
      }
    }
  }

  private static String ofManyBytes() {
    return new Random(1)
        .ints(20_000, 'A', 'Z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
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
