package dev.livestash.internal.snapshot;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of a commit. */
public sealed interface Commit {
  /**
   * A token, the size of the state in it as JSON, and what the next patch is made against. A
   * patch's base is the one it was made against; a whole token's is its own, if a tab may hold it.
   */
  record Sealed(String token, int stateBytes, @Nullable HeldBase base, boolean isPatch)
      implements Commit {
    /** The name of the base that it patches, if it is a patch. */
    public Optional<String> patched() {
      return Optional.ofNullable(base).filter(held -> isPatch).map(HeldBase::name);
    }

    /** Whether its state is the one that its tab had brought, so that it was not even written. */
    boolean isUnchanged() {
      return isPatch && base != null && !base.base().isTraced();
    }

    /** How much a tab holds that holds it. */
    public int tabBytes() {
      return token.length() + (isPatch && base != null ? base.tokenBytes() : 0);
    }
  }

  /** The state is larger than may be, or its token than has room anywhere. */
  String OVERSIZE = "oversize";

  /** The state cannot be written. */
  String UNWRITABLE = "unwritable";

  /** No token, and why: {@link #OVERSIZE} or {@link #UNWRITABLE}. */
  record Unsealed(String why) implements Commit {}
}
