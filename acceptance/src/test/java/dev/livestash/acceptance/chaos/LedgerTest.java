package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.demo.SheetModel;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Content START = Content.of(SheetModel.ofCsv("a,b\n1,2\n3,4"));
  private static final long BEFORE = 5;
  private static final long LAST = 11;

  private final Ledger ledger = new Ledger(START, BEFORE);

  /** Events 6 to 11, of which the first four were found to be there, two by two. */
  @BeforeEach
  void sixEvents() {
    for (long n = BEFORE + 1; n <= LAST; n++) {
      ledger.add(edit(n));
      if (n == 7 || n == 9) {
        ledger.settle(after(IntStream.rangeClosed(6, (int) n).toArray()));
      }
    }
  }

  private static Deed edit(long n) {
    return Deed.of(Event.edit(1, 0, 0, "edit " + n));
  }

  private static Content after(int... events) {
    List<Deed> deeds = new ArrayList<>();
    IntStream.of(events).forEach(n -> deeds.add(edit(n)));
    return START.after(deeds);
  }

  private static Rewound rewound(long seen, long to, long lost) {
    return new Rewound(seen, to, lost, 0, 0, "");
  }

  @Test
  void tabThatKnowsAllStillHasToHoldIt() {
    ledger.rewind(rewound(6, LAST, 0));

    assertThat(ledger.number()).isEqualTo(LAST);
    assertThat(ledger.compare(after(6, 7, 8, 9, 10, 11), LAST, Told.NOTHING))
        .isEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(6, 7, 8, 9, 10), LAST - 1, Told.NOTHING).lost()).isEqualTo(1);
  }

  @Test
  void whatABrowserHasForgottenIsForgotten() {
    ledger.rewind(rewound(6, 8, 0));

    assertThat(ledger.number()).isEqualTo(8);
    assertThat(ledger.compare(after(6, 7, 8), 8, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(6, 7), 7, Told.NOTHING).lost()).isEqualTo(1);
  }

  @Test
  void whatTheUserDoesAfterwardsFollowsThat() {
    ledger.rewind(rewound(7, 7, 0));
    ledger.add(edit(20));

    assertThat(ledger.compare(after(6, 7, 20), 8, Told.NOTHING)).isEqualTo(Difference.NONE);
  }

  @Test
  void lostEventsAreThoseBehindTheStateAndTheOthersFollowIt() {
    ledger.rewind(rewound(6, Long.MAX_VALUE, 3));

    assertThat(ledger.number()).isEqualTo(8);
    assertThat(ledger.compare(after(6, 10, 11), 8, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(6, 11), 7, Told.NOTHING).lost()).isEqualTo(1);
  }

  /** A state that rests in a store may have come further than the token that names it says. */
  @Test
  void whatItIsNotToldOfAnyMoreIsThereAsAWholeOrNot() {
    ledger.rewind(new Rewound(6, Long.MAX_VALUE, 0, 3, 0, ""));
    ledger.add(edit(20));

    assertThat(ledger.number()).isEqualTo(9);
    assertThat(ledger.compare(after(6, 7, 8, 9, 10, 11, 20), 9, Told.NOTHING))
        .isEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(6, 10, 11, 20), 9, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(6, 7, 8, 10, 11, 20), 9, Told.NOTHING))
        .isNotEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(7, 8, 9, 10, 11, 20), 9, Told.NOTHING))
        .isNotEqualTo(Difference.NONE);
  }

  @Test
  void alsoIfThatIsWhereItWasLookedAtLast() {
    ledger.rewind(new Rewound(9, Long.MAX_VALUE, 0, 2, 0, ""));

    assertThat(ledger.number()).isEqualTo(9);
    assertThat(ledger.compare(after(6, 7, 8, 9), 9, Told.NOTHING)).isEqualTo(Difference.NONE);
    assertThat(ledger.compare(after(6, 7, 8, 9, 10, 11), 9, Told.NOTHING))
        .isEqualTo(Difference.NONE);
  }
}
