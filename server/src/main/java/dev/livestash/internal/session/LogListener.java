package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.OnceLog;
import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import dev.livestash.view.Outcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Writes to the log what somebody will look for there: each line is in the table of {@code
 * docs/operations.md}. What strangers can bring about at will is said once.
 */
final class LogListener implements StashListener {
  /** HTTP's status codes for what is said before a socket is there (RFC 9110, RFC 6585). */
  private static final int URI_TOO_LARGE = 414;

  private static final int HEADERS_TOO_LARGE = 431;

  private static final Logger LOG = System.getLogger("dev.livestash");

  private final OnceLog origins = new OnceLog();
  private final OnceLog handshakes = new OnceLog();
  private final OnceLog joins = new OnceLog();
  private final OnceLog tokens = new OnceLog();
  private final OnceLog said = new OnceLog();
  private final OnceLog events = new OnceLog();
  private final OnceLog stuck = new OnceLog();
  private final OnceLog poisoned = new OnceLog();
  private final OnceLog dropped = new OnceLog();

  @Override
  public void attached(String view, String sid, Arrival arrival, Duration took) {
    LOG.log(
        Level.DEBUG,
        "{0} {1} {2}{3}, gen={4}, fence={5}",
        view,
        sid,
        arrival.outcome(),
        arrival.reason().map(reason -> ": " + reason).orElse(""),
        Long.toString(arrival.gen()),
        arrival.fencing());
    if (arrival.lost() > 0) {
      // How many, its tab says: any number, and as often as it likes.
      String lost =
          arrival.lost() + " answered events were lost with a state that nothing had stored";
      said.sayEach(Level.WARNING, view + " lost", view + " " + sid + ": " + lost, "a view");
    } else if (arrival.outcome() == Outcome.FORKED && arrival.reason().isPresent()) {
      String older = view + " " + sid + ": goes on from an older state than its tab had";
      said.sayEach(Level.INFO, view + " older", older, "a view");
    }
  }

  @Override
  public void rejected(String view, RejectReason reason) {
    tokens.say(
        Level.INFO,
        view + reason,
        view + ": token rejected: " + reason.code() + " (said once; each is at level DEBUG)");
    LOG.log(Level.DEBUG, "{0}: one token rejected: {1}", view, reason.code());
  }

  @Override
  public void unprotected(String view, String sid, String why) {
    String text = view + " " + sid + ": the newest state is not protected: " + why;
    said.sayEach(Level.WARNING, view + " " + why, text, "a view and cause");
  }

  @Override
  public void dropped(String view, String why) {
    String what =
        switch (why) {
          case "waiting" -> "messages are dropped, since too many wait for a session";
          case "memory" -> "messages are dropped, since this node has no room for more";
          case "asleep" -> "changes of sessions that sleep, or messages to them, are dropped";
          case "invalid" -> "a message does not fit its handler, and is dropped";
          case "bus" -> "messages may not have come to the other nodes: see to the bus";
          case "malformed" -> "what has come over the bus is no message, and is dropped";
          case "unread" -> "pushes are dropped, since too many wait for a tab";
          case "groups" -> "a tab is not made a member of a group, since it is one of 64 others";
          default -> "pushes are dropped, since their tab is not there";
        };
    Level level = why.equals("away") || why.equals("asleep") ? Level.DEBUG : Level.WARNING;
    String about = view.isEmpty() ? "groups" : view;
    dropped.say(level, view + why, about + ": " + what + " (said once)");
  }

  @Override
  public void stuck(String view, String frame, int bytes) {
    String size = frame.equals("keep") ? " of " + bytes + " bytes" : " after " + bytes + " bytes";
    stuck.say(
        Level.WARNING,
        view + frame,
        view
            + ": a frame does not get through: "
            + frame
            + size
            + ". Three sockets in a row were lost with it; see to what stands in front: its limits"
            + " of size and time, and whether it passes on what it has (said once)");
  }

  @Override
  public void refusedOrigin(String view, String origin, String host) {
    origins.say(
        Level.WARNING, origin, view + ": refused a page of the origin " + why(origin, host));
  }

  /** With both names, and what to do about it. */
  private static String why(String origin, String host) {
    if (isOwnInHttp(origin, host)) {
      return String.format(
          "%s, since this host, %s, has https, as X-Forwarded-Proto, Forwarded or the connection"
              + " says. Have http redirected to https; if the site has none, have the proxy in front"
              + " say so.",
          Shown.quoted(origin), Shown.quoted(host));
    }
    String caution =
        origin.equals("null") ? ", which lets in each sandboxed frame and local file," : "";
    return String.format(
        "%s, which is neither this host, %s, nor allowed. If it is a page of yours, call"
            + " allowOrigin(%s)%s on the builder; if a proxy stands in front, have it pass Host as"
            + " the browser sent it.",
        Shown.quoted(origin), Shown.quoted(host), Shown.quoted(origin), caution);
  }

  /** Of this host, then, so that only its scheme can be what it was refused for. */
  private static boolean isOwnInHttp(String origin, String host) {
    return origin
        .replaceFirst(":80$", "")
        .equalsIgnoreCase("http://" + host.replaceFirst(":80$", ""));
  }

  @Override
  public void refusedHandshake(String view, int status, String quota) {
    boolean isTooLarge = status == URI_TOO_LARGE || status == HEADERS_TOO_LARGE;
    handshakes.say(
        quota.isEmpty() && !isTooLarge ? Level.DEBUG : Level.WARNING,
        view + status + quota,
        view
            + ": a handshake was answered "
            + status
            + (isTooLarge ? ", since its address or its headers are too large" : whyNot(quota))
            + " (said once)");
  }

  private static String whyNot(String quota) {
    return quota.isEmpty()
        ? ", as admit(…) or binding(…) has said, or for what it has thrown"
        : ", since the quota "
            + quota
            + " is used up: other clients do not notice, unless they share its address behind a"
            + " proxy that withTrustedProxies(…) does not name";
  }

  @Override
  public void slowed(String view, String quota) {
    handshakes.say(
        Level.WARNING,
        view + quota,
        view
            + ": a client is slowed down, since it sends more than the quota "
            + quota
            + " allows; none of its events is lost (said once)");
  }

  @Override
  public void refusedJoin(String view, String asked) {
    joins.say(
        Level.WARNING,
        view + " " + asked,
        String.format(
            "%s: refused a join for the view %s, which is not the one that is mounted at this"
                + " address. Give connect() this one's name, or the other one's address.",
            view, Shown.quoted(asked)));
  }

  @Override
  public void refusedEvent(String view, String key, String name, String error, String why) {
    String what = view + ": the event " + Shown.quoted(name);
    switch (error) {
      case "unknown" ->
          events.say(
              Level.WARNING,
              view + error + name,
              what + " has no handler. Add one with on(…), or mend the page's send(…).");
      case "poisoned" ->
          poisoned.say(
              Level.WARNING,
              view + key,
              what
                  + " is skipped, since its servers were lost at it, or it was too large. Its key is "
                  + key);
      default ->
          events.say(
              Level.WARNING, view + error + name + why, what + " does not fit its handler: " + why);
    }
  }
}
