package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.TestClock;
import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.FallbackFence.Limits;
import dev.livestash.fence.FallbackFence.Policy;
import dev.livestash.fence.Fence;
import dev.livestash.fence.FenceContract;
import dev.livestash.fence.Mark;
import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.Ownership;
import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.fence.TestTime;
import dev.livestash.internal.async.Causes;
import io.lettuce.core.RedisURI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisFenceTest extends FenceContract {
  private static final Duration MEMORY = Duration.ofHours(1);

  private static RedisProcess redis;
  private static RedisEngine here;
  private static RedisEngine there;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    here = RedisEngine.connect(RedisURI.create(redis.uri()), Duration.ofSeconds(10));
    there = RedisEngine.connect(RedisURI.create(redis.uri()), Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    redis.close();
  }

  @Override
  protected Fence newFence() {
    return here.fence(MEMORY, GRACE, new TestClock(nanos));
  }

  @Override
  protected Fence elsewhere(Fence fence) {
    return there.fence(MEMORY, GRACE, new TestClock(nanos));
  }

  @Override
  protected boolean isShared() {
    return true;
  }

  @Test
  void anInstanceIsForgottenByItself() {
    result(newFence().claim("expiring", 1, Mark.NONE, 0));
    long millis = Long.parseLong(redis.command("PTTL livestash:fence:expiring").substring(1));
    assertThat(millis).isBetween(MEMORY.toMillis() - 60_000, MEMORY.toMillis());
  }

  @Test
  void theLargestNumbersOfTheProtocolAreExact() {
    long most = (1L << 53) - 3;
    Fence fence = newFence();
    assertThat(result(fence.claim("large", most, new Mark(most, most), 0)))
        .isEqualTo(new Ownership.Owned(most + 1, true));
    assertThat(result(fence.claim("large", most, new Mark(most, most), 0)))
        .isEqualTo(new Ownership.Late());
    assertThat(result(fence.kept("large", most + 1, new Mark(most, most + 1)))).isTrue();
    assertThat(result(fence.claim("large", most + 1, new Mark(most, most), 0)))
        .isEqualTo(new Ownership.Stale());
    assertThat(result(fence.claim("large", most + 1, new Mark(most, most + 1), 0)))
        .isEqualTo(new Ownership.Owned(most + 2, true));
  }

  @Test
  void aScriptCacheThatWasFlushedIsFilledAgain() {
    Fence fence = newFence();
    result(fence.claim("flushed", 1, Mark.NONE, 0));
    assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
    assertThat(result(fence.claim("flushed", 2, Mark.NONE, 0)))
        .isEqualTo(new Ownership.Owned(2, true));
    assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
    assertThat(result(fence.kept("flushed", 2, new Mark(2, 1)))).isTrue();
    assertThat(redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
    assertThat(result(fence.mayFork("flushed", new Mark(2, 1)))).isTrue();
  }

  @Test
  void anHonestTabIsServedAfterAllWritesWereLost() {
    Fence fence = newFence();
    result(fence.claim("lost", 1, Mark.NONE, 0));
    result(fence.kept("lost", 1, new Mark(1, 9)));
    assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");
    assertThat(result(fence.kept("lost", 1, new Mark(1, 10)))).as("nobody owns it").isFalse();
    assertThat(result(fence.claim("lost", 2, new Mark(1, 10), 0)))
        .isEqualTo(new Ownership.Owned(2, true));
    assertThat(result(fence.claim("lost", 3, new Mark(1, 9), 0))).isEqualTo(new Ownership.Stale());
  }

  // --- whoever else writes to it

  private static final String ENTRY = "livestash:fence:hostile";
  private static final Mark TOKEN = new Mark(3, 7);

  /** What three questions are answered, each asked of an entry as it was put there. */
  private record Answers(String claim, String kept, String mayFork) {
    static Answers to(String... commands) {
      put(commands);
      String claim = said(asOfANode(Policy.REFUSE).claim("hostile", 5, TOKEN, 4));
      put(commands);
      String kept = said(ofHere().kept("hostile", 3, new Mark(3, 9)));
      put(commands);
      return new Answers(claim, kept, said(ofHere().mayFork("hostile", TOKEN)));
    }
  }

  private static void put(String... commands) {
    redis.command("DEL " + ENTRY);
    for (String command : commands) {
      assertThat(redis.command(command)).doesNotStartWith("-");
    }
  }

  /** In a word: an owner as of an instance unheard of is {@code new}; no other failure has one. */
  private static String said(CompletionStage<?> answer) {
    return answer
        .handle((value, failure) -> failure == null ? word(value) : word(Causes.of(failure)))
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private static String word(Object answer) {
    if (answer instanceof Ownership.Unavailable || answer instanceof StoreUnavailableException) {
      return "unavailable";
    }
    return answer.equals(new Ownership.Owned(5, true)) ? "new" : answer.toString();
  }

  private static Fence ofHere() {
    return here.fence(MEMORY, GRACE, Clock.systemUTC());
  }

  /** As a node asks that has not heard of the instance itself. */
  private static Fence asOfANode(Policy policy) {
    TestTime time = new TestTime();
    MemoryFence blank = new MemoryFence(100, MEMORY, GRACE, time::nanos);
    return new FallbackFence(ofHere(), blank, Limits.of(policy), time, time::nanos);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET ENTRY rubbish             | unavailable | unavailable | unavailable",
        "RPUSH ENTRY g 3               | unavailable | unavailable | unavailable",
        "HSET ENTRY other 1            | new         | false       | true",
        "HSET ENTRY kg 3               | new         | false       | unavailable",
        "HSET ENTRY g 3                | unavailable | unavailable | true",
        "HSET ENTRY g 3 a 1 kg 3 ks 7  | new         | unavailable | unavailable",
      })
  void whatIsNoEntryIsUnavailableOrAsIfThereWereNone(
      String rubbish, String claim, String kept, String mayFork) {
    assertThat(Answers.to(rubbish.replace("ENTRY", ENTRY)))
        .isEqualTo(new Answers(claim, kept, mayFork));
  }

  /**
   * In an entry of a tab whose token is the newest. A number that is too large refuses, at most.
   */
  @ParameterizedTest
  @CsvSource({
    "g, x, unavailable, false, true",
    "g, 1e300, unavailable, false, true",
    "g, 9007199254740991, unavailable, false, true",
    "g, -1e300, new, false, true",
    "g, nan, new, false, true",
    "a, x, unavailable, true, true",
    "a, 1e300, Late[], true, true",
    "a, -1e300, new, true, true",
    "a, nan, new, true, true",
    "kg, x, unavailable, unavailable, unavailable",
    "kg, 1e300, Stale[], true, false",
    "kg, -1e300, new, true, true",
    "kg, nan, new, true, true",
    "kt, x, new, true, unavailable",
    "kt, -1e300, new, true, true",
    "wt, x, new, unavailable, true",
    "wt, 1e300, new, true, true",
    "kt, 1e300, new, true, true",
  })
  void aNumberThatIsNoneInAnEntryIsUnavailableOrRefusesAtMost(
      String field, String number, String claim, String kept, String mayFork) {
    String entry = "HSET " + ENTRY + " g 3 a 1 kg 3 ks 7 kt 0 fg 0 fs 0 wg 3 ws 7 wt 0";
    assertThat(Answers.to(entry, "HSET " + ENTRY + " " + field + " " + number))
        .isEqualTo(new Answers(claim, kept, mayFork));
  }

  @Test
  void whereAnEntryIsUnavailableThePolicyHolds() {
    put("RPUSH " + ENTRY + " 1");
    assertThat(result(asOfANode(Policy.LOCAL).claim("hostile", 5, TOKEN, 4)))
        .isEqualTo(new Ownership.Owned(5, false));
    assertThat(result(asOfANode(Policy.LOCAL).mayFork("hostile", TOKEN))).isTrue();
    assertThat(said(asOfANode(Policy.REFUSE).mayFork("hostile", TOKEN))).isEqualTo("unavailable");
  }

  @Test
  void aKeyOfAnotherTypeIsNoNoteAndGivesWayToOne() {
    put();
    redis.command("RPUSH livestash:note:hostile 1");
    assertThat(result(ofHere().notes(Set.of("hostile")))).isEmpty();
    assertThat(ofHere().note("hostile", "000000000001")).succeedsWithin(Duration.ofSeconds(10));
    assertThat(result(ofHere().notes(Set.of("hostile")))).containsEntry("hostile", "000000000001");
    redis.command("DEL livestash:note:hostile");
  }
}
