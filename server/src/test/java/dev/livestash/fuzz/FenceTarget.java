package dev.livestash.fuzz;

import dev.livestash.fence.BlockingFence;
import dev.livestash.fence.Mark;
import dev.livestash.fence.Ownership;
import dev.livestash.fence.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** An entry that a hostile engine has put in place of ours. */
public final class FenceTarget {
  private static final Mark TOKEN = new Mark(3, 7);
  private static final long SESSION_GEN = 4;
  private static final long MAX = (1L << 53) - 1;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(9), ZoneOffset.UTC);

  private FenceTarget() {}

  private record Hostile(String text) implements BlockingFence.Store {
    @Override
    public @Nullable String get(String sid) {
      return text;
    }

    @Override
    public boolean exchange(String sid, @Nullable String before, String after) {
      return true;
    }
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    BlockingFence fence =
        new BlockingFence(new Hostile(text), Duration.ofMillis(1), Duration.ofMinutes(1), CLOCK);
    try {
      Ownership answer = fence.claim("sid", 5, TOKEN, SESSION_GEN);
      if (answer instanceof Ownership.Owned owned
          && (owned.gen() <= SESSION_GEN || owned.gen() > MAX)) {
        throw new AssertionError("a generation that is none: " + owned.gen());
      }
      var unused = fence.kept("sid", 5, new Mark(5, 9)) || fence.mayFork("sid", TOKEN);
    } catch (StoreUnavailableException notAnEntry) {
      return;
    }
  }
}
