package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A token out of the browser is a JWE like any other, for whoever has the key. */
@ExtendWith(Chromium.class)
class TokenOpensElsewhereTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  @TempDir Path folder;

  @Test
  void withPlainNimbusAndWithJose(Browser browser) throws Exception {
    Path keys = folder.resolve("keys.json");
    try (DemoProcess server = DemoProcess.start(keys);
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.holdingOneToken();
      String token = sheet.storedToken();
      TokenForge forge = new TokenForge(keys);

      ObjectNode claims = forge.open(token);
      assertThat(claims.get("sid").asString()).isEqualTo(sheet.text("sid"));
      assertThat(claims.get("aud").asString()).isEqualTo("sheet");
      assertThat(claims.get("gen").asString()).isEqualTo(sheet.text("generation"));
      assertThat(claims.get("seq").asString()).isEqualTo(sheet.text("snapshot"));
      assertThat(claims.propertyNames())
          .contains("iss", "own", "seen", "ver", "iat", "exp", "sst")
          .last()
          .isEqualTo("state");
      assertThat(claims.get("state").toString()).contains("\"" + SheetPage.AIRPORT + "\"");

      assertThat(openWithJose(token, forge.secret())).isEqualTo(claims);
    }
  }

  private static JsonNode openWithJose(String token, String secret)
      throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder("node", "../demo/test/open-token.mjs")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = node.getOutputStream()) {
      in.write((token + "\n" + secret).getBytes(StandardCharsets.UTF_8));
    }
    String opened = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).isZero();
    return JSON.readTree(opened);
  }
}
