package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.acceptance.chaos.Deed.Effect;
import dev.livestash.demo.SheetModel;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is counted is really found, in a tab that has just that flaw. */
class ExaminationTest {
  private static final Content START = Content.of(SheetModel.ofCsv("a,b\n1,2\n3,4"));

  enum Flaw {
    NONE,
    /** Events are dropped when they are answered, and not when a stored snapshot has them. */
    TRIMS_TOO_EARLY,
    /** Events that a stored snapshot has are sent again. */
    TRIMS_TOO_LATE,
    /** The page never comes back. */
    DIES,
    /** A snapshot that comes late is stored in place of a newer one. */
    STORES_THE_OLDER,
    /** The page goes on showing what was before the last event. */
    SHOWS_THE_OLDER
  }

  /** A tab and its server, as the protocol has them, but for one flaw. */
  private static final class FlawedTab implements Subject {
    private final Flaw flaw;
    private final Ledger ledger = new Ledger(START, 0);
    private final List<Deed> outbox = new ArrayList<>();
    private Content onServer = START;
    private Content shown = START;
    private Held before = new Held(START, List.of(), 1, 1, 0);
    private Held held = before;
    private String notes = "7 stored 0 sid.1.1\n";
    private String sid = "sid";
    private boolean isProbed;
    private boolean storesOnceMore;

    FlawedTab(Flaw flaw) {
      this.flaw = flaw;
    }

    void use(Event event) {
      use(Deed.of(event));
    }

    void use(Deed deed) {
      shown = onServer;
      ledger.add(deed);
      outbox.add(deed);
      onServer = deed.after(onServer);
      if (flaw == Flaw.TRIMS_TOO_EARLY) {
        outbox.clear();
      }
    }

    void keep() {
      store(new Held(onServer, List.of(), held.gen(), held.seq() + 1, held.seen() + outbox.size()));
      outbox.clear();
    }

    void crash() {
      onServer = held.content().after(outbox);
      store(new Held(onServer, List.of(), held.gen() + 1, held.seq() + 1, ledger.number()));
      outbox.clear();
    }

    void crashBeforeTheOutboxIsTrimmed() {
      Held now = new Held(onServer, List.of(), held.gen(), held.seq() + 1, ledger.number());
      store(now);
      if (flaw != Flaw.TRIMS_TOO_LATE) {
        outbox.clear();
      }
      crash();
    }

    /** Its browser was killed, and comes back with what the tab held before its last event. */
    void comesBackFromBefore() {
      outbox.clear();
      held = new Held(before.content(), List.of(), 1, 9, before.seen());
      onServer = held.content();
      notes = "9 found %d\n9 joined other 1 forked stale %d 0\n9 stored %d other.1.9\n";
      notes = notes.formatted(held.seen(), held.seen(), held.seen());
      sid = "other";
      isProbed = true;
    }

    void lateSnapshotComes() {
      if (flaw == Flaw.STORES_THE_OLDER) {
        store(before);
      }
    }

    private void store(Held next) {
      before = held;
      held = next;
      notes += "9 stored %d %s.%d.%d\n".formatted(next.seen(), sid, next.gen(), next.seq());
    }

    @Override
    public String name() {
      return "tab";
    }

    @Override
    public Ledger ledger() {
      return ledger;
    }

    @Override
    public String notes() {
      String fetched = notes;
      notes = "";
      return fetched;
    }

    @Override
    public Optional<String> comesAlive(boolean wakes) {
      return flaw == Flaw.DIES ? Optional.of("not live") : Optional.empty();
    }

    @Override
    public Optional<String> answers() {
      if (isProbed) {
        use(Event.append(1));
        keep();
      }
      return Optional.empty();
    }

    @Override
    public Held held() {
      if (storesOnceMore) {
        storesOnceMore = false;
        keep();
      }
      return held;
    }

    @Override
    public Optional<String> showsOtherThan(SheetModel sheet) {
      return (flaw == Flaw.SHOWS_THE_OLDER ? shown : held.content()).sheet().equals(sheet)
          ? Optional.empty()
          : Optional.of("another sheet");
    }
  }

  private final Tally tally = new Tally();
  private final Examination examination = new Examination(tally, ms -> true, true);

