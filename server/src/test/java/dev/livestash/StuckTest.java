package dev.livestash;

import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.sure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.report.StashListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is cut off again and again is told, with its name and how much of it had come. */
class StuckTest {
  private static final int BYTES = 20_000;

  /** A socket may be found lost a moment after the next one is there, and is no loss then. */
  private static final int MANY = 50;

  @TempDir Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Logs logs = new Logs();

  @SuppressWarnings("NullAway.Init") // by start
  private TestServer server;

  @BeforeEach
  void start() {
    StashListener listener =
        new StashListener() {
          @Override
          public void stuck(String view, String frame, int bytes) {
            told.add(view + " " + frame + " " + bytes);
          }
        };
    server =
        TestServer.in(folder, builder -> builder.listener(listener))
            .mount("counter", new Counter());
  }

  @AfterEach
  void stop() {
    server.close();
    logs.close();
  }

  private MuteSocket socket() {
    return new MuteSocket(server.uri("counter").getPort(), "/counter");
  }

  /** Ends when the server has seen it. */
  private void cutOffJoin() {
    socket().leaveAfterPartOfAText(BYTES);
    while (server.stash().sockets() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aJoinThatIsCutOffIsToldOnceAndAgainOnlyAfterOneHasComeWhole() {
    cutOffJoin();
    cutOffJoin();
    assertThat(told).isEmpty();
    cutOffJoin();
    cutOffJoin();
    assertThat(told).containsExactly("counter join " + BYTES);
    assertThat(logs.lines())
        .filteredOn(line -> line.contains("does not get through"))
        .singleElement()
        .asString()
        .contains("join after " + BYTES + " bytes");
    try (MuteSocket whole = socket()) {
      join(whole, newJoin("counter"));
    }
    cutOffJoin();
    cutOffJoin();
    assertThat(told).hasSize(1);
    cutOffJoin();
    assertThat(told).hasSize(2);
  }

  private JsonNode join(MuteSocket tab, JsonNode join) {
    tab.send(join);
    JsonNode keep = tab.nextText();
    while (!keep.get("t").asString().equals("keep")) {
      keep = tab.nextText();
    }
    return keep;
  }

  @Test
  void anEventThatIsCutOffIsTold() {
    MuteSocket tab = socket();
    JsonNode keep = join(tab, newJoin("counter"));
    tab.send(kept(keep));
    tab.leaveAfterPartOfAText(BYTES);
    for (int attempt = 2; attempt < MANY && told.isEmpty(); attempt++) {
      tab = socket();
      tab.send(kept(join(tab, sure("counter", attempt, keep))));
      tab.leaveAfterPartOfAText(BYTES);
    }
    assertThat(told).containsExactly("counter event " + BYTES);
  }

  @Test
  void aSnapshotThatIsNeverAnsweredIsTold() {
    try (MuteSocket first = socket()) {
      JsonNode keep = join(first, newJoin("counter"));
      first.send(kept(keep)).send(frame("ping"));
      assertThat(first.nextText().get("t").asString()).isEqualTo("pong");
      // Which of them it is told at depends on when the server sees that the tab has gone.
      List<String> sent = new ArrayList<>();
      for (int attempt = 2; attempt < MANY && told.isEmpty(); attempt++) {
        MuteSocket tab = socket();
        JsonNode again = join(tab, sure("counter", attempt, keep));
        sent.add("counter keep " + again.get("token").asString().length());
        tab.leaveAfterPartOfAText(0);
      }
      assertThat(told).hasSize(1).isSubsetOf(sent);
    }
  }
}
