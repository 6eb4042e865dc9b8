package dev.livestash.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.event.LogoutSuccessEvent;

/** What becomes of a logout while the shared fence is away. */
class LogoutRevocationTest {
  private static final Logger LOG = Logger.getLogger(LogoutRevocation.class.getName());

  private final List<String> revoked = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Runnable> due = new ArrayDeque<>();
  private final List<LogRecord> logged = new ArrayList<>();
  private int failures;

  private final LogoutRevocation logouts =
      new LogoutRevocation(
          this::revoke,
          (pause, task) -> {
            pauses.add(pause);
            due.add(task);
          });

  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(ear);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(ear);
  }

  private CompletionStage<Void> revoke(String name) {
    revoked.add(name);
    return failures-- > 0
        ? CompletableFuture.failedFuture(new StoreUnavailableException("away", null))
        : CompletableFuture.completedFuture(null);
  }

  private void logOut() {
    logouts.onApplicationEvent(
        new LogoutSuccessEvent(new TestingAuthenticationToken("alice", "pw", "ROLE_USER")));
  }

  private void runAllDue() {
    for (Runnable next = due.poll(); next != null; next = due.poll()) {
      next.run();
    }
  }

  @Test
  void whatTheFenceDidNotHearItIsToldAgain() {
    failures = 2;
    logOut();
    runAllDue();
    assertThat(revoked).containsExactly("alice", "alice", "alice");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void itIsToldAgainAFewTimesOnly() {
    failures = Integer.MAX_VALUE;
    logOut();
    runAllDue();
    assertThat(revoked).hasSize(6);
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
  }

  @Test
  void theLogSaysSoAndNamesNobody() {
    failures = Integer.MAX_VALUE;
    logOut();
    runAllDue();
    assertThat(logged).hasSize(6).extracting(LogRecord::getLevel).containsOnly(Level.WARNING);
    assertThat(logged)
        .extracting(LogRecord::getMessage)
        .noneMatch(message -> message.contains("alice"))
        .last()
        .asString()
        .contains("were not told of a logout");
  }

  @Test
  void whatIsWellIsSaidOnce() {
    logOut();
    assertThat(revoked).containsExactly("alice");
    assertThat(due).isEmpty();
    assertThat(logged).isEmpty();
  }

  @Test
  void itEndsWithTheApplication() {
    failures = Integer.MAX_VALUE;
    logOut();
    logouts.close();
    runAllDue();
    assertThat(revoked).containsExactly("alice");
  }
}
