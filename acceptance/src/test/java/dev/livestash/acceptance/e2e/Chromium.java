package dev.livestash.acceptance.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Debian Chromium for all tests of a run; Playwright downloads none. */
public final class Chromium implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

  /** Closed by JUnit at the end of the run, or by whoever started it. */
  public record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    public static Running start(String... flags) {
      Playwright playwright = Chromium.playwright();
      LaunchOptions options =
          new LaunchOptions().setExecutablePath(executable()).setArgs(List.of(flags));
      return new Running(playwright, playwright.chromium().launch(options));
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  static Playwright playwright() {
    return Playwright.create(
        new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  static Path executable() {
    return Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent("running", key -> Running.start(), Running.class)
        .browser();
  }
}
