package dev.livestash.internal.snapshot;

import dev.livestash.internal.state.JsonSlice;
import dev.livestash.internal.token.Claims;
import dev.livestash.report.RejectReason;
import java.util.Optional;

/** What a join brought. */
public sealed interface Restore {
  /** A token whose claims hold, as far as they can be checked without the fence. */
  sealed interface Usable extends Restore {
    /** The claims of what the tab holds. */
    Claims token();
  }

  /**
   * A snapshot. Its claims are those of what the tab holds; or, if that names where it rests,
   * perhaps later ones of the same in-memory session.
   */
  record Verified(Claims token, Claims claims, JsonSlice state, HeldByTab held) implements Usable {}

  /** The name of a snapshot that rests in a store, or in a session's memory only. */
  record Reference(Claims token, String key) implements Usable {
    /** The key of what rests nowhere: a session that can store nothing is found by its token. */
    public static final String NOWHERE = "";

    public boolean isNowhere() {
      return key.equals(NOWHERE);
    }
  }

  /**
   * A token that cannot be used.
   *
   * @param own what it holds, if it is authentic, and this tab's
   * @param foreign whose it is, if it is authentic, and bound to somebody else
   */
  record Refused(RejectReason reason, Optional<Usable> own, Optional<Bound> foreign)
      implements Restore {
    /** One that is nobody else's. */
    public Refused(RejectReason reason, Optional<Usable> own) {
      this(reason, own, Optional.empty());
    }
  }

  /**
   * Whose an instance is.
   *
   * @param sub the hash of what it is bound to
   * @param startedAt when it started, seconds since 1970
   */
  record Bound(String sub, long startedAt) {}
}
