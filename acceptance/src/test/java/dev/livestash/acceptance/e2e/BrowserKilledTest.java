package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser writes what its tabs store seconds later, or a minute: if it is killed, that is gone.
 */
class BrowserKilledTest {
  private static final int EDITS = 20;
  private static final String POINTER = "livestash:sheet:now";

  @TempDir Path folder;

  @Test
  void tabComesBackToTheLivingSessionHoweverOldItsTokenIs() {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        RestorableChromium chromium =
            new RestorableChromium(folder.resolve("profile"), "--disable-gpu")) {
      Page page = chromium.open();
      page.navigate(server.url());
      SheetPage sheet = SheetPage.of(page).paste("a,b\n1,2").cell(0, 0, "1").isKept();
      chromium.awaitWritten(page, POINTER);
      for (int i = 1; i <= EDITS; i++) {
        sheet.edit(0, 0, "edit " + i);
      }
      sheet.isKept();
      String written = sheet.text("sid");

      chromium.kill();
      Page restored = chromium.restore(List.of(server.url())).get(0);

      SheetPage back = SheetPage.of(restored).shows("outcome", "adopted");
      back.cell(0, 0, "edit " + EDITS);
      assertThat(back.text("sid")).isEqualTo(written);
      back.edit(0, 1, "after it").isKept();
    }
  }
}
