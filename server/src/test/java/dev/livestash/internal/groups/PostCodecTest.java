package dev.livestash.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node may publish, each node can read. */
class PostCodecTest {
  private static final int MAX_TOKENS = 200;
  private static final int MAX_DEPTH = 64;

  private final PostCodec codec = new PostCodec(10_000, MAX_TOKENS);

  private boolean isPublished(String json) {
    return codec.tree(json).isPresent();
  }

  private boolean isHeard(String json) {
    return codec.decode(codec.encode(new Post("node", 1, "group", "name", json))).isPresent();
  }

  private static String deep(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String flat(int tokens) {
    return "[" + "1,".repeat(tokens - 3) + "1]";
  }

  @Test
  void asDeepAsItMayBe() {
    assertThat(isPublished(deep(MAX_DEPTH))).isTrue();
    assertThat(isHeard(deep(MAX_DEPTH))).isTrue();
    assertThat(isPublished(deep(MAX_DEPTH + 1))).isFalse();
    assertThat(isHeard(deep(MAX_DEPTH + 1))).isFalse();
  }

  @Test
  void withAsManyTokensAsItMayHave() {
    assertThat(isPublished(flat(MAX_TOKENS))).isTrue();
    assertThat(isPublished(flat(MAX_TOKENS + 1))).isFalse();
    IntStream.rangeClosed(MAX_TOKENS - 10, MAX_TOKENS + 10)
        .mapToObj(PostCodecTest::flat)
        .filter(this::isPublished)
        .forEach(json -> assertThat(isHeard(json)).isTrue());
    assertThat(isHeard(flat(MAX_TOKENS + 10))).isFalse();
  }
}
