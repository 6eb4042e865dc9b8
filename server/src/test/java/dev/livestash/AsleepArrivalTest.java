package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static dev.livestash.TestTab.sure;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.settings.Admission;
import dev.livestash.view.Context;
import dev.livestash.view.Rewind;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tab that comes back while its page shows what it would be shown again. */
class AsleepArrivalTest {
  private static final String RELEASE = "1.4.2";

  @TempDir Path folder;

  record Sum(int sum, String text) {
    Sum plus(int more) {
      return new Sum(sum + more, text);
    }
  }

  /** Adds numbers up. */
  private static class Adder extends TestView<Sum> {
    Adder(String text) {
      super(Sum.class, () -> new Sum(0, text), Sum::sum);
    }

    Adder() {
      this("short");
    }

    @Override
    public void handlers(ViewHandlers<Sum> on) {
      on.on(
          "add",
          Integer.class,
          (state, more, event) -> {
            event.reply(more);
            return state.plus(more);
          });
      on.on(
          "join",
          (state, event) -> {
            assertThat(event.context().join("sums")).isTrue();
            return state.plus(1);
          });
      on.message("added", Integer.class, (state, more, message) -> state.plus(more));
    }
  }

  private TestServer server(Adder view, UnaryOperator<LiveStashBuilder> configure) {
    return TestServer.in(
            folder, builder -> configure.apply(builder.checkStates(false).release(RELEASE)))
        .mount("adder", view);
  }

  private TestServer server() {
    return server(new Adder(), builder -> builder);
  }

  /** Adds 1 and 2 in a new tab, and returns what that holds then. */
  private static JsonNode worked(TestServer server) {
    try (TestTab tab = server.tab("adder")) {
      tab.send(newJoin("adder").put("patches", true)).expect("joined");
      tab.send(kept(tab.expect("keep")));
      tab.sendAndKeep(event(1, "add", 1));
      JsonNode held = tab.sendAndKeep(event(2, "add", 2));
      tab.send(frame("ping")).last("pong");
      return held;
    }
  }

  private JsonNode held() {
    try (TestServer gone = server()) {
      return worked(gone);
    }
  }

  private static ObjectNode back(JsonNode held, boolean shows) {
    return sure("adder", held.get("gen").asLong() + 1, held)
        .put("patches", true)
        .put("shows", shows);
  }

  private static ObjectNode back(JsonNode held) {
    return back(held, true);
  }

  /** The server has once bound what is brought. */
  private static void bind(TestServer server, JsonNode held) {
    try (TestTab other = server.tab("adder")) {
      JsonNode joined = other.send(back(held).put("fork", true)).expect("joined");
      assertThat(outcome(joined)).isEqualTo("forked");
    }
  }

  private static void isShownAgain(TestServer server, ObjectNode join) {
    try (TestTab tab = server.tab("adder")) {
      JsonNode joined = tab.send(join).expect("joined");
      assertThat(outcome(joined)).isEqualTo("restored");
      assertThat(joined.has("check")).isFalse();
      assertThat(joined.get("data").asInt()).isEqualTo(3);
    }
  }

  /** An empty patch of what its page shows. */
  private static void isTheSame(JsonNode joined) {
    assertThat(joined.get("data").isObject()).isTrue();
    assertThat(joined.get("data").isEmpty()).isTrue();
    assertThat(joined.get("check").intValue()).isZero();
  }

  private static JsonNode comesAsleep(TestTab tab, ObjectNode join) {
    JsonNode joined = tab.send(join).expect("joined");
    assertThat(outcome(joined)).isEqualTo("restored");
    isTheSame(joined);
    assertThat(joined.get("seen").asLong()).isEqualTo(2);
    JsonNode keep = tab.expect("keep");
    assertThat(keep.get("gen")).isEqualTo(joined.get("gen"));
    JsonNode asleep = tab.expect("asleep");
    assertThat(asleep.get("seq")).isEqualTo(keep.get("seq"));
    return keep;
  }

