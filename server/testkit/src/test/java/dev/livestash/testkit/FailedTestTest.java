package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What is left of a test that has failed. */
@EnabledIfEnvironmentVariable(named = "CHROMIUM", matches = ".+")
class FailedTestTest {
  /** Run by the tests below only: those who look for tests leave out what is within others. */
  static class Example {
    @RegisterExtension
    static final LiveApp app =
        LiveApp.of(Shop.class).arguments("--port", "{port}").flags("-Dgreeting=hello");

    @Test
    void fails() {
      Page page = app.open("/first");
      app.duplicate(page);
      app.open("/second");
      app.open("/gone").context().close();
      app.ownBrowser().open("/");
      app.drain();
      throw new AssertionError("as it shall");
    }

    @Test
    void works() {
      app.open("/");
    }
  }

  private static final Path REPORTS =
      Path.of("target", "livestash", FailedTestTest.class.getName() + ".Example");

  /** Runs one of them, as JUnit does, and returns why it has failed. */
  private static List<String> run(String test) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Example.class, test))
                .forExecution()
                .listeners(summary)
                .build());
    return summary.getSummary().getFailures().stream()
        .map(failure -> String.valueOf(failure.getException().getMessage()))
        .toList();
  }

  @BeforeEach
  void nothingIsThere() throws IOException {
    if (Files.exists(REPORTS)) {
      try (Stream<Path> all = Files.walk(REPORTS)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Test
  void itsPagesAndTracesAndWhatTheAppHasWrittenAreKept() throws IOException {
    assertThat(run("fails")).containsExactly("as it shall");

    Path report = REPORTS.resolve("fails");
    assertThat(report.resolve("app.log")).content().endsWith("goodbye");
    try (Stream<Path> all = Files.list(report)) {
      assertThat(all.map(file -> file.getFileName().toString()))
          .contains(
              "user-1-page-1.png",
              "user-1-page-2.png",
              "user-2-page-1.png",
              "browser-1-page-1.png",
              "user-1-trace.zip",
              "user-2-trace.zip")
          .doesNotContain("user-3-page-1.png");
    }
    assertThat(ImageIO.read(report.resolve("user-1-page-1.png").toFile())).isNotNull();
    assertThat(visited(report.resolve("user-1-trace.zip"))).contains("/first");
    assertThat(visited(report.resolve("user-2-trace.zip"))).contains("/second");
  }

  /** What a trace has to tell of the network. */
  private static String visited(Path trace) throws IOException {
    try (ZipFile zip = new ZipFile(trace.toFile());
        InputStream network = zip.getInputStream(zip.getEntry("trace.network"))) {
      return new String(network.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void ofOneThatWorksNothingIsKept() {
    assertThat(run("works")).isEmpty();
    assertThat(REPORTS).doesNotExist();
  }
}
