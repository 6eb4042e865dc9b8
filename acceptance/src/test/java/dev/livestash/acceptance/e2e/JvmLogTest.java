package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What the servers of these tests write is looked through for secrets, as what tests log is. */
class JvmLogTest {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Test
  void eachLineIsLogged() {
    Jvm.LOG.addHandler(ear);
    try {
      var unused = Jvm.start(List.of("printf", "one {0}\\nready\\n"), "ready", line -> {});
      assertThat(lines).containsExactly("one {0}", "ready");
    } finally {
      Jvm.LOG.removeHandler(ear);
    }
  }

  /** The net is the server library's, and nothing would be said if it were not found. */
  @Test
  void theNetIsThere() {
    assertThat(Logger.getLogger("").getHandlers())
        .extracting(handler -> handler.getClass().getName())
        .anyMatch(name -> name.startsWith("dev.livestash.SecretsInLogs"));
  }
}
