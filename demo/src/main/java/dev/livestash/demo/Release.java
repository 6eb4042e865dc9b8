package dev.livestash.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.livestash.view.Migrations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A release of the demo. They differ in one thing, the shape of the state: what release 2 calls a
 * sheet's {@code name} was its {@code title} in release 1. So a deployment, forth and back, has
 * something to migrate.
 */
enum Release {
  FIRST(1),
  SECOND(2);

  private final int number;

  Release(int number) {
    this.number = number;
  }

  /** The state's JSON in release 1. */
  private interface FirstShape {
    @JsonProperty("title")
    String name();
  }

  int number() {
    return number;
  }

  /** What writes and reads the state in this release's shape. */
  JsonMapper mapper() {
    return this == FIRST
        ? JsonMapper.builder().addMixIn(Sheet.class, FirstShape.class).build()
        : JsonMapper.shared();
  }

  void migrations(Migrations on) {
    if (this == SECOND) {
      on.from(FIRST.number(), Release::titleToName);
    }
  }

  private static JsonNode titleToName(JsonNode sheet) {
    ObjectNode renamed = (ObjectNode) sheet;
    renamed.set("name", renamed.remove("title"));
    return renamed;
  }
}
