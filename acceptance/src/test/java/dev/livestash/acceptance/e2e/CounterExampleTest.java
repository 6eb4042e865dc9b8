package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The README's example, as it is in {@code examples}: compiled, served, killed, started again. */
@ExtendWith(Chromium.class)
class CounterExampleTest {
  private static final Path PROJECT = Path.of("../examples/counter");
  private static final double PATIENCE_MS = 60_000;

  @TempDir Path folder;

  private int prepare() throws IOException {
    int port = FreePort.find();
    Path source = folder.resolve("Counter.java");
    String java = Files.readString(PROJECT.resolve("src/main/java/Counter.java"));
    assertThat(java).contains("8080");
    Files.writeString(source, java.replace("8080", String.valueOf(port)));
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", Jvm.classPath(), source.toString());
    assertThat(errors).isZero();
    Path page = Files.createDirectories(folder.resolve("page"));
    Files.copy(PROJECT.resolve("page/index.html"), page.resolve("index.html"));
    Files.copy(Path.of("../js-client/dist/livestash.iife.js"), page.resolve("livestash.iife.js"));
    return port;
  }

  private Process start() throws IOException {
    List<String> command =
        Jvm.command(List.of(), folder + File.pathSeparator + Jvm.classPath(), "Counter", List.of());
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static boolean isUp(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void counts(Page page, String text) {
    assertThat(page.locator("output")).hasText(text, new HasTextOptions().setTimeout(PATIENCE_MS));
  }

  @Test
  void itGoesOnCountingWhereItWas(Browser browser) throws IOException, InterruptedException {
    int port = prepare();
    Process server = start();
    try (Page page = browser.newPage()) {
      page.waitForCondition(() -> isUp(port));
      page.navigate("http://localhost:" + port + "/");
      counts(page, "0");
      page.locator("button").click();
      page.locator("button").click();
      counts(page, "2");
      server.destroyForcibly().waitFor();
      page.locator("button").click();
      server = start();
      counts(page, "3");
    } finally {
      server.destroyForcibly();
    }
  }
}
