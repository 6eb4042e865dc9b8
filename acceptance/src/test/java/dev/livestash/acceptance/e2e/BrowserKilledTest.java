package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.livestash.testkit.LiveApp;
import dev.livestash.testkit.OwnBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A browser writes what its tabs store seconds later, or a minute: if it is killed, that is gone.
 */
class BrowserKilledTest {
  private static final int EDITS = 20;
  private static final String POINTER = "livestash:sheet:now";

  @RegisterExtension
  static final LiveApp app =
      LiveApp.of(demo()).arguments("--port", "{port}", "--keys", "target/browser-killed/keys.json");

  private static Class<?> demo() {
    try {
      return Class.forName("dev.livestash.demo.Demo");
    } catch (ClassNotFoundException missing) {
      throw new AssertionError(missing);
    }
  }

  @Test
  void tabComesBackToTheLivingSessionHoweverOldItsTokenIs() {
    OwnBrowser browser = app.ownBrowser();
    Page page = browser.open("/");
    SheetPage sheet = SheetPage.of(page).paste("a,b\n1,2").cell(0, 0, "1").isKept();
    browser.awaitWritten(POINTER);
    for (int i = 1; i <= EDITS; i++) {
      sheet.edit(0, 0, "edit " + i);
    }
    sheet.isKept();
    String before = sheet.text("sid");

    browser.kill();
    Page restored = browser.restore().get(0);

    SheetPage back = SheetPage.of(restored).shows("outcome", "adopted");
    back.cell(0, 0, "edit " + EDITS);
    assertThat(back.text("sid")).isEqualTo(before);
    back.edit(0, 1, "after it").isKept();
  }
}
