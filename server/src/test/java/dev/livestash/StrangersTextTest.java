package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page may put what it likes behind a view's name: no metric has a label of it. */
class StrangersTextTest {
  private static final int TABS = 20;

  @TempDir Path folder;
  private final Set<String> labels = ConcurrentHashMap.newKeySet();

  private final class Labels implements StashListener {
    @Override
    public void attached(String view, String sid, Arrival arrival, Duration took) {
      labels.add("attached " + view);
    }

    @Override
    public void rejected(String view, RejectReason reason) {
      labels.add("rejected " + view);
    }

    @Override
    public void refusedJoin(String view, String asked) {
      labels.add("refusedJoin " + view);
    }

    @Override
    public void refusedEvent(String view, String key, String name, String error, String why) {
      labels.add("refusedEvent " + view + " " + error);
    }

    @Override
    public void committed(String view, String sid, int stateBytes, int tokenBytes, Duration took) {
      labels.add("committed " + view);
    }

    @Override
    public void unprotected(String view, String sid, String why) {
      labels.add("unprotected " + view + " " + why);
    }
  }

  @Test
  void whatAPageNamesItsViewsIsNoLabel() {
    try (TestServer server =
        TestServer.in(folder, builder -> builder.listener(new Labels()))
            .mount("counter", new Counter())) {
      for (int i = 0; i < TABS; i++) {
        visit(server, i);
      }
    }
    assertThat(new TreeSet<>(labels))
        .containsExactly(
            "attached counter",
            "committed counter",
            "refusedEvent counter unknown",
            "refusedJoin counter",
            "rejected counter",
            "unprotected counter quota");
  }

  private static void visit(TestServer server, int i) {
    try (TestTab tab = server.tab("counter");
        TestTab wrong = server.tab("counter")) {
      tab.send(join("counter/x" + i, 1, "x")).expect("joined");
      var keep = tab.expect("keep");
      tab.send(
          TestTab.frame("unkept")
              .put("gen", keep.get("gen").asLong())
              .put("seq", keep.get("seq").asLong())
              .put("why", "quota"));
      tab.send(event(1, "none" + i, i)).last("done");
      wrong.send(join("other" + i, 1, (String) null));
      assertThat(wrong.closeCode()).isEqualTo(4002);
    }
  }
}
