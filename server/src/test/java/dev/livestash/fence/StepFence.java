package dev.livestash.fence;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A fence whose memory can be taken out and put back between two steps: the rules of {@link
 * FenceEntry} over a plain map, while time stands still. Not for use by several threads.
 */
public final class StepFence implements Fence {
  private static final FenceEntry.Grace GRACE = new FenceEntry.Grace(1, 0);

  /** What a fence knows. */
  public record Memory(Map<String, FenceEntry> entries) {
    public static final Memory EMPTY = new Memory(Map.of());

    public Memory {
      entries = Map.copyOf(entries);
    }

    /** The generation that owns the instance; 0 if none does. */
    public long gen(String sid) {
      FenceEntry entry = entries.get(sid);
      return entry == null ? 0 : entry.gen();
    }

    /** The instance's kept mark. */
    public Mark kept(String sid) {
      FenceEntry entry = entries.get(sid);
      return entry == null ? Mark.NONE : entry.kept();
    }

    /** The instance's last attempt that was not late; 0 if there was none. */
    public long attempt(String sid) {
      FenceEntry entry = entries.get(sid);
      return entry == null ? 0 : entry.attempt();
    }
  }

  private final boolean shared;
  private final Map<String, FenceEntry> entries = new HashMap<>();
  private boolean asked;

  public StepFence(boolean shared) {
    this.shared = shared;
  }

  /** Whether anybody has asked it since it last recalled something. */
  public boolean wasAsked() {
    return asked;
  }

  public Memory memory() {
    return new Memory(entries);
  }

  public void recall(Memory memory) {
    asked = false;
    entries.clear();
    entries.putAll(memory.entries());
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    asked = true;
    FenceEntry.Decision decision =
        FenceEntry.claim(entries.get(sid), attempt, token, sessionGen, GRACE);
    entries.put(sid, decision.entry());
    return CompletableFuture.completedFuture((shared ? decision.shared() : decision).claim());
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    asked = true;
    @Nullable FenceEntry now =
        entries.computeIfPresent(sid, (key, entry) -> entry.kept(gen, mark, GRACE));
    return CompletableFuture.completedFuture(now != null && now.gen() == gen);
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    asked = true;
    FenceEntry entry = entries.get(sid);
    return CompletableFuture.completedFuture(entry == null || entry.mayFork(token, GRACE));
  }
}
