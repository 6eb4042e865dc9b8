package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.render.RenderPatch;
import dev.livestash.view.Rewind;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Renders as patches, on a real socket, of a tab that puts them together. */
class PatchedRendersTest {
  private static final int ROWS = 500;

  @TempDir Path folder;

  record Rows(List<String> rows) {
    Rows with(int at, String text) {
      List<String> changed = new ArrayList<>(rows);
      changed.set(at, text);
      return new Rows(List.copyOf(changed));
    }
  }

  /** A sheet of short texts. */
  private static final class Sheet extends TestView<Rows> {
    private final Rewind rewind;

    Sheet(Function<List<String>, Object> picture, Rewind rewind) {
      super(
          Rows.class,
          () -> new Rows(IntStream.range(0, ROWS).mapToObj(i -> "row " + i).toList()),
          state -> picture.apply(state.rows()));
      this.rewind = rewind;
    }

    @Override
    public Rewind rewind() {
      return rewind;
    }

    @Override
    public void handlers(ViewHandlers<Rows> on) {
      on.on(
          "set",
          Integer.class,
          (state, row, event) -> state.with(row, "changed in " + event.key()));
    }
  }

  /** Reads frames up to the next render, and puts it together with the one before. */
  private static JsonNode next(MuteSocket tab, JsonNode before) {
    JsonNode frame = tab.nextText();
    while (!frame.get("t").asString().equals("render")) {
      frame = tab.nextText();
    }
    JsonNode data = frame.get("data");
    if (!frame.has("check")) {
      return data;
    }
    JsonNode made = RenderPatch.apply(before, data);
    int check = frame.get("check").intValue();
    assertThat(check).isIn(0, RenderPatch.checkOf(made));
    assertThat(frame.toString()).hasSizeLessThan(200);
    return made;
  }

  private JsonNode join(MuteSocket tab) {
    return tab.send(newJoin("view").put("patches", true)).nextText().get("data");
  }

  private void editsArrive(Sheet view, int events) {
    editsArrive(view, events, true);
  }

  private TestServer server(boolean inDevelopment) {
    return TestServer.in(folder, builder -> builder.checkStates(inDevelopment));
  }

  private void editsArrive(Sheet view, int events, boolean inDevelopment) {
    try (TestServer server = server(inDevelopment).mount("view", view);
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      JsonNode shown = join(tab);
      for (int n = 1; n <= events; n++) {
        tab.send(event(n, "set", 7 * n % ROWS));
        shown = next(tab, shown);
        JsonNode row =
            shown.isArray() ? shown.get(7 * n % ROWS) : shown.get("rows").get(7 * n % ROWS);
        assertThat(row.toString()).contains("/" + n);
      }
    }
  }

  @Test
  void aChangeCostsWhatHasChanged() {
    editsArrive(new Sheet(rows -> rows, Rewind.FORK), 80);
  }

  @Test
  void soItDoesWhereTheRenderIsMadeAnew() {
    record Row(String text) {}
    Function<List<String>, Object> mapped =
        rows -> Map.of("rows", rows.stream().map(Row::new).toList(), "count", rows.size());
    editsArrive(new Sheet(mapped, Rewind.FORK), 40);
  }

  @Test
  void aTabThatDoesNotAskForThemHasWholeOnes() {
    try (TestServer server = TestServer.in(folder).mount("view", new Sheet(r -> r, Rewind.FORK));
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      tab.send(newJoin("view")).nextText();
      assertThat(next(tab.send(event(1, "set", 3)), NullNode.getInstance()).size()).isEqualTo(ROWS);
    }
  }

  @Test
  void oneThatIsTakenInPlaceOfAnotherThatWaitsIsAgainstWhatTheTabHas() {
    String large = "x".repeat(300_000);
    Function<List<String>, Object> picture = rows -> List.of(rows, large + rows.get(1));
    try (TestServer server = TestServer.in(folder).mount("view", new Sheet(picture, Rewind.FORK));
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      JsonNode shown = join(tab);
      int events = 60;
      for (int n = 1; n <= events; n++) {
        tab.send(event(n, "set", n % 3));
      }
      while (!shown.get(0).get(events % 3).asString().endsWith("/" + events)) {
        shown = next(tab, shown);
      }
      assertThat(shown.get(1).asString()).isEqualTo(large + shown.get(0).get(1).asString());
    }
  }

  /** What an application does wrong is said, and shown rightly all the same. */
  @Test
  void anObjectThatIsChangedInPlaceIsShownAndSaid() {
    List<String> kept = new ArrayList<>();
    Function<List<String>, Object> picture =
        rows -> {
          kept.clear();
          kept.addAll(rows);
          return kept;
        };
    try (Logs logs = new Logs()) {
      editsArrive(new Sheet(picture, Rewind.FORK), 3);
      assertThat(logs.lines()).filteredOn(line -> line.contains("changed in place")).hasSize(1);
    }
  }

  /** As of a reservation that runs out. */
  static final class Ticking {
    private final List<String> rows;
    private final AtomicInteger clock;

