package dev.livestash.redis;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import io.lettuce.core.KeyValue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** A fence in Redis: each question is one script, and so one atomic step. */
final class RedisFence implements Fence {
  private static final String PREFIX = "livestash:fence:";
  private static final String NOTE_PREFIX = "livestash:note:";
  private static final long LATE = -1;
  private static final long STALE = -2;

  private final Script claim = Script.read("claim");
  private final Script kept = Script.read("kept");
  private final Script mayFork = Script.read("may_fork");
  private final Script note = Script.read("note");
  private final RedisLink redis;
  private final long memoryMillis;
  private final long graceMillis;
  private final Clock clock;

  RedisFence(RedisLink redis, Duration memory, Duration forkGrace, Clock clock) {
    this.redis = redis;
    this.memoryMillis = memory.toMillis();
    this.graceMillis = forkGrace.toMillis();
    this.clock = clock;
  }

  @Override
  public Optional<Duration> remembersFor() {
    return Optional.of(Duration.ofMillis(memoryMillis));
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    return claim
        .run(
            redis,
            PREFIX + sid,
            attempt,
            token.gen(),
            token.seq(),
            sessionGen,
            memoryMillis,
            graceMillis,
            clock.millis())
        .thenApply(RedisFence::answer);
  }

  private static Ownership answer(long code) {
    if (code == LATE) {
      return new Ownership.Late();
    }
    return code == STALE ? new Ownership.Stale() : new Ownership.Owned(code, true);
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    return kept.run(
            redis,
            PREFIX + sid,
            gen,
            mark.gen(),
            mark.seq(),
            memoryMillis,
            graceMillis,
            clock.millis())
        .thenApply(code -> code == 1);
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    return mayFork
        .run(redis, PREFIX + sid, token.gen(), token.seq(), graceMillis, clock.millis())
        .thenApply(code -> code == 1);
  }

  @Override
  public CompletionStage<Void> note(String name, String text) {
    return note.run(redis, NOTE_PREFIX + name, text, memoryMillis).thenAccept(code -> {});
  }

  @Override
  public CompletionStage<Map<String, String>> notes(Set<String> names) {
    if (names.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    String[] keys = names.stream().map(name -> NOTE_PREFIX + name).toArray(String[]::new);
    return redis.ask("notes", commands -> commands.mget(keys).thenApply(RedisFence::known));
  }

  private static Map<String, String> known(List<KeyValue<String, String>> all) {
    return all.stream()
        .filter(KeyValue::hasValue)
        .collect(
            Collectors.toMap(
                one -> one.getKey().substring(NOTE_PREFIX.length()), KeyValue::getValue));
  }
}
