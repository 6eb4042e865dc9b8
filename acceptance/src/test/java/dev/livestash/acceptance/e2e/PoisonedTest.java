package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An event that ends its server does so four times, whatever stands around it; nothing else is
 * lost.
 */
@ExtendWith(Chromium.class)
class PoisonedTest {
  private static final double PATIENCE_MS = 120_000;

  @TempDir Path folder;

  @Test
  void whatHasEndedItsServerFourTimesIsSkipped(Browser browser) {
    try (DeadlyServerProcess server = new DeadlyServerProcess(folder.resolve("keys.json"));
        BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      page.navigate(server.url());
      page.evaluate("() => { view.send('add'); }");
      shows(page, "count", "1");
      page.evaluate(
          "() => { for (let i = 0; i < 11; i++) { if (i === 5) die(); else view.send('add'); } }");
      shows(page, "deadly", "poisoned");
      shows(page, "count", "11");
      assertThat(server.deaths()).isEqualTo(4);
    }
  }

  private static void shows(Page page, String testId, String text) {
    assertThat(page.getByTestId(testId))
        .hasText(text, new HasTextOptions().setTimeout(PATIENCE_MS));
  }
}