    Ticking(List<String> rows, AtomicInteger clock) {
      this.rows = rows;
      this.clock = clock;
    }

    public List<String> getRows() {
      return rows;
    }

    public int getSecondsLeft() {
      return clock.get();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGetterThatReadsTheClockIsFoundOutAndShownRightly(boolean inDevelopment) {
    AtomicInteger clock = new AtomicInteger(1000);
    Sheet view = new Sheet(rows -> new Ticking(rows, clock), Rewind.FORK);
    try (Logs logs = new Logs();
        TestServer server = server(inDevelopment).mount("view", view);
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      JsonNode shown = join(tab);
      for (int n = 1; n <= 4; n++) {
        int left = clock.decrementAndGet();
        shown = next(tab.send(event(n, "set", n)), shown);
        assertThat(shown.get("secondsLeft").intValue()).isEqualTo(left);
      }
      assertThat(logs.lines()).filteredOn(line -> line.contains("read a clock")).hasSize(1);
    }
  }

  /** A view of which many join first is on probation as long as any other. */
  @Test
  void soItIsByTheSecondPatchWhereManyHaveJoined() {
    AtomicInteger clock = new AtomicInteger(1000);
    Sheet view = new Sheet(rows -> new Ticking(rows, clock), Rewind.FORK);
    try (Logs logs = new Logs();
        TestServer server = server(false).mount("view", view)) {
      for (int i = 0; i < 20; i++) {
        try (MuteSocket other = new MuteSocket(server.port(), "/view")) {
          join(other);
        }
      }
      try (MuteSocket tab = new MuteSocket(server.port(), "/view")) {
        JsonNode shown = join(tab);
        shown = next(tab.send(event(1, "set", 1)), shown);
        clock.decrementAndGet();
        shown = next(tab.send(event(2, "set", 2)), shown);
        assertThat(shown.get("secondsLeft").intValue()).isEqualTo(999);
      }
      assertThat(logs.lines()).filteredOn(line -> line.contains("read a clock")).hasSize(1);
    }
  }

  /** Renders that are too small for patches are not what it is of. */
  @Test
  void soItIsWhereRendersAreSmallAtFirst() {
    AtomicInteger clock = new AtomicInteger(1000);
    Function<List<String>, Object> picture =
        rows -> new Ticking(rows.get(1).contains("/") ? rows : rows.subList(0, 3), clock);
    try (Logs logs = new Logs();
        TestServer server = server(false).mount("view", new Sheet(picture, Rewind.FORK));
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      JsonNode shown = join(tab);
      int small = 80;
      for (int n = 1; n <= small; n++) {
        shown = next(tab.send(event(n, "set", 0)), shown);
      }
      shown = next(tab.send(event(small + 1, "set", 1)), shown);
      clock.decrementAndGet();
      shown = next(tab.send(event(small + 2, "set", 2)), shown);
      assertThat(shown.get("secondsLeft").intValue()).isEqualTo(999);
      assertThat(logs.lines()).filteredOn(line -> line.contains("read a clock")).hasSize(1);
    }
  }

  record Streamed(Stream<String> rows) {}

  static List<Function<List<String>, Object>> streams() {
    return List.of(
        rows -> new Streamed(rows.stream()),
        rows -> Map.of("rows", rows.stream()),
        rows -> Map.of("rows", rows.iterator()),
        List::stream,
        List::iterator);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void whatCanBeWrittenOnlyOnceIsSentWhole(Function<List<String>, Object> picture) {
    editsArrive(new Sheet(picture, Rewind.FORK), 3, true);
    try (Logs logs = new Logs(Level.INFO)) {
      editsArrive(new Sheet(picture, Rewind.FORK), 3, false);
      assertThat(logs.lines()).filteredOn(line -> line.contains("only once")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void soItIsWhereItIsNotThereAtFirst(boolean inDevelopment) {
    Function<List<String>, Object> picture =
        rows ->
            rows.get(7).contains("/")
                ? Map.of("rows", rows, "more", List.of(rows.stream().limit(3)))
                : Map.of("rows", rows);
    try (TestServer server = server(inDevelopment).mount("view", new Sheet(picture, Rewind.FORK));
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      JsonNode shown = join(tab);
      for (int n = 1; n <= 3; n++) {
        shown = next(tab.send(event(n, "set", 7)), shown);
        assertThat(shown.get("more").get(0).size()).isEqualTo(3);
        assertThat(shown.get("rows").get(7).asString()).endsWith("/" + n);
      }
    }
  }

  @Test
  void whatIsWithheldUntilItIsKeptIsWhole() {
    try (TestServer server = TestServer.in(folder).mount("view", new Sheet(r -> r, Rewind.REFUSE));
        MuteSocket tab = new MuteSocket(server.port(), "/view")) {
      JsonNode shown = join(tab);
      JsonNode keep = tab.nextText();
      assertThat(shown.size()).isEqualTo(ROWS);
      assertThat(keep.get("t").asString()).isEqualTo("keep");
    }
  }
}
