package dev.livestash.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Whether a tab has heard what its events came to: it is asked by a snapshot behind the answers,
 * where it has no other reason to say so.
 */
final class Hearing<S> {
  /** At which event it was asked last; nobody is asked twice. */
  private long askedAtEvent = -1;

  /** Where the instance stood then, until that is answered. */
  private @Nullable Timeline<S> before;

  private boolean isHeard;

  boolean wasAsked(Timeline<S> now) {
    return askedAtEvent == now.seen();
  }

  void asks(Timeline<S> now) {
    askedAtEvent = now.seen();
    before = now;
  }

  /** The tab has stored a snapshot. */
  void answered(Timeline<S> now) {
    isHeard = before != null && isAsItWas(now, before);
    before = null;
  }

  /** Whether it has just answered that it has heard. */
  boolean takeHeard() {
    boolean was = isHeard;
    isHeard = false;
    return was;
  }

  /** The tab has gone before it has answered: it holds all there is, as it did before. */
  Timeline<S> unasked(Timeline<S> now) {
    Timeline<S> then = before;
    return then != null && isAsItWas(now, then) ? then : now;
  }

  @SuppressWarnings("ReferenceEquality") // each change makes a new one
  private static <S> boolean isAsItWas(Timeline<S> now, Timeline<S> then) {
    return now.state() == then.state() && now.seen() == then.seen();
  }
}
