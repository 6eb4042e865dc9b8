package dev.livestash.internal.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large frame in several messages. */
class TextPartsTest {
  private static List<String> parts(String text) throws CharacterCodingException {
    List<String> parts = new ArrayList<>();
    for (ByteBuffer part : TextParts.of(text.getBytes(StandardCharsets.UTF_8))) {
      assertThat(part.remaining()).isLessThanOrEqualTo(TextParts.MAX_PART_BYTES + 1);
      // Throws at half a character.
      parts.add(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "€", "\uD83D\uDE00", "a\uD83D\uDE00", "ab\uD83D\uDE00", "abc€"})
  void areWholeCharactersThatMakeTheText(String characters) throws CharacterCodingException {
    String text = "{" + characters.repeat(12_345) + "}";
    List<String> parts = parts(text);
    int last = parts.size() - 1;
    assertThat(parts.subList(0, last)).isNotEmpty().allMatch(part -> part.startsWith("+"));
    StringBuilder whole = new StringBuilder();
    parts.subList(0, last).forEach(part -> whole.append(part.substring(1)));
    assertThat(whole.append(parts.get(last))).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {TextParts.MAX_PART_BYTES, 2 * TextParts.MAX_PART_BYTES})
  void theLastOneIsNeverEmpty(int length) throws CharacterCodingException {
    List<String> parts = parts("x".repeat(length));
    assertThat(parts).hasSize(length / TextParts.MAX_PART_BYTES);
    assertThat(parts.get(parts.size() - 1)).hasSize(TextParts.MAX_PART_BYTES);
  }
}
