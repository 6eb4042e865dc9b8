package dev.livestash.internal.session;

import dev.livestash.report.StashListener;
import dev.livestash.view.Arrival;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Tells a flight recording of the two ways: of each commit, and of each restore. Without a
 * recording it leaves the recorder alone, whose start would make the first tab of a process wait.
 */
final class FlightListener implements StashListener {
  @Name("dev.livestash.Commit")
  @Label("LiveStash commit")
  @Category("LiveStash")
  @Description("A state was encoded, compressed and sealed")
  @StackTrace(false)
  static final class Commit extends Event {
    @Label("View")
    String view = "";

    @Label("State")
    @DataAmount
    int stateBytes;

    @Label("Token")
    @DataAmount
    int tokenBytes;

    @Label("Took")
    @Timespan
    long took;
  }

  @Name("dev.livestash.Restore")
  @Label("LiveStash restore")
  @Category("LiveStash")
  @Description("A tab has attached, from its join to the answer")
  @StackTrace(false)
  static final class Restore extends Event {
    @Label("View")
    String view = "";

    @Label("Outcome")
    String outcome = "";

    @Label("Reason")
    String reason = "";

    @Label("Took")
    @Timespan
    long took;
  }

  @Override
  public void committed(String view, String sid, int stateBytes, int tokenBytes, Duration took) {
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    Commit event = new Commit();
    if (event.shouldCommit()) {
      event.view = view;
      event.stateBytes = stateBytes;
      event.tokenBytes = tokenBytes;
      event.took = took.toNanos();
      event.commit();
    }
  }

  @Override
  public void attached(String view, String sid, Arrival arrival, Duration took) {
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    Restore event = new Restore();
    if (event.shouldCommit()) {
      event.view = view;
      event.outcome = arrival.outcome().name();
      event.reason = arrival.reason().orElse("");
      event.took = took.toNanos();
      event.commit();
    }
  }
}
