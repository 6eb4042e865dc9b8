package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** The type of a view's states, from the mount to the restore. */
class StateTypeTest {
  @TempDir Path folder;

  private LiveStash stash() {
    return LiveStash.builder()
        .keys(KeyRing.development(folder.resolve("keys.json")))
        .times(times -> times.withKeyReloadInterval(Duration.ZERO))
        .build();
  }

  private TestServer server(View<?> view) {
    return new TestServer(KeyRing.development(folder.resolve("keys.json")), builder -> builder)
        .mount("view", view);
  }

  /** A view that shows its state, and adds to it what it is told. */
  private abstract static class Showing<S> implements View<S> {
    private final Type type;

    Showing(Type type) {
      this.type = type;
    }

    @Override
    public Type stateType() {
      return type;
    }

    @Override
    public void handlers(ViewHandlers<S> on) {}

    @Override
    public Object render(S state, Context<S> context) {
      return String.valueOf(state);
    }
  }

  private static final class Diary extends Showing<Map<LocalDate, List<String>>> {
    Diary(Type type) {
      super(type);
    }

    @Override
    public Map<LocalDate, List<String>> first(Context<Map<LocalDate, List<String>>> context) {
      return Map.of();
    }

    @Override
    public void handlers(ViewHandlers<Map<LocalDate, List<String>>> on) {
      on.on("note", String.class, (state, note, event) -> noted(state, note));
    }

    private static Map<LocalDate, List<String>> noted(
        Map<LocalDate, List<String>> state, String note) {
      Map<LocalDate, List<String>> next = new TreeMap<>(state);
      List<String> notes = new ArrayList<>(next.getOrDefault(LocalDate.EPOCH, List.of()));
      notes.add(note);
      next.put(LocalDate.EPOCH, notes);
      return next;
    }
  }

  private static final TypeReference<Map<LocalDate, List<String>>> DIARY = new TypeReference<>() {};

  @Test
  void aTypeWithArgumentsComesBackOnAnotherServerAsItWas() {
    JsonNode held;
    try (TestServer server = server(new Diary(DIARY.getType()));
        TestTab tab = server.tab("view")) {
      tab.send(newJoin("view")).expect("joined");
      tab.send(kept(tab.expect("keep"))).send(event(1, "note", "a"));
      held = tab.last("keep");
    }
    try (TestServer server = server(new Diary(DIARY.getType()));
        TestTab tab = server.tab("view")) {
      JsonNode joined = tab.send(join("view", 2, held)).expect("joined");
      assertThat(joined.get("outcome").asString()).isEqualTo("restored");
      tab.send(event(2, "note", "b"));
      assertThat(tab.last("render").get("data").asString()).isEqualTo("{1970-01-01=[a, b]}");
    }
  }

  @Test
  void aClassThatHasLostItsArgumentsIsRefused() {
    assertThatThrownBy(() -> stash().mount("diary", new Diary(Map.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("diary")
        .hasMessageContaining("new TypeReference<")
        .hasMessageContaining("LocalDate");
  }

  @Test
  void anotherTypeThanTheViewsIsRefused() {
    assertThatThrownBy(() -> stash().mount("diary", new Diary(String.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stateType() is java.lang.String");
  }

  record Job(List<Runnable> steps) {}

  private static final class Jobs extends Showing<Job> {
    Jobs() {
      super(Job.class);
    }

    @Override
    public Job first(Context<Job> context) {
      return new Job(List.of());
    }
  }

  @Test
  void aTypeThatCannotBeReadFailsTheMountWithItsPath() {
    assertThatThrownBy(() -> stash().mount("jobs", new Jobs()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The state of jobs cannot be kept: at /steps/*, java.lang.Runnable");
  }

  private static final class Nothing extends Showing<String> {
    private @Nullable Context<String> context;

    Nothing() {
      super(String.class);
    }

    @Override
    @SuppressWarnings("NullAway") // a mistake of the application's
    public String first(Context<String> tab) {
      context = tab;
      return tab.params().has("null") ? null : "first";
    }
  }

  @Test
  void aNullFirstStateIsRefusedInASentence() {
    try (Logs logs = new Logs();
        TestServer server = server(new Nothing());
        TestTab tab = server.tab("view")) {
      JsonNode join = newJoin("view");
      ((tools.jackson.databind.node.ObjectNode) join.get("params")).put("null", true);
      tab.send(join);
      assertThat(tab.closeCode()).isEqualTo(1011);
      assertThat(String.join("\n", logs.lines())).contains("first() of view returned null");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // a mistake of the application's
  void aChangeFromOutsideToNullIsRefusedInASentenceAndTheStateStays() {
    Nothing view = new Nothing();
    try (Logs logs = new Logs();
        TestServer server = server(view);
        TestTab tab = server.tab("view")) {
      tab.send(newJoin("view")).expect("joined");
      tab.send(kept(tab.expect("keep")));
      java.util.Objects.requireNonNull(view.context).update(state -> null);
      view.context.update(state -> state + "!");
      assertThat(tab.last("render").get("data").asString()).isEqualTo("first!");
      assertThat(String.join("\n", logs.lines())).contains("A change returned null");
    }
  }

  private static final class Large extends Showing<Long> {
    Large() {
      super(Long.class);
    }

    @Override
    public Long first(Context<Long> context) {
      return Long.MAX_VALUE;
    }

    @Override
    public Object render(Long state, Context<Long> context) {
      return Map.of("id", state);
    }
  }

  @Test
  void aNumberThatTheBrowserDoesNotHoldIsSaidOnceInDevelopment() {
    try (Logs logs = new Logs();
        TestServer server = server(new Large())) {
      for (int i = 0; i < 2; i++) {
        try (TestTab tab = server.tab("view")) {
          tab.send(newJoin("view")).expect("joined");
        }
      }
      assertThat(logs.lines())
          .filteredOn(line -> line.contains("the number"))
          .singleElement()
          .asString()
          .startsWith("view: the number 9223372036854775807 at /data/id of joined");
    }
  }
}
