package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.session.HistoryView.History;
import dev.livestash.internal.session.Violation.Kind;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.view.Rewind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of all that a tab is told. */
final class ToldChecks {
  private final Scenario scenario;

  ToldChecks(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Whether those are all events, each once and in order; and no more marks than changes. */
  void history(long seen, List<?> events) {
    int marks = History.marks(events);
    Violation.unless(marks <= scenario.updates, Kind.UPDATE_TWICE, events);
    boolean isWhole = events.size() - marks == (scenario.unknown ? 0 : seen);
    for (int i = marks; i < events.size(); i++) {
      isWhole &= events.get(i).equals(i - marks + 1L);
    }
    Violation.unless(isWhole, Kind.WRONG_HISTORY, events);
  }

  void joined(ModelTab tab, ServerFrame.Joined joined) {
    Violation.unless(!tab.live(), Kind.BROKEN_PROTOCOL, "joined twice");
    if (joined.check().isPresent()) {
      Violation.unless(
          tab.page().seen() == joined.seen() && tab.page().marks() == tab.marks(),
          Kind.WRONG_HISTORY,
          "the same as " + tab.page() + ": " + joined);
    } else {
      history(joined.seen(), (List<?>) joined.data());
    }
    if (joined.reason().isPresent()) {
      mayBeStale(tab, joined);
      return;
    }
    Snapshot stored = tab.stored();
    boolean isFresh = joined.outcome().equals("new");
    Violation.unless(isFresh == (stored == null), Kind.REFUSED, joined);
    boolean isOwn = stored != null && stored.sid().equals(joined.sid());
    boolean isForked = joined.outcome().equals("forked");
    Violation.unless(isFresh || isForked != isOwn, Kind.BROKEN_PROTOCOL, joined);
    Violation.unless(
        isForked == tab.isCopy() || (!scenario.locks && scenario.copies > 0),
        Kind.BROKEN_PROTOCOL,
        "forked: " + joined);
    Violation.unless(joined.seen() >= tab.seen(), Kind.ROLLED_BACK, joined);
    Violation.unless(
        tab.trimmed() <= joined.seen() || isForked, Kind.EVENT_LOST, "not said: " + joined);
    Violation.unless(joined.seen() <= tab.issued() || tab.isRewound(), Kind.WRONG_HISTORY, joined);
    if (isOwn) {
      answers(tab, joined);
      Violation.unless(
          joined.check().isPresent() || marks(joined) >= tab.marks(), Kind.UPDATE_LOST, joined);
    }
    Violation.unless(
        !isOwn || scenario.rewind == Rewind.FORK || joined.seen() >= tab.shown(),
        Kind.TAKEN_BACK,
        joined);
  }

  private static int marks(ServerFrame.Joined joined) {
    return History.marks((List<?>) joined.data());
  }

  /** Only a tab that is behind is told so: it goes on as another instance, or starts over. */
  private void mayBeStale(ModelTab tab, ServerFrame.Joined joined) {
    boolean isBehind = tab.isRewound() || tab.trimmed() > tab.seen();
    boolean isRefused = scenario.rewind == Rewind.REFUSE;
    Violation.unless(isBehind || (tab.isCopy() && isRefused), Kind.REFUSED, joined);
    Violation.unless(
        joined.outcome().equals(isRefused ? "new" : "forked"), Kind.BROKEN_PROTOCOL, joined);
    Snapshot stored = tab.stored();
    Violation.unless(
        stored == null || !stored.sid().equals(joined.sid()), Kind.BROKEN_PROTOCOL, joined);
    Violation.unless(
        tab.isRewound() || isRefused || joined.lost() == tab.trimmed() - joined.seen(),
        Kind.EVENT_LOST,
        "not counted: " + joined);
  }

  void done(ServerFrame.Done done) {
    Violation.unless(done.error().isPresent() == scenario.unknown, Kind.FAILED, done);
  }

  /** Whether a tab is told of each refusal that it may not have heard of. */
  private void answers(ModelTab tab, ServerFrame.Joined joined) {
    List<String> told = joined.answers().stream().map(ToldChecks::text).toList();
    for (long n = tab.shown() + 1; scenario.unknown && n <= joined.seen(); n++) {
      String number = "\"n\":" + n + ",";
      Violation.unless(
          told.stream().anyMatch(done -> done.contains(number)), Kind.UNTOLD, n + " of " + told);
    }
  }

  private static String text(byte[] frame) {
    return new String(frame, StandardCharsets.UTF_8);
  }

  static void base(@Nullable Snapshot stored, String base) {
    Violation.unless(
        stored != null && stored.base().equals(base),
        Kind.BROKEN_PROTOCOL,
        "a patch against " + base + " to one that holds " + stored);
  }

  static void offered(ModelTab tab, Snapshot snapshot) {
    Snapshot stored = tab.stored();
    Violation.unless(tab.live(), Kind.BROKEN_PROTOCOL, "a snapshot before joined");
    Violation.unless(
        stored == null
            || !stored.sid().equals(snapshot.sid())
            || snapshot.mark().compareTo(stored.mark()) > 0,
        Kind.OLDER_OFFERED,
        snapshot + " to one that holds " + stored);
    Violation.unless(snapshot.seen() >= tab.seen(), Kind.ROLLED_BACK, snapshot);
    Violation.unless(
        stored == null
            || !stored.sid().equals(snapshot.sid())
            || snapshot.marks() >= stored.marks(),
        Kind.UPDATE_LOST,
        snapshot + " to one that holds " + stored);
  }

  void letGo(ModelTab tab, ServerFrame.Asleep asleep) {
    Snapshot stored = tab.stored();
    boolean isIt = stored != null && stored.mark().equals(new Mark(asleep.gen(), asleep.seq()));
    // A tab that has come asleep, and could not store what it was sent, has what it came with.
    boolean isTheSame = scenario.shows && stored != null && stored.seen() == tab.seen();
    Violation.unless(isIt || isTheSame, Kind.LET_GO, asleep + " to one that holds " + stored);
  }
}
