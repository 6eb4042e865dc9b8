package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.demo.SheetModel;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static final Content BEFORE = Content.of(SheetModel.ofCsv("a,b\n1,2\n3,4\n5,6"));
  private static final List<Deed> EVENTS =
      List.of(
          Deed.of(Event.edit(1, 0, 0, "edit 1")),
          Deed.of(Event.append(1)),
          Deed.of(Event.edit(1, 3, 1, "edit 2")),
          Deed.of(Event.sort(1, 0)),
          Deed.of(Event.append(1)),
          Deed.of(Event.undo()),
          Deed.of(Event.edit(1, 2, 1, "edit 3")));

  private static Difference after(List<Deed> events) {
    return Difference.between(BEFORE, EVENTS, BEFORE.after(events));
  }

  @Test
  void eachEventOnceAndInOrderIsNone() {
    assertThat(after(EVENTS)).isEqualTo(Difference.NONE);
  }

  @Test
  void anyMissingEventIsLost() {
    for (int i = 0; i < EVENTS.size(); i++) {
      List<Deed> events = new ArrayList<>(EVENTS);
      events.remove(i);

      Difference difference = after(events);

      assertThat(difference.lost()).as("without %s", EVENTS.get(i)).isEqualTo(1);
      assertThat(difference.doubled()).isZero();
    }
  }

  @Test
  void missingEndIsLostEventByEvent() {
    assertThat(after(EVENTS.subList(0, 4)).lost()).isEqualTo(3);
  }

  @Test
  void eventThatIsHandledTwiceIsDoubled() {
    List<Deed> events = new ArrayList<>(EVENTS);
    events.add(1, EVENTS.get(1));

    Difference difference = after(events);

    assertThat(difference.doubled()).isEqualTo(1);
    assertThat(difference.lost()).isZero();
  }

  @Test
  void outboxThatIsSentTwiceIsDoubledEventByEvent() {
    List<Deed> events = new ArrayList<>(EVENTS.subList(0, 5));
    events.addAll(EVENTS.subList(1, 7));

    assertThat(after(events).doubled()).isEqualTo(4);
  }

  @Test
  void severalFaultsAreCountedByWhatIsMissingAndTooMany() {
    List<Deed> events = new ArrayList<>(EVENTS);
    events.remove(6);
    events.remove(0);
    events.add(0, EVENTS.get(1));

    Difference difference = after(events);

    // The texts "edit 1" and "edit 3" are missing, and there is a row too many.
    assertThat(difference.lost()).isEqualTo(2);
    assertThat(difference.doubled()).isEqualTo(1);
  }

  @Test
  void anotherOrderIsNotWhatWasAskedFor() {
    List<Deed> events = new ArrayList<>(EVENTS);
    Collections.swap(events, 0, 2);

    assertThat(after(events)).isNotEqualTo(Difference.NONE);
  }

  @Test
  void whatNothingExplainsIsSaidByPlace() {
    Content start = Content.of(SheetModel.ofCsv("a,b\n1,2"));
    Content other = start.after(List.of(Deed.of(Event.sort(1, 1))));

    assertThat(Difference.between(start, List.of(Deed.of(Event.sort(1, 0))), other))
        .extracting(Difference::lost, Difference::doubled)
        .containsExactly(1, 0);
    assertThat(Difference.between(start, List.of(Deed.of(Event.sort(1, 0))), other).what())
        .contains("/sort/column is 1, not 0");
  }

  @Test
  void whatIsTwiceAmongVeryManyIsFoundAllTheSame() {
    Content start = Content.of(SheetModel.ofCsv("a,b\n1,2"));
    List<Deed> many = Collections.nCopies(150, Deed.of(Event.append(1)));
    Content twice = start.after(many).after(many.subList(0, 3));

    Difference found = Difference.between(start, many, twice);
    assertThat(found.lost()).isZero();
    assertThat(found.doubled()).isEqualTo(3);
    assertThat(found.what()).startsWith("no single fault explains it: texts []; /");
  }
}
