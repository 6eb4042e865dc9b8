package dev.livestash.acceptance.chaos;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Looks whether all is well with a tab, and counts what is not. */
final class Examination {
  /** So many snapshots in a row are not taken for a coincidence. */
  private static final int READS = 10;

  private final Tally tally;
  private final LongPredicate isFenced;
  private final BiConsumer<String, String> promise;

  /**
   * Counts for a tally.
   *
   * @param isFenced whether servers have known at a time, and know now, what each tab had stored by
   *     then
   * @param heedsPromises whether what the promises of events say counts
   */
  Examination(Tally tally, LongPredicate isFenced, boolean heedsPromises) {
    this.tally = tally;
    this.isFenced = isFenced;
    this.promise = heedsPromises ? tally::isUntrue : (tab, what) -> {};
  }

  /** At any time: whether the tab went back since the last look. */
  void glance(Subject tab, Watch watch) {
    watch.read(tab.notes());
    watch
        .promises()
        .fetchNotTaken()
        .forEach(refused -> tab.ledger().takeBack(refused.name(), refused.text()));
    watch.rollbacks().forEach(how -> tally.wentBack(tab.name(), how));
    watch.rollbacks().clear();
    watch.promises().fetchBroken().forEach(what -> promise.accept(tab.name(), what));
    watch.fetchRewounds().forEach(rewound -> rewind(tab, rewound));
  }

  private void rewind(Subject tab, Rewound rewound) {
    if (rewound.isSilent() && isFenced.test(rewound.silentSinceMs())) {
      tally.wentBack(tab.name(), "without a word: " + rewound.how());
    }
    tab.ledger().rewind(rewound);
  }

  /** When servers and network are well: whether the tab is, and holds and shows what it should. */
  void examine(Subject tab, Watch watch, boolean wakes) {
    Optional<String> dead = tab.comesAlive(wakes);
    // From which state it goes on is known before anything is done to it.
    glance(tab, watch);
    if (dead.isEmpty()) {
      dead = tab.answers();
      glance(tab, watch);
    }
    if (dead.isPresent()) {
      tally.isDead(tab.name(), dead.get());
      return;
    }
    Subject.Held held = held(tab, watch);
    tally.differs(tab.name(), tab.ledger().compare(held.content(), held.seen(), watch));
    compare(tab, held, watch.last());
    tab.ledger().notes().store(held.notes()).ifPresent(how -> tally.wentBack(tab.name(), how));
    tab.showsOtherThan(held.content().sheet())
        .ifPresent(what -> tally.wentBack(tab.name(), "shows " + what));
    tab.ledger().settle(held.content());
  }

  /**
   * What the tab holds, and has noted that it does: read anew if it has stored something between
   * the two, as after an event that is not answered.
   */
  private Subject.Held held(Subject tab, Watch watch) {
    for (int i = 1; ; i++) {
      Watch.Stored noted = watch.last();
      Subject.Held held = tab.held();
      glance(tab, watch);
      if (Objects.equals(noted, watch.last()) || i == READS) {
        return held;
      }
    }
  }

  /** The token must be the one that it was stored as. */
  private void compare(Subject tab, Subject.Held held, Watch.@Nullable Stored stored) {
    if (stored == null
        || held.gen() != stored.gen()
        || held.seq() != stored.seq()
        || held.seen() != stored.seen()) {
      tally.wentBack(tab.name(), "holds the token of %s as %s".formatted(held, stored));
    }
  }
}
