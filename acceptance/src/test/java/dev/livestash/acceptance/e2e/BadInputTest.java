package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets a clear message and leaves the present sheet as it was. */
@ExtendWith(Chromium.class)
class BadInputTest {
  private static final int FIFTY_MB = 50 << 20;
  @TempDir Path folder;

  @Test
  void malformedHugeAndBinaryFilesLeaveTheSheet(Browser browser) throws IOException {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"));
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.click("sample-airports").edit(0, 1, "mine");

      sheet.paste("a,b\n1,\"never closed").saying("not loaded").cell(0, 1, "mine");

      sheet.byId("upload").setInputFiles(fiftyMegabytes());
      sheet.saying("52.4 MB").cell(0, 1, "mine");

      byte[] binary = {(byte) 0x89, 'P', 'N', 'G', 0, 0, 1, (byte) 0xFF};
      sheet.byId("upload").setInputFiles(new FilePayload("picture.csv", "text/csv", binary));
      sheet.saying("picture.csv").cell(0, 1, "mine");

      byte[] good = "city,people\nRome,3\n".getBytes(StandardCharsets.UTF_8);
      sheet.byId("upload").setInputFiles(new FilePayload("good.csv", "text/csv", good));
      sheet.cell(0, 0, "Rome").isLive();
      assertThat(sheet.errors()).isEmpty();
    }
  }

  private Path fiftyMegabytes() throws IOException {
    Path file = folder.resolve("huge.csv");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(FIFTY_MB);
    }
    return file;
  }
}
