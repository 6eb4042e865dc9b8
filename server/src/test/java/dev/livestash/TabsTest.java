package dev.livestash;

import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tabs of one view, as the application may look for them. */
class TabsTest {
  @TempDir Path folder;

  private final Counter counter = new Counter();

  @SuppressWarnings("NullAway.Init") // set before each test
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.in(folder).mount("counter", counter);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private TestTab tabIn(int room) {
    TestTab tab = server.tab("counter");
    ObjectNode join = newJoin("counter");
    join.putObject("params").put("room", room);
    tab.send(join).expect("joined");
    return tab;
  }

  private LiveStash.Tabs<Counter.State> in(int room) {
    return server
        .stash()
        .tabs(counter)
        .where(tab -> tab.params().path("room").asInt() == room)
        .where(tab -> tab.view().equals("counter"));
  }

  private void setCount(int room, int count) {
    in(room).forEach(tab -> tab.update(state -> new Counter.State(count, state.note())));
  }

  private static int shown(TestTab tab) {
    JsonNode render = tab.last("render");
    return render.get("data").get("count").asInt();
  }

  @Test
  void thoseThatAreMeantAreChanged() {
    LiveStash.Tabs<Counter.State> second = in(2);
    assertThat(second.count()).isZero();
    try (TestTab one = tabIn(1);
        TestTab two = tabIn(2);
        TestTab another = tabIn(2)) {
      assertThat(second.count()).as("asked anew").isEqualTo(2);
      assertThat(server.stash().tabs(counter).count()).isEqualTo(3);
      setCount(2, 7);
      assertThat(shown(two)).isEqualTo(7);
      assertThat(shown(another)).isEqualTo(7);
      setCount(1, 5);
      assertThat(shown(one)).as("the first that it was shown").isEqualTo(5);
    }
  }

  @Test
  void aTabWhoseStateSleepsIsAmongThem() {
    try (TestTab tab = tabIn(1)) {
      JsonNode keep = tab.expect("keep");
      tab.send(kept(keep)).send(frame("hidden"));
      tab.expect("asleep");
      assertThat(in(1).count()).isOne();
      setCount(1, 9);
      tab.expect("needed");
      tab.send(wake(keep));
      assertThat(shown(tab)).isEqualTo(9);
      assertThat(in(1).count()).isOne();
    }
  }

  @Test
  void aViewThatIsNotMountedHasNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.stash().tabs(new Counter()))
        .withMessageContaining("not mounted");
  }
}
