package dev.livestash.fence;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * A fence that nodes share, with this node's memory beside it: for what this node knows by itself,
 * and for when the shared one does not answer.
 *
 * <p>What either fence has against a token counts, so that it is never weaker than this node's
 * memory alone. What the shared one grants is noted in this node's memory, which is therefore not
 * blank when it is needed.
 *
 * <p><b>When the engine fails.</b> No question waits longer than {@linkplain Limits#timeout a
 * timeout}. After a failure the engine is not asked for {@linkplain Limits#pause a pause}; then one
 * question finds out whether it is back. Meanwhile the {@linkplain Policy policy} holds. Recovery
 * needs nobody. A state in a browser tab is never lost by it: at worst the tab is asked to come
 * again.
 *
 * <p><b>What may be missed.</b> The marks of kept snapshots are written to the engine {@linkplain
 * Limits#markInterval an interval} late, so that it has no work with events. The mark at the engine
 * is therefore up to an interval older than the tab's newest token: within it, a token that the tab
 * has just replaced would pass on another node (not on this one). What is due is written later if
 * the engine is down, and is lost with this node. An instance that was claimed while the engine was
 * down is unknown to it until the tab's next claim. An engine that has lost writes, in a failover
 * or because it was emptied, takes the next token of an instance for the newest; what was noted of
 * users' sessions is known to those nodes that have asked before. In all these cases an older token
 * may be taken for the newest, as without a shared fence; a tab that brings its newest token is
 * never refused.
 */
public final class FallbackFence implements Fence {
  /**
   * Further ahead of what this node knows no generation can be. So an engine that lies would have
   * to do so two million times until no browser can hold the number.
   */
  private static final long MAX_AHEAD = 1L << 32;

  private final Fence shared;
  private final MemoryFence local;
  private final Policy policy;
  private final SharedEngine engine;
  private final MarkWriter marks;

  /** What holds while the engine does not answer. */
  public enum Policy {
    /** This node goes on with what it knows by itself, and says so: {@code shared} is false. */
    LOCAL("This node goes on with its own memory: arrivals say LOCAL until it does."),
    /**
     * A tab that brings a token is asked to come again; new instances start, for nobody else knows
     * them.
     */
    REFUSE("Tabs that bring a token are closed with 1013 until it does.");

    private final String means;

    Policy(String means) {
      this.means = means;
    }
  }

  /**
   * How long things take.
   *
   * @param policy what holds while the engine does not answer
   * @param timeout how long a question may wait for its answer
   * @param pause for how long an engine that has failed is not asked
   * @param markInterval how late the mark of a kept snapshot is written to the engine
   */
  public record Limits(Policy policy, Duration timeout, Duration pause, Duration markInterval) {
    /** How long a question may wait by default. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

    /** For how long an engine that has failed is not asked by default. */
    public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);

    /** How late marks are written by default. */
    public static final Duration DEFAULT_MARK_INTERVAL = Duration.ofSeconds(1);

    /**
     * Checks them.
     *
     * @param policy what holds while the engine does not answer
     * @param timeout more than zero
     * @param pause more than zero
     * @param markInterval more than zero
     * @throws IllegalArgumentException if a duration is zero or negative
     */
    public Limits {
      for (Duration duration : new Duration[] {timeout, pause, markInterval}) {
        if (duration.isNegative() || duration.isZero()) {
          throw new IllegalArgumentException(
              "A limit of a shared fence is " + duration + "; give more than zero.");
        }
      }
    }

    /**
     * The defaults.
     *
     * @param policy what holds while the engine does not answer
     * @return 500 ms, 1 s and 1 s
     */
    public static Limits of(Policy policy) {
      return new Limits(policy, DEFAULT_TIMEOUT, DEFAULT_PAUSE, DEFAULT_MARK_INTERVAL);
    }
  }

  /**
   * Puts a node's memory beside a shared fence.
   *
   * @param shared the fence that nodes share
   * @param local this node's memory, used by nobody else
   * @param limits how long things take
   * @param scheduler runs what is due later
   * @param nanoTime a monotonic clock
   */
  public FallbackFence(
      Fence shared, MemoryFence local, Limits limits, Scheduler scheduler, LongSupplier nanoTime) {
    this.shared = shared;
    this.local = local;
    this.policy = limits.policy();
    Breaker breaker = new Breaker(limits.pause(), nanoTime);
    this.engine = new SharedEngine(breaker, limits.timeout(), scheduler, policy.means);
    this.marks = new MarkWriter(shared, engine, limits.markInterval(), scheduler, nanoTime);
  }

  @Override
  public CompletionStage<Ownership> claim(String sid, long attempt, Mark token, long sessionGen) {
    Optional<Ownership> refusal = local.refusal(sid, attempt, token);
    if (refusal.isPresent()) {
      return CompletableFuture.completedFuture(refusal.get());
    }
    // An engine that has lost writes must not give a generation twice.
    long knownGen = Math.max(sessionGen, local.gen(sid));
    return engine
        .ask(
            () ->
                shared
                    .claim(sid, attempt, token, knownGen)
                    .thenApply(answer -> possible(answer, Math.max(token.gen(), knownGen))))
        .thenCompose(
            answer ->
                answer.isPresent()
                    ? noted(sid, attempt, token, answer.get())
                    : claimAlone(sid, attempt, token, sessionGen));
  }

  /**
   * Whoever can write to the engine can make it refuse, but not make an owner of somebody who was
   * here before: such an answer counts as none.
   */
  private static Ownership possible(Ownership answer, long knownGen) {
    if (answer instanceof Ownership.Owned owned
        && (owned.gen() <= knownGen || owned.gen() - knownGen > MAX_AHEAD)) {
      throw new StoreUnavailableException(
          "It granted a generation that cannot be; look who else writes to it.", null);
    }
    return answer;
  }

  private CompletionStage<Ownership> noted(String sid, long attempt, Mark token, Ownership answer) {
    if (answer instanceof Ownership.Owned owned) {
      local.granted(sid, owned.gen(), attempt, token);
    }
    return CompletableFuture.completedFuture(answer);
  }

  /** Without the engine. Of a new instance, which has no token yet, no other node knows. */
  private CompletionStage<Ownership> claimAlone(
      String sid, long attempt, Mark token, long sessionGen) {
    return policy == Policy.LOCAL || token.equals(Mark.NONE)
        ? local.claim(sid, attempt, token, sessionGen)
        : CompletableFuture.completedFuture(new Ownership.Unavailable());
  }

  /** The engine has room for all, or none. */
  @Override
  public void isOf(String sid, String client) {
    local.isOf(sid, client);
  }

  @Override
  public CompletionStage<Boolean> kept(String sid, long gen, Mark mark) {
    marks.note(sid, gen, mark);
    return local.kept(sid, gen, mark);
  }

  @Override
  public CompletionStage<Boolean> keptAtOnce(String sid, long gen, Mark mark) {
    return local
        .kept(sid, gen, mark)
        .thenCompose(
            isOwner ->
                isOwner
                    ? keptElsewhere(sid, gen, mark).thenCompose(this::orAlone)
                    : keptIfForgotten(sid, gen, mark));
  }

  /** Memory that has forgotten an instance has nothing against its owner. */
  private CompletionStage<Boolean> keptIfForgotten(String sid, long gen, Mark mark) {
    return local.gen(sid) == 0
        ? keptElsewhere(sid, gen, mark).thenApply(answer -> answer.orElse(false))
        : CompletableFuture.completedFuture(false);
  }

  private CompletionStage<Optional<Boolean>> keptElsewhere(String sid, long gen, Mark mark) {
    return engine
        .ask(() -> shared.kept(sid, gen, mark))
        .thenApply(
            answer -> {
              if (answer.isEmpty()) {
                // It is written as any other mark, when the engine is back.
                marks.note(sid, gen, mark);
              }
              return answer;
            });
  }

  @Override
  public CompletionStage<Boolean> mayFork(String sid, Mark token) {
    return local
        .mayFork(sid, token)
        .thenCompose(
            may -> may ? mayForkElsewhere(sid, token) : CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Boolean> mayForkElsewhere(String sid, Mark token) {
    return engine.ask(() -> shared.mayFork(sid, token)).thenCompose(this::orAlone);
  }

  @Override
  public CompletionStage<Void> note(String name, String text) {
    return local
        .note(name, text)
        .thenCompose(here -> engine.ask(() -> shared.note(name, text).thenApply(there -> true)))
        .thenCompose(
            answer ->
                answer.isPresent()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(noAnswer()));
  }

  @Override
  public CompletionStage<Map<String, String>> notes(Set<String> names) {
    return local.notes(names).thenCompose(here -> notesElsewhere(names, here));
  }

  private CompletionStage<Map<String, String>> notesElsewhere(
      Set<String> names, Map<String, String> here) {
    return engine
        .ask(() -> shared.notes(names))
        .thenCompose(
            answer -> {
              if (answer.isEmpty() && policy == Policy.REFUSE) {
                return CompletableFuture.failedFuture(noAnswer());
              }
              Map<String, String> all = new HashMap<>(here);
              answer.orElseGet(Map::of).forEach((name, text) -> learn(all, name, text));
              return CompletableFuture.completedFuture(all);
            });
  }

  /** What the engine says once is known here while it does not answer, or has lost it. */
  private void learn(Map<String, String> all, String name, String text) {
    if (NoteText.isOne(text) && !text.equals(all.get(name))) {
      var unused = local.note(name, text);
      all.merge(name, text, NoteText::higher);
    }
  }

  private static StoreUnavailableException noAnswer() {
    return new StoreUnavailableException("The shared fence does not answer.", null);
  }

  private CompletableFuture<Boolean> orAlone(Optional<Boolean> answer) {
    return answer.map(CompletableFuture::completedFuture).orElseGet(this::alone);
  }

  private CompletableFuture<Boolean> alone() {
    return policy == Policy.LOCAL
        ? CompletableFuture.completedFuture(true)
        : CompletableFuture.failedFuture(noAnswer());
  }
}
