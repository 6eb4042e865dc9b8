package dev.livestash.internal.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Right values are those of {@code new URL(…).origin}, or what a browser's header says. */
class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://app.example, https://app.example",
    "HTTPS://App.Example, https://app.example",
    "https://app.example:443, https://app.example",
    "https://app.example:0443, https://app.example",
    "http://app.example:80, http://app.example",
    "http://app.example:443, http://app.example:443",
    "https://app.example:80, https://app.example:80",
    "http://localhost:3000, http://localhost:3000",
    "https://app.example., https://app.example.",
    "https://my_app.internal, https://my_app.internal",
    "https://_.a-.-b, https://_.a-.-b",
    "https://bücher.example, https://xn--bcher-kva.example",
    "https://BÜCHER.example:443, https://xn--bcher-kva.example",
    "https://xn--bcher-kva.example, https://xn--bcher-kva.example",
    "https://XN--BCHER-KVA.example, https://xn--bcher-kva.example",
    "https://bu\u0308cher.example, https://xn--bcher-kva.example",
    "https://my_bücher.example, https://xn--my_bcher-95a.example",
    "https://ｂｕｃｈ。example, https://buch.example",
    "https://例え.テスト, https://xn--r8jz45g.xn--zckzah",
    "https://ΒΌΛΟΣ, https://xn--nxasmq6b",
    "https://İstanbul.example, https://xn--istanbul-o0e.example",
    "https://☕.example, https://xn--53h.example",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://1.example, http://1.example",
    "http://[::1]:8080, http://[::1]:8080",
    "http://[0:0:0:0:0:0:0:1]:80, http://[::1]",
    "http://[::], http://[::]",
    "http://[2001:DB8:0:0:1:0:0:1], http://[2001:db8::1:0:0:1]",
    "http://[2001:db8:0:1:0:0:0:1], http://[2001:db8:0:1::1]",
    "http://[1:0:2:3:4:5:6:7], http://[1:0:2:3:4:5:6:7]",
    "http://[fe80:0:0:0:0:0:0:0], http://[fe80::]",
    "http://[::ffff:127.0.0.1], http://[::ffff:7f00:1]",
    "null, null",
    "file://, file://",
    "FILE://, file://",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop, chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://5A4C61E1-1B1C-4E0C-8A5F-1D3B1A6F0C11, moz-extension://5a4c61e1-1b1c-4e0c-8a5f-1d3b1a6f0c11",
    "app://x, app://x",
    "app://., app://.",
    "qrc://, qrc://",
    "capacitor://localhost, capacitor://localhost",
    "ionic://localhost:443, ionic://localhost:443",
    "tauri://localhost, tauri://localhost",
    "app://[0::1]:1, app://[::1]:1",
  })
  void oneOriginIsOneText(String given, String sent) {
    assertThat(Origin.of(given).text()).isEqualTo(sent);
    assertThat(Origin.of(sent).text()).isEqualTo(sent);
    assertThat(Origin.read(given)).contains(Origin.of(sent));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", is empty",
        "\" \", white space",
        "\"https://app.example \", white space",
        "\"https://a.example https://b.example\", white space",
        "\"https://a.example\u00A0\", no such characters",
        "\"https://a.example\u2003\", white space",
        "*, wildcards",
        "https://*.app.example, wildcards",
        "https://app.example:*, wildcards",
        "https://app.example/, leave out the path",
        "https://app.example/page, leave out the path",
        "https://app.example\\page, leave out the path",
        "https://app.example?x=1, leave out the query",
        "https://app.example#top, leave out the fragment",
        "https://user@app.example, user's name",
        "https://user:secret@app.example, user's name",
        "app.example, scheme://host",
        "app.example:8080, scheme://host",
        "//app.example, scheme://host",
        "https:app.example, scheme://host",
        "https:/app.example, scheme://host",
        "a, scheme://host",
        "nulls, scheme://host",
        "1http://app.example, scheme://host",
        "blob:https://app.example, scheme://host",
        "https://, give a host",
        "https://:8080, give a host",
        "https://app.example:, give a port",
        "https://app.example:65536, 65",
        "https://app.example:99999999999, 65",
        "https://app.example:80a, as the port",
        "https://app.example:-1, as the port",
        "https://::1, brackets",
        "https://[::1, brackets",
        "https://[::1]x, brackets",
        "https://[], no IPv6 address",
        "https://[1:2], no IPv6 address",
        "https://[127.0.0.1], no IPv6 address",
        "https://[app.example], no IPv6 address",
        "https://[fe80::1%eth0], zone",
        "https://127.1, four numbers",
        "https://127.0.0.01, four numbers",
        "https://256.0.0.1, four numbers",
        "https://0x7f.1, four numbers",
        "https://2130706433, four numbers",
        "https://a%62c.example, without %",
        "https://a|b.example, no such characters",
        "https://a\u2100b.example, no such characters",
        "https://straße.example, xn--",
        "https://βόλος.com, xn--",
        "https://STRAẞE.example, xn--",
        "https://ü..example, no international domain name",
        "wss://app.example, http or https",
        "ws://localhost:8080, http or https",
        "file:///home/page.html, give that",
        "file://localhost, give that",
        "data:text/html, origin null",
        "about:blank, origin null",
        "javascript://x, origin null",
        "app://x/index.html, leave out the path",
        "app://bücher, ASCII",
        "chrome-extension://a<b, ASCII",
      })
  void whatNoPageCanHaveIsRefusedWithAdvice(String given, String advice) {
    assertThatThrownBy(() -> Origin.of(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No page has the origin '" + given + "': ")
        .hasMessageContaining(advice);
    assertThat(Origin.read(given)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"https://, 300", "https://é, 20000000", "chrome-extension://, 301"})
  void aLongTextCostsAndShowsLittle(String start, int chars) {
    String given = start + "a".repeat(chars);
    assertThatThrownBy(() -> Origin.of(given))
        .hasMessageContaining("longer than 300 characters")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(400));
  }
}
