package dev.livestash.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The nodes' key file, and the commands that an operator has for it. */
final class Keys {

  private static final String COMMAND = "dev.livestash.keys.KeyTool";

  private final Path file;

  Keys(Path file) {
    this.file = file;
  }

  /** The keys' ids: the first one seals. Never the keys themselves. */
  List<String> ids() {
    try {
      JsonNode keys = JsonMapper.shared().readTree(Files.readString(file)).path("keys");
      return keys.valueStream().map(key -> key.path("kid").asString()).toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Adds a key that only opens tokens. */
  CompletableFuture<Void> add() {
    return run("add", file.toString());
  }

  /** Lets the key that was added last seal. */
  CompletableFuture<Void> promote() {
    List<String> ids = ids();
    return run("promote", file.toString(), ids.get(ids.size() - 1));
  }

  private static CompletableFuture<Void> run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), COMMAND));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.onExit().thenAccept(Keys::check);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void check(Process ended) {
    if (ended.exitValue() != 0) {
      throw new IllegalStateException("The key command failed; see above for why.");
    }
  }
}
