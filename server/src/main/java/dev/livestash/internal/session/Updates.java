package dev.livestash.internal.session;

/** What a context may ask of its session, from any thread. */
interface Updates<S> {
  String sid();

  /** What comes to it from elsewhere than its tab. */
  Outside<S> outside();

  /** Sends the tab away for good, in the session's turn. */
  void refuse(String reason);
}
