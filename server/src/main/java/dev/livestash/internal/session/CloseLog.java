package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.OnceLog;
import dev.livestash.internal.wire.CloseCode;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Says once for each reason why sockets of a view are closed, where a page may be at fault. */
final class CloseLog {
  /** The others are the usual end, or the log has their cause. */
  private static final Map<CloseCode, Level> LEVELS =
      Map.of(
          CloseCode.PROTOCOL_ERROR, Level.INFO,
          CloseCode.TOO_LARGE, Level.INFO,
          CloseCode.TOO_SLOW, Level.INFO,
          CloseCode.CLIENT_TOO_OLD, Level.INFO,
          CloseCode.TRY_AGAIN_LATER, Level.WARNING);

  private final String view;
  private final OnceLog log = new OnceLog();

  CloseLog(String view) {
    this.view = view;
  }

  void closing(CloseCode code, String reason) {
    Level level = LEVELS.get(code);
    if (level != null) {
      log.say(
          level,
          code + reason,
          view + ": a socket is closed with " + code.number() + ": " + reason);
    }
  }
}
