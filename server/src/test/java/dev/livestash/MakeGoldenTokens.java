package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.kept;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.GoldenTokens.Golden;
import dev.livestash.internal.pack.Inflated;
import dev.livestash.internal.state.Patches;
import dev.livestash.settings.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Freezes the tokens that this release makes: {@code ./dev golden}, once, when it is released. Not
 * run with the other tests, and it leaves a release's file alone if there is one.
 */
class MakeGoldenTokens {
  private static final String KEYS =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"golden\",\"k\":\"Z29sZGVuZ29sZGVuZ29sZGVuZ29sZGVuZ29sZGVuZ28\"}]}";
  private static final int MAX_BYTES = 1 << 20;
  private static final Optional<String> UNBOUND = Optional.empty();

  private final GoldenTokens none =
      new GoldenTokens(
          release(),
          Instant.parse("2030-01-01T00:00:00Z"),
          GoldenTokens.JSON.readTree(KEYS),
          List.of());

  private static String release() {
    try {
      Matcher version =
          Pattern.compile("<version>(.*?)</version>")
              .matcher(Files.readString(Path.of("../pom.xml")));
      assertThat(version.find()).isTrue();
      return version.group(1);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void ofThisRelease() throws Exception {
    Path file = GoldenTokens.FOLDER.resolve(none.release() + ".json");
    assertThat(file).as("frozen already").doesNotExist();
    List<Golden> made = new ArrayList<>();
    made.add(golden("whole, zstd", new Shape.Third(), Compression.ZSTD, UNBOUND, false));
    made.add(golden("whole, DEF", new Shape.Third(), Compression.DEFLATE, UNBOUND, false));
    made.add(golden("base and patch, zstd", new Shape.Third(), Compression.ZSTD, UNBOUND, true));
    made.add(golden("base and patch, DEF", new Shape.Third(), Compression.DEFLATE, UNBOUND, true));
    made.add(golden("bound", new Shape.Third(), Compression.ZSTD, Optional.of("alice"), true));
    made.add(golden("version 1", new Shape.First(), Compression.ZSTD, UNBOUND, true));
    made.add(golden("version 2", new Shape.Second(), Compression.ZSTD, UNBOUND, true));
    Files.createDirectories(GoldenTokens.FOLDER);
    GoldenTokens.JSON
        .writerWithDefaultPrettyPrinter()
        .writeValue(file.toFile(), new GoldenTokens(none.release(), none.now(), none.keys(), made));
  }

  private Golden golden(
      String name,
      Shape<?> view,
      Compression compression,
      Optional<String> binding,
      boolean patched)
      throws Exception {
    UnaryOperator<LiveStashBuilder> bound = GoldenTokens.bound(binding);
    try (TestServer server =
            none.making(view, builder -> bound.apply(builder.compression(compression)));
        TestTab tab = server.tab("shape")) {
      JsonNode shows = tab.send(newJoin("shape")).expect("joined").get("data");
      JsonNode keep = tab.expect("keep");
      tab.send(kept(keep));
      if (patched) {
        shows = tab.send(event(1, "note", "a note ".repeat(20))).last("render").get("data");
        keep = tab.last("keep");
      }
      return golden(name, binding, keep, shows);
    }
  }

  private Golden golden(String name, Optional<String> binding, JsonNode keep, JsonNode shows)
      throws Exception {
    String token = keep.get("token").asString();
    Optional<String> patch = Optional.ofNullable(keep.get("patch")).map(JsonNode::asString);
    byte[] plaintext = none.plaintext(token);
    if (patch.isPresent()) {
      plaintext = patched(plaintext, none.plaintext(patch.get()));
    }
    ObjectNode claims = (ObjectNode) GoldenTokens.JSON.readTree(plaintext);
    JsonNode state = claims.remove("state");
    return new Golden(name, binding, token, patch, claims, state, shows);
  }

  private static byte[] patched(byte[] base, byte[] patch) {
    String own = GoldenTokens.JSON.readTree(base).get("own").asString();
    return ((Inflated.Plain) Patches.apply(base, patch, own, MAX_BYTES)).bytes();
  }
}
