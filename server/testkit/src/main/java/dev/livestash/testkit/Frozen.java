package dev.livestash.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A token in a file, with what opens it. */
record Frozen(World world, Storage storage) {

  static void write(Path file, World world, Storage storage) {
    if (Files.exists(file)) {
      throw new IllegalStateException(
          file + " is frozen already: a release's tokens stay as they are. Take another name.");
    }
    String token =
        storage.token().orElseThrow(() -> new IllegalStateException("The tab has no token."));
    ObjectNode all = TestTab.JSON.createObjectNode().put("view", world.name());
    all.put("at", world.time().instant().toString());
    world.guest().binding().ifPresent(whom -> all.put("binding", whom));
    all.put("token", token);
    storage.base().ifPresent(base -> all.put("base", base));
    storage.patch().ifPresent(patch -> all.put("patch", patch));
    all.set("keys", TestTab.JSON.readTree(world.keys()));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, all.toPrettyString() + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static @Nullable String text(JsonNode all, String name) {
    JsonNode one = all.get(name);
    return one == null ? null : one.asString();
  }

  static Frozen read(Path file, World like) {
    try {
      JsonNode all = TestTab.JSON.readTree(Files.readString(file));
      World world =
          like.named(all.get("view").asString())
              .visitedBy(
                  like.guest()
                      .boundTo(Optional.ofNullable(all.get("binding")).map(JsonNode::asString)))
              .at(Instant.parse(all.get("at").asString()), all.get("keys").toString());
      return new Frozen(
          world, Storage.of(all.get("token").asString(), text(all, "base"), text(all, "patch")));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
