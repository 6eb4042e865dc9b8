package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A tab's base gives way to a new one when it has little in common with the state any more. */
class NewBaseTest {
  private static final int CELLS = 1_000;

  record Cell(String text) {}

  record Sheet(List<Cell> cells) {}

  record Range(int from, int to) {}

  private static final class SheetView extends TestView<Sheet> {
    private final Random random;

    SheetView(Random random) {
      super(
          Sheet.class,
          () -> new Sheet(IntStream.range(0, CELLS).mapToObj(i -> cell(random)).toList()),
          sheet -> sheet.cells().get(sheet.cells().size() - 1).text());
      this.random = random;
    }

    private static Cell cell(Random random) {
      return new Cell(Long.toString(random.nextLong(), 36) + Long.toString(random.nextLong(), 36));
    }

    @Override
    public void handlers(ViewHandlers<Sheet> on) {
      on.on(
              "change",
              Range.class,
              (sheet, range, event) -> {
                List<Cell> cells = new ArrayList<>(sheet.cells());
                cells.subList(range.from(), range.to()).replaceAll(old -> cell(random));
                return new Sheet(List.copyOf(cells));
              })
          .on(
              "keep",
              Range.class,
              (sheet, range, event) ->
                  new Sheet(List.copyOf(sheet.cells().subList(range.from(), range.to()))));
    }
  }

  @TempDir Path folder;
  private int n;

  private TestServer server() {
    return TestServer.in(folder).mount("sheet", new SheetView(new Random(7)));
  }

  private static JsonNode first(TestTab tab) {
    JsonNode keep = tab.joinNew("sheet");
    return keep;
  }

  private JsonNode keepAfter(TestTab tab, String name, int from, int to) {
    JsonNode keep = tab.sendAndKeep(event(++n, name, new Range(from, to)));
    tab.send(TestTab.frame("ping")).expect("pong");
    return keep;
  }

  private static int length(JsonNode keep, String part) {
    return keep.get(part).asString().length();
  }

  @Test
  void aPatchIsAtMostAQuarterOfItsBase() {
    try (TestServer server = server();
        TestTab tab = server.tab("sheet")) {
      JsonNode base = first(tab);
      JsonNode keep = base;
      int patches = 0;
      for (int to = 20; to <= CELLS && keep.get("token").equals(base.get("token")); to += 20) {
        keep = keepAfter(tab, "change", 0, to);
        if (keep.has("patch")) {
          patches++;
          assertThat(length(keep, "patch")).isLessThanOrEqualTo(length(base, "token") / 4);
        }
      }
      // As many patches as there is room for in a quarter of the cells, and then a whole token.
      assertThat(patches).isBetween(8, 14);
      assertThat(keep.has("patch")).isFalse();
      JsonNode next = keepAfter(tab, "change", 0, 1);
      assertThat(next.get("token")).isEqualTo(keep.get("token"));
      assertThat(length(next, "patch")).isLessThan(700);
    }
  }

  @Test
  void patchesTogetherMayGrowByWhatANewBaseCosts() {
    try (TestServer server = server();
        TestTab tab = server.tab("sheet")) {
      JsonNode base = first(tab);
      JsonNode keep = keepAfter(tab, "change", 0, 1);
      int first = length(keep, "patch");
      int growth = 0;
      for (int i = 1; keep.has("patch"); i++) {
        growth += length(keep, "patch") - first;
        keep = keepAfter(tab, "change", i, i + 1);
      }
      // The first patch is about as long as any one is.
      assertThat(growth / (double) length(base, "token")).isBetween(0.9, 1.2);
    }
  }

  @Test
  void aBaseThatIsHardlyUsedAnyMoreIsLetGo() {
    try (TestServer server = server();
        TestTab tab = server.tab("sheet")) {
      JsonNode base = first(tab);
      JsonNode most = keepAfter(tab, "keep", 0, CELLS / 3);
      assertThat(most.get("token")).isEqualTo(base.get("token"));
      JsonNode few = keepAfter(tab, "keep", 0, CELLS / 5);
      assertThat(few.has("patch")).isFalse();
      assertThat(length(few, "token")).isLessThan(length(base, "token") / 4);
      assertThat(keepAfter(tab, "change", 0, 1).get("token")).isEqualTo(few.get("token"));
    }
  }

  @Test
  void alsoOneThatATabHasBrought() {
    JsonNode few;
    try (TestServer server = server();
        TestTab tab = server.tab("sheet")) {
      first(tab);
      few = keepAfter(tab, "keep", 0, CELLS / 3);
      assertThat(few.has("patch")).isTrue();
    }
    try (TestServer server = server();
        TestTab tab = server.tab("sheet")) {
      tab.send(join("sheet", 2, few)).expect("joined");
      JsonNode resumed = tab.expect("keep");
      assertThat(resumed.has("patch")).isTrue();
      tab.send(kept(resumed));
      assertThat(keepAfter(tab, "keep", 0, 5).has("patch")).isFalse();
    }
  }
}
