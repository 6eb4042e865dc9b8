package dev.livestash.acceptance.e2e;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Chromium.class)
class ViewsOnOnePageTest {
  @TempDir Path folder;

  @Test
  void twoOfOneClassLiveEachUnderItsOwnName(Browser browser) {
    try (MiniServer server = MiniServer.in(folder);
        MiniPage page = MiniPage.open(browser, server.url())) {
      page.add("left", 3).add("right", 40).shows("left", 3).shows("right", 40).isKept();
      server.restart();
      page.add("left", 1).add("right", 1).isLive().shows("left", 4).shows("right", 41);
      page.isKept().page.reload();
      page.isLive().shows("left", 4).shows("right", 41);
    }
  }

  @Test
  void whatOnlyTheServerChangesIsKeptToo(Browser browser) {
    try (MiniServer server = MiniServer.in(folder);
        MiniPage page = MiniPage.open(browser, server.url())) {
      for (int i = 1; i <= 50; i++) {
        server.add("counter/left", 1);
      }
      page.shows("left", 50).stores("left", 50, folder.resolve("keys.json"));
      server.restart();
      page.shows("outcome", "restored").shows("left", 50);
    }
  }
}
