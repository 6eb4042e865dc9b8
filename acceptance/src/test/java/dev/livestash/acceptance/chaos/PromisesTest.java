package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromisesTest {
  private final Watch watch = new Watch();

  private void note(String note) {
    watch.read("7 settled " + note);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reply - heard 1 edit edit 7",
        "nothing - unheard 1 edit edit 7",
        "reply - heard 1 append ",
        "nothing - heard 1 append ",
        "rejected failed unheard 1 edit throw 3 ask 7",
        "rejected timeout unheard 1 edit sleep 45000 ask 7",
        "rejected poisoned unheard 5 edit sleep 30000 ask 7",
        "rejected poisoned unheard 6 edit doze 45000 ask 7",
        "reply - heard 1 edit sleep 3000 ask 7",
        "rejected closed unheard 1 edit edit 7",
        "rejected offline unheard 1 window "
      })
  void whatIsAsItsHandlerHasDecidedIsTrue(String note) {
    note(note);
    assertThat(watch.promises().fetchBroken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reply - heard 1 edit throw 3 ask 7",
        "nothing - unheard 1 edit throw 3 ask 7",
        "nothing - heard 1 edit edit 7",
        "rejected failed unheard 1 edit edit 7",
        "rejected poisoned unheard 1 edit edit 7",
        "rejected poisoned unheard 5 edit edit 7",
        "rejected poisoned unheard 1 edit sleep 30000 ask 7",
        "rejected poisoned unheard 4 edit sleep 30000 ask 7",
        "rejected poisoned unheard 4 edit doze 45000 ask 7",
        "rejected timeout unheard 1 append "
      })
  void whatIsNotIsFoundOnce(String note) {
    note(note);
    assertThat(watch.promises().fetchBroken()).hasSize(1);
    assertThat(watch.promises().fetchBroken()).isEmpty();
  }

  @Test
  void theUndefinedAreCounted() {
    note("nothing - unheard 1 edit edit 7");
    note("reply - heard 1 edit edit 8");
    note("rejected offline unheard 1 window ");

    assertThat(watch.promises().settled()).isEqualTo(2);
    assertThat(watch.promises().undefined()).isEqualTo(1);
  }
}
