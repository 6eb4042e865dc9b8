package dev.livestash.acceptance.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The README's first example, as it stands there: compiled, served, killed and started again. */
@ExtendWith(Chromium.class)
class ReadmeExampleTest {
  private static final double PATIENCE_MS = 60_000;

  @TempDir Path folder;

  private static String block(String readme, String language) {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private int prepare() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int port = freePort();
    Path source = folder.resolve("Counter.java");
    String java = block(readme, "java");
    assertThat(java).contains("8080");
    Files.writeString(source, java.replace("8080", String.valueOf(port)));
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath(), source.toString());
    assertThat(errors).isZero();
    Path page = Files.createDirectories(folder.resolve("page"));
    Files.writeString(page.resolve("index.html"), block(readme, "html"));
    Files.copy(Path.of("../js-client/dist/livestash.iife.js"), page.resolve("livestash.iife.js"));
    return port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder + ":" + classPath(),
            "Counter")
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
