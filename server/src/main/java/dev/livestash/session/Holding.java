package dev.livestash.session;

import java.util.Optional;

/**
 * What a tab holds, as its join has shown.
 *
 * @param rest where its snapshot rests, if its token names that
 * @param whole its whole token, if that holds a state
 */
record Holding(Optional<Rest> rest, Optional<BroughtToken> whole) {
  static final Holding NOTHING = new Holding(Optional.empty(), Optional.empty());
}
