package dev.livestash.internal.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the server sends. PROTOCOL.md gives each frame's meaning. */
public sealed interface ServerFrame {
  /**
   * The answer to a join.
   *
   * @param sid the instance
   * @param gen this attachment's generation
   * @param outcome {@code new}, {@code restored}, {@code adopted} or {@code forked}
   * @param reason why the tab's token was not used, or not as the newest
   * @param seen the last event that the state contains
   * @param lost how many events before the tab's outbox are not in the state
   * @param answers the encoded {@code done} frames of events up to {@code seen} that the tab may
   *     not have had
   * @param data the render, or how it differs from what the page shows
   * @param check that it is the latter, as in {@link Render}
   */
  record Joined(
      String sid,
      long gen,
      String outcome,
      Optional<String> reason,
      long seen,
      long lost,
      List<byte[]> answers,
      Object data,
      OptionalInt check)
      implements ServerFrame {}

  /**
   * The answer to an event.
   *
   * @param n the event's number
   * @param reply what the handler replied, if it did
   * @param error why there is no new state, if there is none
   */
  record Done(long n, @Nullable Object reply, Optional<String> error) implements ServerFrame {}

  /**
   * The view changed.
   *
   * @param seen the last event that this render contains
   * @param data the render, or how it differs from the one before
   * @param check that it is the latter, and what can be computed of the render: 0 if it was not
   */
  record Render(long seen, Object data, OptionalInt check) implements ServerFrame {}

  /**
   * A snapshot to store.
   *
   * @param gen its generation
   * @param seq its number
   * @param seen the last event that it contains
   * @param bytes the state's size as JSON
   * @param token its sealed form
   * @param base what it is a patch against, if it is one
   */
  record Keep(long gen, long seq, long seen, long bytes, String token, Optional<String> base)
      implements ServerFrame {}

  /**
   * The state is in the server's memory only: no snapshot of it can be stored.
   *
   * @param seen the last event that the state contains
   * @param why {@code oversize}, {@code unwritable}, {@code unavailable}, {@code quota} or {@code
   *     blocked}
   */
  record Unprotected(long seen, String why) implements ServerFrame {}

  /**
   * The server has come to an event, and is at it.
   *
   * @param n the event's number
   * @param slow whether it has been at it for a while, so that whatever happens now may have
   *     another cause
   */
  record Working(long n, boolean slow) implements ServerFrame {}

  /**
   * The session has let go of its state, which the tab holds.
   *
   * @param gen the generation of the snapshot that the tab brings when it is needed
   * @param seq its number
   */
  record Asleep(long gen, long seq) implements ServerFrame {}

  /** A session that sleeps needs its state. */
  record Needed() implements ServerFrame {}

  /**
   * Something for the page that is no state.
   *
   * @param name what it is
   * @param data the application's own
   */
  record Push(String name, Object data) implements ServerFrame {}

  /** The answer to a ping, and a sign of life while a join waits. */
  record Pong() implements ServerFrame {}

  /**
   * The server is leaving.
   *
   * @param min the tab comes back after at least this time
   * @param max and at most this time
   */
  record Bye(Duration min, Duration max) implements ServerFrame {}
}
