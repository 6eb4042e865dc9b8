package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.wire.ServerFrame;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a tab enters a session while its state stays with it: its page shows what it would be shown.
 *
 * @param context what the application sees of this attach
 * @param place where the instance stands with the token
 * @param age how old the instance is
 * @param token says so
 */
record AsleepEntry<S>(TabContext<S> context, Timeline.Place place, Age age, Commit.Sealed token) {
  /** A patch of a render. */
  private static final Object NO_CHANGE = Map.of();

  /** Tells the tab where it is. */
  ServerFrame joined() {
    return new ServerFrame.Joined(
        context.sid(),
        place.gen(),
        context.arrival().outcome().name().toLowerCase(Locale.ROOT),
        Optional.empty(),
        place.seen(),
        0,
        List.of(),
        NO_CHANGE,
        OptionalInt.of(0));
  }

  /** The snapshot that the session relies on. */
  ServerFrame keep() {
    return new ServerFrame.Keep(
        place.gen(), place.seq(), place.seen(), token.stateBytes(), token.token(), token.patched());
  }
}
