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
        "reply - heard edit edit 7",
        "nothing - unheard edit edit 7",
        "reply - heard append ",
        "nothing - heard append ",
        "rejected failed unheard edit throw 3 ask 7",
        "rejected timeout unheard edit sleep 45000 ask 7",
        "reply - heard edit sleep 3000 ask 7",
        "rejected closed unheard edit edit 7",
        "rejected offline unheard window "
      })
  void whatIsAsItsHandlerHasDecidedIsTrue(String note) {
    note(note);
    assertThat(watch.promises().fetchBroken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reply - heard edit throw 3 ask 7",
        "nothing - unheard edit throw 3 ask 7",
        "nothing - heard edit edit 7",
        "rejected failed unheard edit edit 7",
        "rejected poisoned unheard edit edit 7",
        "rejected timeout unheard append "
      })
  void whatIsNotIsFoundOnce(String note) {
    note(note);
    assertThat(watch.promises().fetchBroken()).hasSize(1);
    assertThat(watch.promises().fetchBroken()).isEmpty();
  }

  @Test
  void theUndefinedAreCounted() {
    note("nothing - unheard edit edit 7");
    note("reply - heard edit edit 8");
    note("rejected offline unheard window ");

    assertThat(watch.promises().settled()).isEqualTo(2);
    assertThat(watch.promises().undefined()).isEqualTo(1);
  }
}
