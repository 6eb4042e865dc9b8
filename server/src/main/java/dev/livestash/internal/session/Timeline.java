package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.snapshot.Restore.Verified;
import dev.livestash.internal.token.Claims;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance stands: its state and its place in history. Immutable; each method is one step
 * of the ownership and exactly-once rules.
 *
 * @param epoch the in-memory session, as the {@code own} claim of the tokens that it seals
 * @param origin the token that the session was restored from, if it was
 * @param gen the generation that owns the instance
 * @param seq the last snapshot's number
 * @param seen the last event that the state contains
 * @param state the state
 * @param inFlight the snapshot that was sent and not answered yet
 * @param dirty whether something changed since the last snapshot was sealed
 * @param kept the newest snapshot that its tab is known to have had
 */
public record Timeline<S>(
    String epoch,
    @Nullable Origin origin,
    long gen,
    long seq,
    long seen,
    S state,
    @Nullable Mark inFlight,
    boolean dirty,
    Mark kept) {

  /** One certain token: its place, and the session that sealed it. */
  public record Origin(String epoch, Mark mark) {
    static Origin of(Claims claims) {
      return new Origin(claims.own(), claims.mark());
    }
  }

  /**
   * Where a line stands whose state its tab alone holds.
   *
   * @param epoch the in-memory session
   * @param origin the token that the session was restored from, if it was
   * @param gen the generation that owns the instance
   * @param seq the snapshot that its tab holds
   * @param seen the last event in it
   */
  record Place(String epoch, @Nullable Origin origin, long gen, long seq, long seen) {
    Mark mark() {
      return new Mark(gen, seq);
    }

    /** Whether a token is of exactly this snapshot. */
    boolean is(Claims token) {
      return token.own().equals(epoch) && token.mark().equals(mark()) && token.seen() == seen;
    }
  }

  /** What to do with an event that has a number. */
  enum Turn {
    /** It is the next one. */
    NEXT,
    /** The state contains it. */
    SEEN,
    /** One before it is missing. */
    GAP
  }

  static <S> Timeline<S> first(String epoch, long gen, long seen, S state) {
    return new Timeline<>(epoch, null, gen, 0, seen, state, null, true, Mark.NONE);
  }

  static <S> Timeline<S> restored(String epoch, long gen, Verified from, S state) {
    return new Timeline<>(
        epoch,
        Origin.of(from.token()),
        gen,
        from.claims().seq(),
        from.claims().seen(),
        state,
        null,
        true,
        // Its tab is not known to have had what a store has come to.
        from.token().mark());
  }

  /**
   * The line goes on where it stood, with the state that its tab has brought back.
   *
   * @param isAnswerDue whether the tab has not answered that snapshot yet
   */
  static <S> Timeline<S> woken(Place place, S state, boolean isAnswerDue) {
    Mark mark = place.mark();
    Mark before = place.origin == null ? Mark.NONE : place.origin.mark();
    return new Timeline<>(
        place.epoch,
        place.origin,
        place.gen,
        place.seq,
        place.seen,
        state,
        isAnswerDue ? mark : null,
        false,
        isAnswerDue ? before : mark);
  }

  Place place() {
    return new Place(epoch, origin, gen, seq, seen);
  }

  /** A new instance's timeline, which goes on from a snapshot of another one. */
  static <S> Timeline<S> forked(String epoch, long gen, Verified from, long seen, S state) {
    Timeline<S> line = restored(epoch, gen, from, state);
    return new Timeline<>(epoch, line.origin, gen, line.seq, seen, state, null, true, Mark.NONE);
  }

  /**
   * Whether a token is of this line, so that the state in memory is its future. Not decided by
   * comparing numbers: a late join can give an older state a higher generation.
   */
  boolean descendsFrom(Claims token) {
    return token.own().equals(epoch) || Origin.of(token).equals(origin);
  }

  /**
   * Whether a token is not ahead of this line, which is so unless the machine was set back to an
   * earlier image of its memory.
   */
  boolean hasComeTo(Claims token) {
    return place().mark().compareTo(token.mark()) >= 0 || isAskedBy(token);
  }

  /** One more snapshot of the same, by which its tab was asked what it has heard before it left. */
  private boolean isAskedBy(Claims token) {
    return token.gen() == gen && token.seq() == seq + 1 && token.seen() == seen;
  }

  /** Goes on under another generation, with a tab that holds a snapshot of it. */
  Timeline<S> adopted(long newGen, Mark held) {
    return new Timeline<>(epoch, origin, newGen, seq, seen, state, null, true, kept.max(held));
  }

  Turn turn(long n) {
    if (n <= seen) {
      return Turn.SEEN;
    }
    return n == seen + 1 ? Turn.NEXT : Turn.GAP;
  }

  Timeline<S> handled(long n, S newState) {
    return new Timeline<>(epoch, origin, gen, seq, n, newState, inFlight, true, kept);
  }

  /**
   * After a change that has no number.
   *
   * @param isEqual compares states by the application's code
   */
  @SuppressWarnings("ReferenceEquality") // the same object needs no comparing, however large it is
  public Timeline<S> changed(S newState, BiPredicate<S, S> isEqual) {
    boolean same = newState == state || isEqual.test(newState, state);
    return new Timeline<>(epoch, origin, gen, seq, seen, newState, inFlight, dirty || !same, kept);
  }

  /** An earlier state, with all events in it: those that led on from there have failed. */
  Timeline<S> goneBackTo(S earlier) {
    return new Timeline<>(epoch, origin, gen, seq, seen, earlier, inFlight, true, kept);
  }

  /** The state as it was, to be sealed again before its token expires. */
  Timeline<S> renewed() {
    return new Timeline<>(epoch, origin, gen, seq, seen, state, inFlight, true, kept);
  }

  /** Whether a snapshot is due: at most one is in flight, and none is sealed if nothing changed. */
  public boolean isDue() {
    return dirty && inFlight == null;
  }

  Timeline<S> sealed() {
    return new Timeline<>(
        epoch, origin, gen, seq + 1, seen, state, new Mark(gen, seq + 1), false, kept);
  }

  /**
   * The snapshot that is due could not be sealed: its number is used up, there is nothing to wait
   * for, and the next change tries again.
   */
  Timeline<S> unsealed() {
    return new Timeline<>(epoch, origin, gen, seq + 1, seen, state, inFlight, false, kept);
  }

  Optional<Timeline<S>> answered(Mark mark) {
    return mark.equals(inFlight)
        ? Optional.of(new Timeline<>(epoch, origin, gen, seq, seen, state, null, dirty, kept))
        : Optional.empty();
  }

  /** The tab holds a snapshot. */
  Timeline<S> kept(Mark mark) {
    return new Timeline<>(epoch, origin, gen, seq, seen, state, inFlight, dirty, kept.max(mark));
  }

  /**
   * Whether nothing that a tab relies on is lost with it: it can bring this back, or had nothing.
   */
  boolean isRestorable() {
    return isKept() || kept.equals(Mark.NONE);
  }

  /** Whether all that is in memory is in a snapshot that the tab is known to hold. */
  boolean isKept() {
    return !dirty && inFlight == null && kept.equals(new Mark(gen, seq));
  }
}
