package dev.livestash.acceptance.e2e;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes are deployed one after the other, with another shape of the state and another key, in
 * both directions, while somebody works.
 */
@ExtendWith(Chromium.class)
class RollingDeployTest {
  @TempDir Path folder;

  private DemoProcess nodes(String release) {
    return DemoProcess.startTwoNodes(folder.resolve("keys.json"), "--release", release);
  }

  private static void deploy(SheetPage sheet, Work work, String release) {
    sheet.click("deploy").shows("doing", "deploying release " + release);
    while (!sheet.text("doing").isEmpty()) {
      work.step();
    }
    sheet.shows("node-A", "Node Arelease " + release + "Kill");
    sheet.shows("node-B", "Node Brelease " + release + "Kill");
  }

  private static void rotate(SheetPage sheet, Work work) {
    String before = sheet.text("key");
    sheet.click("rotate");
    while (sheet.text("key").equals(before) || !sheet.text("doing").isEmpty()) {
      work.step();
    }
  }

  @Test
  void theStateIsMigratedAndSealedWithTheNewKey(Browser browser) {
    try (DemoProcess nodes = nodes("1");
        SheetPage sheet = SheetPage.open(browser, nodes.url())) {
      Work work = Work.in(sheet).step();
      rotate(sheet, work);
      deploy(sheet, work, "2");
      rotate(sheet, work);
      work.isComplete();
      sheet.shows("outcome", "restored");
    }
  }

  @Test
  void aRollbackKeepsTheNewerStateUntilItsReleaseIsBack(Browser browser) {
    try (DemoProcess nodes = nodes("2");
        SheetPage sheet = SheetPage.open(browser, nodes.url())) {
      Work work = Work.in(sheet).step().isComplete();
      sheet.click("deploy").shows("node-A", "Node Arelease 1Kill");
      sheet.shows("node-B", "Node Brelease 1Kill").shows("doing", "");
      sheet.isLive().saying("newer release");

      sheet.click("deploy").shows("node-A", "Node Arelease 2Kill");
      sheet.shows("node-B", "Node Brelease 2Kill").shows("doing", "");
      sheet.shows("outcome", "restored");
      work.isComplete().step().isComplete();
    }
  }
}
