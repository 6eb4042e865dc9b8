package dev.livestash.demo.chaos;

import com.microsoft.playwright.Browser;
import dev.livestash.demo.e2e.DemoProcess;
import dev.livestash.demo.e2e.SheetPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Starts servers. Half of what that costs is loading classes, which one server does for all. */
final class Boot {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path keys;
  private final Path classes;

  /**
   * Starts none yet.
   *
   * @param folder where the servers' files are
   */
  Boot(Path folder) {
    this.keys = folder.resolve("keys.json");
    this.classes = folder.resolve("classes.jsa");
  }

  /** The key that all of them seal with; there once a server was started. */
  Path keys() {
    return keys;
  }

  /**
   * Has a server that is in no other way part of the run leave its loaded classes behind. If it
   * cannot, as where they are not in jars, the others load their own.
   */
  void prepare(Browser browser) {
    try (DemoProcess server = DemoProcess.start(keys, "-XX:ArchiveClassesAtExit=" + classes);
        SheetPage sheet = SheetPage.open(browser.newContext(), server.url())) {
      sheet.click("sample-airports").byId("cell-0-0").waitFor();
      server.terminate().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  DemoProcess server() {
    return Files.exists(classes)
        ? DemoProcess.start(keys, "-XX:SharedArchiveFile=" + classes)
        : DemoProcess.start(keys);
  }
}
