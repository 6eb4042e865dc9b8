package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.demo.SheetModel.Event;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotesTest {
  private final Notes notes = new Notes();

  @BeforeEach
  void twoAreAskedFor() {
    notes.add(Deed.of(Event.edit(1, 0, 0, "note 5 ask 1")));
    notes.add(Deed.of(Event.edit(1, 0, 0, "note 5 ask 2")));
    notes.add(Deed.of(Event.append(1)));
  }

  @Test
  void whatAServerDidNotComeToIsNotMissed() {
    assertThat(notes.store(List.of())).isEmpty();
    assertThat(notes.store(List.of("note 5 ask 2"))).isEmpty();
    assertThat(notes.store(List.of("note 5 ask 2", "note 5 ask 1"))).isEmpty();
  }

  @Test
  void whatWasStoredIsThereOnce() {
    assertThat(notes.store(List.of("note 5 ask 2"))).isEmpty();
    assertThat(notes.store(List.of("note 5 ask 2", "note 5 ask 2"))).isPresent();
    assertThat(notes.store(List.of())).isPresent();
    assertThat(notes.store(List.of("note 5 ask 3"))).isPresent();
  }

  @Test
  void whoGoesOnFromAnOlderStateMayHaveFewer() {
    assertThat(notes.store(List.of("note 5 ask 2"))).isEmpty();
    notes.forget();
    assertThat(notes.store(List.of())).isEmpty();
  }
}
