package dev.livestash.testkit;

/** Where on an event's way its server is lost. The tab has the event in its outbox each time. */
public enum CrashPoint {
  /** The event has not reached its server. */
  BEFORE_HANDLED,
  /** It was handled, and neither answer nor snapshot has reached its tab. */
  BEFORE_ANSWERED,
  /** The tab has its answer, and not its snapshot. */
  BEFORE_KEPT,
  /** The tab has its snapshot, and the server did not hear of that. */
  AFTER_KEPT
}