  private String found() {
    return tally.line("0 kills").replaceFirst(".*: ", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONE | 0 lost, 0 doubled, 0 dead pages, 0 rollbacks, 0 untruths",
        "TRIMS_TOO_EARLY | 1 lost, 0 doubled, 0 dead pages, 0 rollbacks, 0 untruths",
        "TRIMS_TOO_LATE | 0 lost, 1 doubled, 0 dead pages, 0 rollbacks, 0 untruths",
        "DIES | 0 lost, 0 doubled, 1 dead pages, 0 rollbacks, 0 untruths",
        "STORES_THE_OLDER | 0 lost, 0 doubled, 0 dead pages, 1 rollbacks, 0 untruths",
        "SHOWS_THE_OLDER | 0 lost, 0 doubled, 0 dead pages, 1 rollbacks, 0 untruths"
      })
  void flawIsCountedAsWhatItIs(Flaw flaw, String counted) {
    FlawedTab tab = new FlawedTab(flaw);
    tab.use(Event.edit(1, 0, 0, "edit 1"));
    tab.keep();
    tab.use(Event.append(1));
    tab.crash();
    tab.use(Event.append(1));
    tab.crashBeforeTheOutboxIsTrimmed();
    tab.lateSnapshotComes();

    examination.examine(tab, new Watch(), false);

    assertThat(found()).isEqualTo(counted);
    assertThat(tally.isClean()).isEqualTo(flaw == Flaw.NONE);
    assertThat(tally.findings().isEmpty()).isEqualTo(flaw == Flaw.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void nothingIsFoundInATabThatIsAsItShouldBe(long seed) {
    Random random = new Random(seed);
    FlawedTab tab = new FlawedTab(Flaw.NONE);
    Watch watch = new Watch();
    for (int i = 0; i < 200; i++) {
      switch (random.nextInt(8)) {
        case 0 -> tab.keep();
        case 1 -> tab.crash();
        case 2 -> examination.glance(tab, watch);
        case 3 -> tab.use(Event.append(1));
        case 4 -> tab.use(Event.undo());
        default -> tab.use(Event.edit(1, random.nextInt(9), 0, "edit " + i));
      }
    }
    tab.keep();

    examination.examine(tab, watch, true);

    assertThat(found()).isEqualTo("0 lost, 0 doubled, 0 dead pages, 0 rollbacks, 0 untruths");
  }

  /** What a check does to it is behind the state that it goes on from, and is not taken back. */
  @Test
  void nothingIsFoundInATabWhoseComebackIsSeenByTheCheck() {
    FlawedTab tab = new FlawedTab(Flaw.NONE);
    Watch watch = new Watch();
    tab.use(Event.edit(1, 0, 0, "edit 1"));
    tab.keep();
    tab.use(Event.edit(1, 1, 0, "edit 2"));
    tab.keep();
    examination.glance(tab, watch);
    watch.browserIsKilled(8);
    tab.comesBackFromBefore();

    examination.examine(tab, watch, true);

    assertThat(found()).isEqualTo("0 lost, 0 doubled, 0 dead pages, 0 rollbacks, 0 untruths");
  }

  /** The window was moved, say: that is no event of the ledger, but a snapshot comes of it. */
  @Test
  void nothingIsFoundInATabThatStoresDuringTheCheck() {
    FlawedTab tab = new FlawedTab(Flaw.NONE);
    tab.use(Event.edit(1, 0, 0, "edit 1"));
    tab.keep();
    tab.storesOnceMore = true;

    examination.examine(tab, new Watch(), true);

    assertThat(found()).isEqualTo("0 lost, 0 doubled, 0 dead pages, 0 rollbacks, 0 untruths");
  }

  @Test
  void eventsWithoutAnEffectAreCountedByTheirNumber() {
    Ledger ledger = new Ledger(START, 5);
    ledger.add(Deed.of(Event.undo()));

    assertThat(ledger.compare(START, 5, Told.NOTHING).lost()).isEqualTo(1);
    assertThat(ledger.compare(START, 6, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(START, 8, Told.NOTHING).doubled()).isEqualTo(2);
  }

  /** It has said {@code full}: what it did not take in has no number. */
  @Test
  void whatThePageHadNoRoomForIsNoEvent() {
    Ledger ledger = new Ledger(START, 5);
    ledger.add(Deed.of(Event.edit(1, 0, 0, "edit 1")));
    ledger.add(Deed.of(Event.undo()));
    ledger.add(Deed.of(Event.edit(1, 0, 0, "edit 2")));
    Watch watch = new Watch();
    watch.read(
        "7 settled rejected full unheard 1 edit edit 1\n7 settled rejected full unheard 1 undo ");

    watch
        .promises()
        .fetchNotTaken()
        .forEach(refused -> ledger.takeBack(refused.name(), refused.text()));

    assertThat(ledger.compare(after(Event.edit(1, 0, 0, "edit 2")), 6, Told.NOTHING))
        .isEqualTo(Difference.NONE);
    assertThat(watch.promises().fetchNotTaken()).isEmpty();
  }

  @Test
  void deedThatFailsHasNoEffect() {
    Ledger ledger = new Ledger(START, 5);
    ledger.add(new Deed(Event.append(1), Effect.NONE));

    assertThat(ledger.compare(START, 6, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(Event.append(1)), 6, n -> true).what()).isNotEmpty();
  }

  @Test
  void deedThatMayFailHasAllOfItsEffectOrNone() {
    Ledger ledger = new Ledger(START, 5);
    ledger.add(new Deed(Event.edit(1, 0, 0, "slow"), Effect.FULL_OR_NONE));
    ledger.add(Deed.of(Event.append(1)));
    Content all = after(Event.edit(1, 0, 0, "slow"), Event.append(1));
    Content half = after(Event.append(1));

    assertThat(ledger.compare(all, 7, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(half, 7, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(START, 7, Told.NOTHING).lost()).isEqualTo(1);
    assertThat(ledger.compare(after(Event.append(1), Event.append(1)), 7, Told.NOTHING).doubled())
        .isEqualTo(1);
    // Its handler had answered: so it is lost.
    assertThat(ledger.compare(half, 7, n -> n == 6).lost()).isEqualTo(1);
  }

  private static Content after(Event... events) {
    return START.after(Stream.of(events).map(Deed::of).toList());
  }
}
