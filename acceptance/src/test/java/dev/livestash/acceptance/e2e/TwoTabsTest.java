package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Chromium.class)
class TwoTabsTest {
  @TempDir Path folder;

  @Test
  void twoTabsWithDifferentEditsNeverMix(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage left = SheetPage.open(browser, server.url())) {
      SheetPage right = left.anotherTab(server.url());
      left.click("sample-airports").edit(0, 1, "left");
      right.click("sample-airports").edit(0, 1, "right");
      assertThat(left.text("sid")).isNotEqualTo(right.text("sid"));
      server.kill();
      left.edit(1, 1, "left while down");
      right.edit(1, 1, "right while down");
      server.restart();
      left.isLive().shows("outcome", "restored").cell(0, 1, "left").cell(1, 1, "left while down");
      right.isLive().shows("outcome", "restored").cell(0, 1, "right");
      right.cell(1, 1, "right while down");
      left.reload().cell(0, 1, "left").cell(1, 1, "left while down");
    }
  }
}
