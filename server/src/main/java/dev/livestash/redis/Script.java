package dev.livestash.redis;

import dev.livestash.internal.async.Causes;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A script for Redis, which answers with a number. It is called by its digest; a server that does
 * not have it, because it is new or was flushed, is given the text.
 */
final class Script {
  private final String name;
  private final String text;

  private Script(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** Reads a script that lies beside this class, and what all of them share. */
  static Script read(String name) {
    return new Script(name, text("entry") + text(name));
  }

  private static String text(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
      byte[] bytes = Objects.requireNonNull(in, name + ".lua is not in this jar").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  CompletionStage<Long> run(RedisLink redis, String key, Object... arguments) {
    String[] keys = {key};
    String[] values = new String[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].toString();
    }
    return redis.ask(name, commands -> run(commands, keys, values));
  }

  private CompletionStage<Long> run(
      RedisClusterAsyncCommands<String, String> commands, String[] keys, String[] values) {
    CompletionStage<Long> known =
        commands.evalsha(commands.digest(text), ScriptOutputType.INTEGER, keys, values);
    return known.exceptionallyCompose(
        failure ->
            isUnknown(failure)
                ? commands.eval(text, ScriptOutputType.INTEGER, keys, values)
                : CompletableFuture.failedFuture(failure));
  }

  private static boolean isUnknown(Throwable failure) {
    return Causes.of(failure) instanceof RedisNoScriptException;
  }
}
