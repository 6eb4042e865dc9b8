package dev.livestash.testkit;

import dev.livestash.LiveStashBuilder;
import dev.livestash.internal.undertow.InProcess.Guest;
import dev.livestash.keys.KeyRing;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all nodes have in common that a tab comes to.
 *
 * @param name the view's
 * @param settings is applied to each node
 * @param guest whose tab it is
 * @param params what the page passes
 * @param replays whether each event is handled twice
 * @param keys a JWK Set
 * @param time of all nodes
 */
record World(
    String name,
    Consumer<LiveStashBuilder> settings,
    Guest guest,
    JsonNode params,
    boolean replays,
    String keys,
    TestTime time) {
  private static final int KEY_BYTES = 32;

  /** The world as it is unless a test says otherwise, with a key of its own. */
  static World plain() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    String set =
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"test\",\"k\":\"%s\"}]}"
            .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    return new World(
        "view",
        settings -> {},
        Guest.NOBODY,
        JsonMapper.shared().createObjectNode(),
        true,
        set,
        new TestTime(Instant.parse("2030-01-01T00:00:00Z")));
  }

  World named(String other) {
    return new World(other, settings, guest, params, replays, keys, time);
  }

  World with(Consumer<LiveStashBuilder> more) {
    return new World(name, settings.andThen(more), guest, params, replays, keys, time);
  }

  World visitedBy(Guest whom) {
    return new World(name, settings, whom, params, replays, keys, time);
  }

  World passing(Object what) {
    JsonNode json = JsonMapper.shared().valueToTree(what);
    return new World(name, settings, guest, json, replays, keys, time);
  }

  World replaying(boolean each) {
    return new World(name, settings, guest, params, each, keys, time);
  }

  /** The world of a frozen token. */
  World at(Instant when, String withKeys) {
    return new World(name, settings, guest, params, replays, withKeys, new TestTime(when));
  }

  KeyRing ring() {
    return KeyRing.parse(keys);
  }
}
