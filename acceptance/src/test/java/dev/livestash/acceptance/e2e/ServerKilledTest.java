package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main job: a real server is killed, a real browser goes on. */
@ExtendWith(Chromium.class)
class ServerKilledTest {
  @TempDir Path folder;

  private DemoProcess start() {
    return DemoProcess.start(folder.resolve("keys.json"));
  }

  private static SheetPage withThreeEdits(Browser browser, DemoProcess server) {
    return SheetPage.open(browser, server.url())
        .click("sample-airports")
        .cell(0, 0, "00M")
        .edit(0, 1, "first")
        .edit(1, 1, "second")
        .edit(2, 1, "third");
  }

  private static void hasThreeEdits(SheetPage sheet) {
    sheet.cell(0, 1, "first").cell(1, 1, "second").cell(2, 1, "third");
  }

  @Test
  void threeEditsSurviveAndUndoStillWorks(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = withThreeEdits(browser, server)) {
      String sid = sheet.text("sid");
      server.kill();
      server.restart();
      sheet.isLive().shows("outcome", "restored").shows("sid", sid);
      hasThreeEdits(sheet);
      sheet.click("undo").cell(2, 1, "Meadow Lake");
      sheet.cell(1, 1, "second").click("redo").cell(2, 1, "third");
      assertThat(sheet.errors()).isEmpty();
    }
  }

  @Test
  void threeEditsSurviveAReloadAfterTheKill(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = withThreeEdits(browser, server)) {
      server.kill();
      sheet.leave();
      server.restart();
      sheet.comeBack(server.url()).shows("outcome", "restored");
      hasThreeEdits(sheet);
      sheet.click("undo").cell(2, 1, "Meadow Lake");
    }
  }

  @Test
  void aCellEditedWhileTheServerWasDownIsThereOnce(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = withThreeEdits(browser, server)) {
      sheet.isKept();
      server.kill();
      sheet.edit(3, 1, "typed while down");
      server.restart();
      sheet.isLive().shows("outcome", "restored").isKept();
      hasThreeEdits(sheet);
      sheet.cell(3, 1, "typed while down").click("undo").cell(3, 1, "Perry-Warsaw");
      hasThreeEdits(sheet);
    }
  }

  @Test
  void aCellEditedWhileTheServerWasDownSurvivesAReloadToo(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = withThreeEdits(browser, server)) {
      sheet.isKept();
      server.kill();
      sheet.edit(3, 1, "typed while down");
      sheet.leave();
      server.restart();
      sheet.comeBack(server.url()).shows("outcome", "restored");
      hasThreeEdits(sheet);
      sheet.cell(3, 1, "typed while down");
    }
  }

  @Test
  void theCrashButtonHaltsTheProcessAndTheSheetComesBack(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = withThreeEdits(browser, server)) {
      sheet.click("crash").saying("halted");
      assertThat(server.exitCode()).isEqualTo(137);
      server.restart();
      sheet.isLive().shows("outcome", "restored");
      hasThreeEdits(sheet);
      // What is shown at first may be of the empty sheet, if the server was halted soon enough.
      sheet.page.waitForCondition(() -> number(sheet, "state-bytes") > 200_000);
      assertThat(Double.parseDouble(sheet.text("restore-ms"))).isPositive();
      assertThat(number(sheet, "token-bytes")).isBetween(1L, 200_000L);
    }
  }

  private static long number(SheetPage sheet, String testId) {
    String text = sheet.text(testId);
    return text.isBlank() ? 0 : Long.parseLong(text);
  }

  @Test
  void withoutLiveStashTheSheetIsGone(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url() + "?plain")) {
      sheet.click("sample-airports").edit(0, 1, "first");
      server.kill();
      server.restart();
      sheet.isLive();
      assertThat(sheet.byId("cell-0-1").count()).isZero();
    }
  }
}
