package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A token that cannot be used: a fresh view in the same connection, the reason in the log, and no
 * dead page.
 */
@ExtendWith(Chromium.class)
class TokenRejectedTest {
  @TempDir Path folder;
  private DemoProcess server;
  private TokenForge forge;

  @BeforeEach
  void start() {
    Path keys = folder.resolve("keys.json");
    server = DemoProcess.start(keys);
    forge = new TokenForge(keys);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void rejects(Browser browser, UnaryOperator<String> change, String reason) {
    try (SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.holdingOneToken();
      String sid = sheet.text("sid");
      sheet.storeToken(change.apply(sheet.storedToken()));
      sheet.reload().shows("outcome", "new");
      assertThat(sheet.text("sid")).isNotEqualTo(sid);
      String line = "sheet: token rejected: " + reason;
      sheet.page.waitForCondition(() -> server.log().contains(line));
      sheet.click("sample-seattle-weather").edit(0, 1, "after").isKept();
      sheet.reload().shows("outcome", "adopted").cell(0, 1, "after");
    }
  }

  @Test
  void tampered(Browser browser) {
    rejects(
        browser,
        token -> {
          int middle = token.length() / 2;
          char other = token.charAt(middle) == 'A' ? 'B' : 'A';
          return token.substring(0, middle) + other + token.substring(middle + 1);
        },
        "unreadable");
  }

  @Test
  void truncated(Browser browser) {
    rejects(browser, token -> token.substring(0, token.length() - 100), "unreadable");
  }

  @Test
  void expired(Browser browser) {
    rejects(
        browser,
        token -> forge.changed(token, claims -> claims.put("exp", claims.get("iat").asLong() - 1)),
        "expired");
  }

  @Test
  void ofAnotherView(Browser browser) {
    rejects(
        browser, token -> forge.changed(token, claims -> claims.put("aud", "ledger")), "foreign");
  }

  @Test
  void ofAnUnknownKey(Browser browser) {
    Path strange = folder.resolve("strange.json");
    DemoProcess.start(strange).close();
    rejects(browser, token -> new TokenForge(strange).resealed(token, forge), "unreadable");
  }

  @Test
  void whatTheForgeOnlyResealsIsRestored(Browser browser) {
    try (SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.holdingOneToken();
      sheet.storeToken(forge.changed(sheet.storedToken(), claims -> {}));
      sheet.leave();
      server.kill();
      server.restart();
      sheet.comeBack(server.url()).shows("outcome", "restored").cell(0, 1, SheetPage.AIRPORT);
    }
  }
}
