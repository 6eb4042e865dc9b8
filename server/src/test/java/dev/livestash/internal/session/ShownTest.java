package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShownTest {
  static List<Arguments> texts() {
    return List.of(
        arguments("Größe 1/*", "Größe 1/*"),
        arguments("例☕𝄞", "例☕𝄞"),
        arguments("a\nb\r\tc", "a\\u{a}b\\u{d}\\u{9}c"),
        arguments("\u001b[2J\u007f\u0085", "\\u{1b}[2J\\u{7f}\\u{85}"),
        arguments("\u202eevil\u2066\u200b\u2028", "\\u{202e}evil\\u{2066}\\u{200b}\\u{2028}"),
        arguments("\u00a0\ud800 \ue000\uffff", "\\u{a0}\\u{d800} \\u{e000}\\u{ffff}"),
        arguments("\"; \\u{a}", "\\u{22}; \\u{5c}u{a}"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void whatDoesNotPrintIsAnEscape(String foreign, String shown) {
    assertThat(Shown.plain(foreign)).isEqualTo(shown);
    assertThat(Shown.quoted(foreign)).isEqualTo('"' + shown + '"');
  }

  @Test
  void aLongTextIsCut() {
    assertThat(Shown.plain("a".repeat(200))).isEqualTo("a".repeat(200));
    assertThat(Shown.plain("a".repeat(201))).isEqualTo("a".repeat(200) + "…");
    assertThat(Shown.cut("\n".repeat(9999))).hasSize(201);
  }
}
