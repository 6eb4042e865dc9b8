package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ends, ends whatever becomes of the others. */
class ClosingTest {
  private final List<String> ended = new ArrayList<>();

  private void end(String what) {
    ended.add(what);
    if (what.startsWith("bad")) {
      throw new IllegalStateException(what);
    }
  }

  @Test
  void whatFailsKeepsNothingElseFromItsEnd() {
    assertThatThrownBy(() -> Closing.each(List.of("bad", "good", "bad, too"), this::end))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bad")
        .hasSuppressedException(new IllegalStateException("bad, too"));
    assertThat(ended).containsExactly("bad", "good", "bad, too");
  }

  @Test
  void anErrorIsThrownAsItIs() {
    AssertionError wrong = new AssertionError("wrong");
    assertThatThrownBy(
            () ->
                Closing.all(
                    List.of(
                        () -> {
                          throw wrong;
                        },
                        () -> end("good"))))
        .isSameAs(wrong);
    assertThat(ended).containsExactly("good");
  }
}
