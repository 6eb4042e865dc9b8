package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.GoldenTokens.Golden;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tokens that earlier releases made. One that does not open any more is a state that a user has
 * lost: do not make new ones in their place.
 */
class GoldenTokensTest {
  static Stream<Arguments> tokens() throws IOException {
    return GoldenTokens.all().stream()
        .flatMap(file -> file.tokens().stream().map(one -> Arguments.of(file, one)));
  }

  private static ObjectNode join(Golden one) {
    ObjectNode join = TestTab.join("shape", 2, one.token());
    one.patch().ifPresent(patch -> join.put("patch", patch));
    return join;
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aTokenOfAnyReleaseIsRestored(GoldenTokens file, Golden one) {
    try (TestServer server = file.opening(new Shape.Third(), GoldenTokens.bound(one.binding()));
        TestTab tab = server.tab("shape")) {
      JsonNode joined = tab.send(join(one)).expect("joined");
      assertThat(joined.get("outcome").asString()).isEqualTo("restored");
      assertThat(joined.get("sid")).isEqualTo(one.claims().get("sid"));
      assertThat(joined.get("seen").asLong()).isEqualTo(one.claims().get("seen").asLong());
      assertThat(joined.get("data")).isEqualTo(one.shows());
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aWholeTokenIsOpenedByPlainNimbus(GoldenTokens file, Golden one) {
    ObjectNode plaintext = (ObjectNode) GoldenTokens.JSON.readTree(file.plaintext(one.token()));
    assertThat(plaintext.propertyNames()).last().isEqualTo("state");
    if (one.patch().isEmpty()) {
      assertThat(plaintext.remove("state")).isEqualTo(one.state());
      assertThat(plaintext).isEqualTo(one.claims());
    }
  }

  @Test
  void everyWayToSealIsAmongThem() throws IOException {
    List<Golden> all = GoldenTokens.all().stream().flatMap(file -> file.tokens().stream()).toList();
    assertThat(all)
        .anyMatch(one -> one.patch().isPresent())
        .anyMatch(one -> one.claims().has("sub"))
        .anyMatch(one -> header(one).has("zip"))
        .anyMatch(one -> header(one).has("zc"))
        .extracting(one -> one.claims().get("ver").asInt())
        .contains(1, 2, 3);
  }

  private static JsonNode header(Golden one) {
    String header = one.token().split("\\.", 2)[0];
    return GoldenTokens.JSON.readTree(Base64.getUrlDecoder().decode(header));
  }
}
