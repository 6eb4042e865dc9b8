package dev.livestash.internal.wire;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application's parameters in a join. They live as long as their tab's session, so they are
 * held as the text that they came as: a tree of it can take thirty times as much.
 */
public final class Params {
  private final JsonMapper frames;
  private final String json;

  Params(JsonMapper frames, String json) {
    this.frames = frames;
    this.json = json;
  }

  /** What they take, at most. */
  public long heldBytes() {
    return 2L * json.length();
  }

  /** The text that they came as. */
  public String json() {
    return json;
  }

  /** Reads them, anew each time. */
  public JsonNode tree() {
    return frames.readTree(json);
  }
}
