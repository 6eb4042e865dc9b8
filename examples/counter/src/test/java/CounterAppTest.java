import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import dev.livestash.testkit.LiveApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CounterAppTest {
  @RegisterExtension static final LiveApp app = LiveApp.of(Counter.class);

  @Test void itGoesOnCountingWhereItWas() {
    Page page = app.open("/");
    page.getByText("Count").click();
    assertThat(page.locator("output")).hasText("1");
    app.kill();
    page.getByText("Count").click();
    app.restart();
    // A page asks again after some seconds, and after 20 s at most.
    assertThat(page.locator("output")).hasText("2", new HasTextOptions().setTimeout(30_000));
  }
}