  @Test
  void itsStateStaysWithItUntilItIsNeeded() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      try (TestTab tab = server.tab("adder")) {
        JsonNode keep = comesAsleep(tab, back(held));
        tab.send(kept(keep)).send(wake(keep)).send(event(3, "add", 4));
        assertThat(tab.expect("done").get("reply").asInt()).isEqualTo(4);
        JsonNode render = tab.expect("render");
        assertThat(render.get("data").asInt()).isEqualTo(7);
        assertThat(render.get("seen").asLong()).isEqualTo(3);
        assertThat(tab.expect("keep").get("seen").asLong()).isEqualTo(3);
      }
    }
  }

  @Test
  void soItComesBackAgainAndAgain() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
    }
    for (int i = 0; i < 3; i++) {
      try (TestServer server = server();
          TestTab tab = server.tab("adder")) {
        bind(server, held);
        held = comesAsleep(tab, back(held));
        tab.send(kept(held)).send(frame("ping")).expect("pong");
      }
    }
  }

  @Test
  void soItDoesAfterItsStateWasHere() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      JsonNode later;
      try (TestTab tab = server.tab("adder")) {
        JsonNode keep = comesAsleep(tab, back(held));
        tab.send(kept(keep)).send(wake(keep));
        later = tab.sendAndKeep(event(3, "add", 0));
        tab.send(frame("ping")).expect("pong");
      }
      try (TestServer other = server()) {
        bind(other, later);
        try (TestTab tab = other.tab("adder")) {
          JsonNode joined = tab.send(back(later)).expect("joined");
          isTheSame(joined);
        }
      }
    }
  }

  @Test
  void noOlderTokenPassesOnceItsAnswerHasCome() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      JsonNode keep;
      try (TestTab tab = server.tab("adder")) {
        keep = comesAsleep(tab, back(held));
        tab.send(kept(keep)).send(frame("ping")).expect("pong");
      }
      try (TestTab late = server.tab("adder")) {
        JsonNode joined =
            late.send(back(held).put("attempt", keep.get("gen").asLong() + 9)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("forked");
        assertThat(joined.get("reason").asString()).isEqualTo("stale");
      }
    }
  }

  @Test
  void aTabThatCouldNotStoreItsTokenIsAskedForItsState() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      try (TestTab tab = server.tab("adder")) {
        JsonNode keep = comesAsleep(tab, back(held));
        tab.send(
            frame("unkept")
                .put("gen", keep.get("gen").asLong())
                .put("seq", keep.get("seq").asLong())
                .put("why", "quota"));
        tab.expect("needed");
        assertThat(tab.send(wake(keep)).expect("unprotected").get("why").asString())
            .isEqualTo("quota");
        assertThat(tab.send(event(3, "add", 4)).expect("done").get("reply").asInt()).isEqualTo(4);
      }
    }
  }

  @Test
  void aTabThatBringsAnOlderTokenJoinsAgain() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      try (TestTab tab = server.tab("adder")) {
        comesAsleep(tab, back(held));
        tab.send(wake(held)).sendUnlessClosed(event(3, "add", 4)).expect("bye");
        assertThat(tab.closeCode()).isEqualTo(1012);
      }
      isShownAgain(server, back(held, false).put("attempt", 99));
    }
  }

  /** As a browser does that was killed before it had stored what its page was given. */
  @Test
  void itsSessionStandsForTheTokenThatItCameWith() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      try (TestTab tab = server.tab("adder")) {
        JsonNode keep = comesAsleep(tab, back(held));
        tab.send(kept(keep)).send(wake(keep));
        tab.sendAndKeep(event(3, "add", 4));
        tab.send(frame("ping")).expect("pong");
      }
      try (TestTab restored = server.tab("adder")) {
        JsonNode joined = restored.send(back(held).put("attempt", 99)).expect("joined");
        assertThat(outcome(joined)).isEqualTo("adopted");
        assertThat(joined.get("seen").asLong()).isEqualTo(3);
        assertThat(joined.get("data").asInt()).isEqualTo(7);
      }
    }
  }

  @Test
  void whatItHadJoinedBeforeItHasNotJoined() {
    JsonNode held = held();
    try (TestServer server = server();
        TestTab before = server.tab("adder")) {
      assertThat(outcome(before.send(back(held)).expect("joined"))).isEqualTo("restored");
      before.send(kept(before.expect("keep")));
      JsonNode newest = before.sendAndKeep(event(3, "join", null));
      before.send(frame("hidden")).expect("asleep");
      server.stash().publish("sums", "added", 5);
      before.expect("needed");
      try (TestTab tab = server.tab("adder")) {
        isTheSame(tab.send(back(newest)).expect("joined"));
        JsonNode keep = tab.expect("keep");
        tab.send(kept(keep)).expect("asleep");
        // What came before is done to the one that comes.
        tab.expect("needed");
        tab.send(wake(keep));
        assertThat(tab.expect("render").get("data").asInt()).isEqualTo(9);
        tab.send(kept(tab.expect("keep")));
        server.stash().publish("sums", "added", 6);
        tab.send(frame("ping")).expect("pong");
        assertThat(tab.received()).isEmpty();
      }
    }
  }

  @Test
  void aServerThatHasNeverBoundItBindsItFirst() {
    JsonNode held = held();
    try (TestServer server = server()) {
      isShownAgain(server, back(held));
    }
  }

  @Test
  void anotherReleaseShowsItAnew() {
    JsonNode held = held();
    try (TestServer server = server(new Adder(), builder -> builder.release("1.4.3"))) {
      bind(server, held);
      isShownAgain(server, back(held));
    }
  }

  @Test
  void soDoesOneWithoutAName() {
    try (TestServer server =
        TestServer.in(
            folder,
            builder ->
                builder.checkStates(false).times(times -> times.withLinger(Duration.ZERO)))) {
      JsonNode held = worked(server.mount("adder", new Adder()));
      bind(server, held);
      awaitEnd(server);
      isShownAgain(server, back(held));
    }
  }

  @Test
  void soIsOneOfSomebodyWhoMayDoSomethingElse() {
    UnaryOperator<LiveStashBuilder> byRole =
        builder ->
            builder
                .times(times -> times.withLinger(Duration.ZERO))
                .admit(
                    exchange ->
                        Admission.as("ann")
                            .with("role", exchange.getRequestHeaders().getFirst("Role")));
    try (TestServer server = server(new Adder(), byRole)) {
      JsonNode held;
      try (TestTab tab = as("editor", server)) {
        tab.send(newJoin("adder").put("patches", true)).expect("joined");
        tab.send(kept(tab.expect("keep")));
        tab.sendAndKeep(event(1, "add", 1));
        held = tab.sendAndKeep(event(2, "add", 2));
        tab.send(frame("ping")).expect("pong");
      }
      awaitEnd(server);
      try (TestTab tab = as("editor", server)) {
        tab.send(back(held).put("fork", true)).expect("joined");
      }
      awaitEnd(server);
      try (TestTab tab = as("reader", server)) {
        assertThat(tab.send(back(held)).expect("joined").has("check")).isFalse();
      }
      awaitEnd(server);
      try (TestTab tab = as("editor", server)) {
        isTheSame(tab.send(back(held).put("attempt", 99)).expect("joined"));
      }
    }
  }

  private static TestTab as(String role, TestServer server) {
    return new TestTab(server.uri("adder"), Optional.of("livestash.v1"), Map.of("Role", role));
  }

  private static void awaitEnd(TestServer server) {
    StashingTest.await(() -> server.instances() == 0);
  }

  @Test
  void aPageThatShowsSomethingElseIsGivenThis() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      isShownAgain(server, back(held, false));
    }
  }

  @Test
  void soIsOneWithOtherParameters() {
    JsonNode held = held();
    try (TestServer server = server()) {
      bind(server, held);
      ObjectNode join = back(held);
      join.putObject("params").put("theme", "dark");
      isShownAgain(server, join);
    }
  }

  @Test
  void soIsOneWhoseEventWasRefusedAndMayNotKnowIt() {
    JsonNode held;
    try (TestServer gone = server();
        TestTab tab = gone.tab("adder")) {
      tab.send(newJoin("adder").put("patches", true)).expect("joined");
      tab.send(kept(tab.expect("keep")));
      tab.sendAndKeep(event(1, "add", 3));
      held = tab.send(event(2, "multiply", 2)).last("keep");
    }
    try (TestServer server = server()) {
      bind(server, held);
      isShownAgain(server, back(held));
    }
  }

  @Test
  void soIsOneWhoseTokenIsLong() {
    String noise =
        new Random(1)
            .ints(200_000, 'a', 'z')
            .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
            .toString();
    JsonNode held;
    try (TestServer gone = server(new Adder(noise), builder -> builder)) {
      held = worked(gone);
    }
    assertThat(held.get("token").asString().length()).isGreaterThan(128 << 10);
    try (TestServer server = server()) {
      bind(server, held);
      isShownAgain(server, back(held));
    }
  }

  private static final class Attached extends Adder {
    @Override
    public void attached(Sum state, Context<Sum> context) {}
  }

  private static final class Sleepless extends Adder {
    @Override
    public boolean sleeps() {
      return false;
    }
  }

  private static final class Refusing extends Adder {
    @Override
    public Rewind rewind() {
      return Rewind.REFUSE;
    }
  }

  @Test
  void soAreThoseOfAViewThatHasToBeThere() {
    for (Adder view : List.of(new Attached(), new Sleepless(), new Refusing())) {
      JsonNode held;
      JsonNode other;
      try (TestServer gone = server(view, builder -> builder)) {
        held = worked(gone);
        other = worked(gone);
      }
      try (TestServer server = server(view, builder -> builder)) {
        isShownAgain(server, back(other, false));
        isShownAgain(server, back(held));
      }
    }
  }

  @Test
  void soAreThoseInDevelopment() {
    try (TestServer gone = server(new Adder(), builder -> builder.checkStates(true));
        TestServer server = server(new Adder(), builder -> builder.checkStates(true))) {
      JsonNode held = worked(gone);
      bind(server, held);
      isShownAgain(server, back(held));
    }
  }
}
