package dev.livestash.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The view as a page sees it, over the plain tab, which needs no socket. */
class SheetViewTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<JsonNode> frames = new ArrayList<>();
  private final PlainTab<Sheet> tab = tab();
  private int n;

  private PlainTab<Sheet> tab() {
    SheetView view = new SheetView("A", Release.SECOND);
    PlainHandlers<Sheet> handlers = new PlainHandlers<>(JSON);
    view.handlers(handlers);
    return new PlainTab<>(view, handlers, frame -> frames.add(JSON.valueToTree(frame)));
  }

  @BeforeEach
  void join() {
    tab.receive(JSON.valueToTree(Map.of("t", "join", "params", Map.of("from", 0, "count", 2))));
  }

  @Test
  void loadShowsTheWindowsRows() {
    assertThat(load("a,b\n1,2\n3,4\n5,6").path("ok").asBoolean()).isTrue();

    JsonNode picture = lastPicture();
    assertThat(picture.path("total").asInt()).isEqualTo(3);
    assertThat(picture.path("window").toString())
        .isEqualTo("[{\"row\":0,\"cells\":[\"1\",\"2\"]},{\"row\":1,\"cells\":[\"3\",\"4\"]}]");
  }

  @Test
  void windowMovesThePictureAndStaysWhereItIsWhenACellIsEdited() {
    load("a\n1\n2\n3\n4");

    send("window", Map.of("from", 2, "count", 9));
    assertThat(cellsShown()).containsExactly("3", "4");

    send("edit", Map.of("edition", 1, "row", 3, "column", 0, "value", "x"));
    assertThat(cellsShown()).containsExactly("3", "x");
    assertThat(lastPicture().path("from").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"-5,2,1 2", "3,2,4", "4,2,''", "2147483647,2147483647,''", "0,-1,''", "1,900,2 3 4"})
  void windowIsCutToTheRowsThatThereAre(int from, int count, String shown) {
    load("a\n1\n2\n3\n4");

    send("window", Map.of("from", from, "count", count));

    assertThat(String.join(" ", cellsShown())).isEqualTo(shown);
  }

  @Test
  void windowGoesBackToTheTopWhenThePlacesMeanOtherRows() {
    load("a\n1\n2\n3\n4");
    for (String event : List.of("sort", "filter", "undo")) {
      send("window", Map.of("from", 3, "count", 2));

      send(event, Map.of("edition", 1, "column", 0, "text", "1"));

      assertThat(lastPicture().path("from").asInt()).as(event).isZero();
    }
  }

  @Test
  void editHitsItsRowWhereverItIsShown() {
    load("a\n1\n2\n3");
    send("sort", Map.of("edition", 1, "column", 0));
    send("sort", Map.of("edition", 1, "column", 0));

    send("edit", Map.of("edition", 1, "row", 0, "column", 0, "value", "9"));

    assertThat(lastPicture().path("window").get(0).toString())
        .isEqualTo("{\"row\":0,\"cells\":[\"9\"]}");
  }

  @Test
  void editForAnEarlierTableIsRefused() {
    load("a\n1");
    load("a\n2");

    JsonNode answer = send("edit", Map.of("edition", 1, "row", 0, "column", 0, "value", "9"));

    assertThat(answer.path("ok").asBoolean()).isFalse();
    assertThat(cellsShown()).containsExactly("2");
  }

  @Test
  void appendAddsARowThatCanBeEdited() {
    load("a\n1");

    assertThat(append(1).path("message").asString()).isEqualTo("Row 2 was added.");
    send("edit", Map.of("edition", 1, "row", 1, "column", 0, "value", "2"));

    assertThat(cellsShown()).containsExactly("1", "2");
  }

  @Test
  void appendIsRefusedWithoutATableAndForAnEarlierOne() {
    assertThat(append(0).path("ok").asBoolean()).isFalse();
    load("a\n1");
    load("a\n2");

    assertThat(append(1).path("ok").asBoolean()).isFalse();
    assertThat(cellsShown()).containsExactly("2");
  }

  @Test
  void fullTableTakesNoMoreRows() {
    load("a\n" + "1\n".repeat(Limits.MAX_ROWS));

    assertThat(append(1).path("message").asString()).isEqualTo("The sheet is full.");
  }

  @Test
  void pictureNamesTheNodeThatDrewIt() {
    load("a\n1");

    assertThat(lastPicture().path("node").asString()).isEqualTo("A");
  }

  @Test
  void badCsvLeavesTheSheetAsItIs() {
    load("a\n1");

    JsonNode answer = load("a,b\n\"");

    assertThat(answer.path("ok").asBoolean()).isFalse();
    assertThat(answer.path("message").asString()).startsWith("“test.csv” was not loaded.");
    assertThat(cellsShown()).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource({"1,0,9999999", "1,-1,0", "1,1,0", "1,0,-1", "0,0,0", "2,0,0"})
  void editOutsideTheTableIsRefused(int edition, int row, int column) {
    load("a\n1");

    JsonNode answer =
        send("edit", Map.of("edition", edition, "row", row, "column", column, "value", "9"));

    assertThat(answer.path("ok").asBoolean()).isFalse();
  }

  @Test
  void textThatNoTokenCanHoldIsRefused() {
    load("a\n1");

    assertThat(edit("\ud800").path("ok").asBoolean()).isFalse();
    assertThat(edit("\u0000").path("ok").asBoolean()).isFalse();
    assertThat(edit("x".repeat(Limits.MAX_CELL_CHARS + 1)).path("ok").asBoolean()).isFalse();
    assertThat(cellsShown()).containsExactly("1");
  }

  @Test
  void fullSheetTakesNoMoreText() {
    String longest = "x".repeat(Limits.MAX_CELL_CHARS - 1) + "\n";
    load("a\nx\n" + longest.repeat(199) + "y".repeat(Limits.MAX_CELL_CHARS - 100));

    assertThat(edit("z".repeat(500)).path("message").asString()).contains("The sheet is full.");
    assertThat(edit("z".repeat(200)).path("ok").asBoolean()).isTrue();
    assertThat(edit("z".repeat(100)).path("ok").asBoolean()).isTrue();
  }

  @Test
  void undoSaysWhatItDid() {
    load("a\n1");
    edit("2");

    assertThat(send("undo", Map.of()).path("message").asString())
        .isEqualTo("Undone: a of row 1 is “1”.");
    assertThat(send("undo", Map.of()).path("ok").asBoolean()).isFalse();
    assertThat(send("redo", Map.of()).path("message").asString())
        .isEqualTo("Redone: a of row 1 is “2”.");
  }

  @Test
  void unknownSampleIsRefused() {
    assertThat(send("sample", Map.of("name", "../page/index.html")).path("ok").asBoolean())
        .isFalse();
  }

  private JsonNode load(String csv) {
    return send("load", Map.of("name", "test.csv", "csv", csv));
  }

  private JsonNode append(int edition) {
    return send("append", Map.of("edition", edition));
  }

  private JsonNode edit(String value) {
    return send("edit", Map.of("edition", 1, "row", 0, "column", 0, "value", value));
  }

  private List<String> cellsShown() {
    return lastPicture().path("window").findValues("cells").stream()
        .map(cells -> cells.get(0).asString())
        .toList();
  }

  /** Sends an event, and returns the reply. */
  private JsonNode send(String name, Map<String, ?> data) {
    int before = frames.size();
    n++;
    tab.receive(JSON.valueToTree(Map.of("t", "event", "n", n, "name", name, "data", data)));
    return frames.get(before).path("reply");
  }

  private JsonNode lastPicture() {
    for (int i = frames.size() - 1; i >= 0; i--) {
      if (frames.get(i).has("data")) {
        return frames.get(i).path("data");
      }
    }
    throw new AssertionError("nothing was rendered");
  }
}
