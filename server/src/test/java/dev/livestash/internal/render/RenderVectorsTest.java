package dev.livestash.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of PROTOCOL.md, which the browser's half reads, too. */
class RenderVectorsTest {
  static List<JsonNode> vectors() {
    Path file = Path.of("../protocol/vectors/renders.json");
    return List.copyOf(JsonMapper.shared().readTree(file.toFile()).asArray().values());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void makeTheLaterRender(JsonNode vector) {
    JsonNode made = RenderPatch.apply(vector.get("before"), vector.get("patch"));
    assertThat(made).hasToString(vector.get("after").toString());
    assertThat(RenderPatch.checkOf(made)).isEqualTo(vector.get("check").intValue());
  }
}
