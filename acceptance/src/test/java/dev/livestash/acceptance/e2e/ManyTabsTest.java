package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Chromium.class)
class ManyTabsTest {
  private static final int TABS = 20;
  @TempDir Path folder;

  @Test
  void twentyTabsComeBackAfterOneRestartAndNotAllAtOnce(Browser browser) {
    try (MiniServer server = MiniServer.in(folder);
        BrowserContext context = browser.newContext()) {
      List<MiniPage> tabs = new ArrayList<>();
      for (int i = 0; i < TABS; i++) {
        tabs.add(
            MiniPage.in(context, server.url() + "?one").add("left", i).shows("left", i).isKept());
      }
      server.arrivedAtNanos.clear();
      server.restart();
      for (int i = 0; i < TABS; i++) {
        tabs.get(i).shows("outcome", "restored").shows("left", i).isLive();
      }
      tabs.get(0).page.waitForCondition(() -> server.arrivedAtNanos.size() >= TABS);
      long first = server.arrivedAtNanos.stream().mapToLong(Long::longValue).min().orElseThrow();
      long last = server.arrivedAtNanos.stream().mapToLong(Long::longValue).max().orElseThrow();
      assertThat(Duration.ofNanos(last - first)).isGreaterThan(Duration.ofMillis(100));
    }
  }
}
