package dev.livestash.acceptance.abuse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a tab sends. */
final class Frames {
  static final JsonMapper JSON = JsonMapper.shared();

  private Frames() {}

  static ObjectNode join(String view, long attempt) {
    ObjectNode join = JSON.createObjectNode().put("t", "join").put("view", view);
    join.put("attempt", attempt).putObject("params");
    return join;
  }

  static ObjectNode wake() {
    return JSON.createObjectNode().put("t", "wake");
  }

  static String event(long n, String name, Object data, int tries) {
    ObjectNode event = JSON.createObjectNode().put("t", "event").put("n", n).put("name", name);
    event.put("age", 0).put("try", tries).set("data", JSON.valueToTree(data));
    return event.toString();
  }

  static String kept(JsonNode keep) {
    ObjectNode kept = JSON.createObjectNode().put("t", "kept");
    return kept.put("gen", keep.get("gen").asLong())
        .put("seq", keep.get("seq").asLong())
        .toString();
  }
}
