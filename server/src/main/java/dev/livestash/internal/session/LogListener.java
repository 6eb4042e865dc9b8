package dev.livestash.internal.session;

import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
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
