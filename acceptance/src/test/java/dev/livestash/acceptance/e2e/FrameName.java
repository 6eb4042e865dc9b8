package dev.livestash.acceptance.e2e;

import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** What a frame is called, in either direction. */
final class FrameName {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> LOOKS = Set.of("ping", "pong");

  private FrameName() {}

  static String of(String frame) {
    return JSON.readTree(frame).path("t").asString();
  }

  /**
   * Whether it only asks whether the other side is there, as when a page is looked at again, or an
   * answer takes long.
   */
  static boolean isLook(String name) {
    return LOOKS.contains(name);
  }
}
