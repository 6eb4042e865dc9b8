package dev.livestash.internal.snapshot;

import dev.livestash.internal.stores.Slot;
import java.util.Optional;

/**
 * What a tab holds, as its join has shown.
 *
 * @param slot where its snapshot rests, if its token names that
 * @param whole its whole token, if that holds a state
 */
public record HeldByTab(Optional<Slot> slot, Optional<JoinToken> whole) {
  public static final HeldByTab NOTHING = new HeldByTab(Optional.empty(), Optional.empty());
}
