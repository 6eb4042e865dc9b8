package dev.livestash.internal.session;

import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import dev.livestash.view.Outcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Writes to the log what somebody will look for there. */
final class LogListener implements StashListener {
  private static final Logger LOG = System.getLogger("dev.livestash");

  @Override
  public void attached(String view, String sid, Arrival arrival, Duration took) {
    LOG.log(
        Level.DEBUG,
        "{0} {1} {2}{3}, fence={4}",
        view,
        sid,
        arrival.outcome(),
        arrival.reason().map(reason -> ": " + reason).orElse(""),
        arrival.fencing());
    if (arrival.lost() > 0) {
      LOG.log(
          Level.WARNING,
          "{0} {1}: {2} answered events were lost with a state that nothing had stored",
          view,
          sid,
          arrival.lost());
    } else if (arrival.outcome() == Outcome.FORKED && arrival.reason().isPresent()) {
      LOG.log(Level.INFO, "{0} {1}: goes on from an older state than its tab had", view, sid);
    }
  }

  @Override
  public void rejected(String view, RejectReason reason) {
    LOG.log(Level.INFO, "{0}: token rejected: {1}", view, reason.code());
  }

  @Override
  public void unprotected(String view, String sid, String why) {
    LOG.log(Level.WARNING, "{0} {1}: the newest state is not protected: {2}", view, sid, why);
  }
}
