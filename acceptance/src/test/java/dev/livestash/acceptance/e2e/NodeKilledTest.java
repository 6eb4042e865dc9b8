package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes behind one address, without stickiness: whichever is killed, the tab goes on. */
@ExtendWith(Chromium.class)
class NodeKilledTest {
  private static final int MAX_RELOADS = 20;
  @TempDir Path folder;

  private DemoProcess start() {
    return DemoProcess.startTwoNodes(folder.resolve("keys.json"));
  }

  @Test
  void theTabOutlivesTheNodeItIsOnEachTime(Browser browser) {
    try (DemoProcess nodes = start();
        SheetPage sheet = SheetPage.open(browser, nodes.url()).click("sample-airports")) {
      String sid = sheet.edit(0, 1, "before").isKept().text("sid");
      for (int kill = 1; kill <= 3; kill++) {
        nodes.kill(sheet.text("node"));
        sheet.edit(kill, 1, "edit " + kill).isLive().isKept();
        sheet.shows("outcome", "restored").shows("sid", sid);
      }
      sheet.cell(0, 1, "before").cell(1, 1, "edit 1").cell(2, 1, "edit 2").cell(3, 1, "edit 3");
      assertThat(sheet.errors()).isEmpty();
    }
  }

  /** The nodes take turns: what loads a page in an even number of requests meets the same again. */
  @Test
  void eitherNodeIsGoodForTheTab(Browser browser) {
    Set<String> met = new HashSet<>();
    try (DemoProcess nodes = start();
        SheetPage sheet = SheetPage.open(browser, nodes.url()).click("sample-airports")) {
      sheet.edit(0, 1, "mine").isKept();
      for (int i = 0; i < MAX_RELOADS && met.size() < 2; i++) {
        met.add(sheet.text("node"));
        if (i % 2 == 1) {
          sheet.page.request().get(nodes.url());
        }
        sheet.reload().cell(0, 1, "mine");
      }
    }
    assertThat(met).containsExactlyInAnyOrder("A", "B");
  }

  @Test
  void theCrashButtonEndsTheNodeThatServesIt(Browser browser) {
    try (DemoProcess nodes = start();
        SheetPage sheet = SheetPage.open(browser, nodes.url()).click("sample-airports")) {
      sheet.edit(0, 1, "before").isKept();
      sheet.click("crash");
      sheet.page.waitForCondition(() -> nodes.log().contains("ended with"));
      sheet.edit(1, 1, "after").isLive().isKept();
      sheet.cell(0, 1, "before").cell(1, 1, "after");
    }
  }
}
