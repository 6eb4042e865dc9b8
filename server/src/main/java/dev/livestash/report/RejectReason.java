package dev.livestash.report;

import java.util.Locale;

/** Why a token was not used. The code is the same in logs, metrics and {@code Arrival.reason()}. */
public enum RejectReason {
  /** Past its {@code exp}, or past the instance's absolute lifetime. */
  EXPIRED,
  /** The tab has kept a later snapshot: a rollback or a replay. */
  STALE,
  /** Sealed for another user, view or issuer. */
  FOREIGN,
  /** Tampered with, truncated, or sealed with a key that is not in the ring. */
  UNREADABLE,
  /** Larger than the server accepts, sealed or inflated. */
  OVERSIZE,
  /**
   * Of an earlier schema version from which no migration leads here, or the state does not bind.
   */
  UNMIGRATABLE,
  /** The state binds, but the view could not attach to it or show it. */
  UNUSABLE,
  /** Names a server-side entry that is gone. */
  MISSING,
  /** Its user's session was revoked after the instance had started. */
  REVOKED,
  /** Of a later schema version: another node can open it, so the tab keeps it. */
  NEWER;

  /**
   * The reason's stable name.
   *
   * @return such as {@code "expired"}
   */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What the tab is told: no more than it needs, since an attacker reads it too.
   *
   * @return {@code expired}, {@code stale}, {@code newer} or {@code rejected}
   */
  public String wireCode() {
    return switch (this) {
      case EXPIRED, STALE, NEWER -> code();
      case FOREIGN, UNREADABLE, OVERSIZE, UNMIGRATABLE, UNUSABLE, MISSING, REVOKED -> "rejected";
    };
  }
}
