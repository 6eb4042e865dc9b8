package dev.livestash.internal.snapshot;

import dev.livestash.internal.stores.Slot;
import java.util.Optional;

/**
 * What a tab holds, as its join has shown.
 *
 * @param slot where its snapshot rests, if its token names that
 * @param whole its whole token, if that holds a state
 * @param isTicket whether its token holds no state and names none
 */
public record HeldByTab(Optional<Slot> slot, Optional<JoinToken> whole, boolean isTicket) {
  public static final HeldByTab NOTHING = new HeldByTab(Optional.empty(), Optional.empty(), false);

  /** What a tab holds by its token. */
  public static HeldByTab of(Restore.Usable token) {
    if (token instanceof Restore.Verified snapshot) {
      return snapshot.held();
    }
    boolean isTicket = token instanceof Restore.Reference reference && reference.isNowhere();
    return new HeldByTab(Optional.empty(), Optional.empty(), isTicket);
  }

  static HeldByTab whole(Optional<JoinToken> whole) {
    return new HeldByTab(Optional.empty(), whole, false);
  }

  static HeldByTab at(Slot slot) {
    return new HeldByTab(Optional.of(slot), Optional.empty(), false);
  }
}
