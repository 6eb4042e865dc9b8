package dev.livestash.internal.session;

/** A mistake made on purpose. The explorer has to find it. */
enum Seed {
  NONE,
  /** A session is adopted because its generation and sequence are not below the token's. */
  ADOPT_BY_NUMBER,
  /** A token below the kept mark is accepted. */
  ACCEPT_STALE,
  /** The tab drops its events when it sees them rendered, not when they are kept. */
  TRIM_ON_RENDER,
  /** The tab lets go of events that no snapshot holds, and nobody has told it so. */
  TRIM_UNTOLD,
  /** What came of an event leaves before the fence knows its snapshot. */
  ANSWER_EARLY,
  /** A claim leaves the socket of before open. */
  KEEP_OLD_SOCKET,
  /** A snapshot does not wait for the last one's answer, and answers are taken for each other. */
  SWAP_ACKS,
  /** A session sleeps before its tab has stored the newest state. */
  SLEEP_EARLY,
  /** A wake is taken though its state is an older one. */
  WAKE_OLDER,
  /** A change from outside is made to a state that is not there. */
  UPDATE_NOTHING,
  /** A change from outside, for which a state has woken, is not made. */
  UPDATE_DROPPED,
  /** A change from outside, for which a state has woken, is made twice. */
  UPDATE_REPEATED,
  /** A tab is not shown its state, though its page shows another one. */
  SHOW_ANOTHER,
  /** An answer of the fence is taken although that of a later claim was there before it. */
  TAKE_PASSED
}
