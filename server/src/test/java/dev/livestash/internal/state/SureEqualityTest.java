package dev.livestash.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What is said to be written alike is left out, so that a wrong yes would lose what has changed.
 */
class SureEqualityTest {
  private static final int MANY = 1_000;

  private final SureEquality equality = new SureEquality();

  /** Says of all of its kind that they are equal. */
  record Named(String name, int size) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Named;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static class Bean {
    private final int number;

    Bean(int number) {
      this.number = number;
    }

    @Override
    public String toString() {
      return "bean " + number;
    }
  }

  private static final class More extends Bean {
    private final List<Object> more;

    More(int number, Object... more) {
      super(number);
      this.more = new ArrayList<>(Arrays.asList(more));
    }
  }

  private static final class Own extends ArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  private enum Colour {
    RED,
    BLUE
  }

  private boolean holds(Object one, Object other) {
    return equality.holds(one, other, MANY);
  }

  @Test
  void whatIsMadeAnewOfTheSameValuesIsSureToBeTheSame() {
    assertThat(holds(new Named(text("a"), 1), new Named(text("a"), 1))).isTrue();
    assertThat(holds(new More(1, text("a"), 2L), new More(1, text("a"), 2L))).isTrue();
    assertThat(holds(new int[] {1, 2}, new int[] {1, 2})).isTrue();
    assertThat(holds(new Object[] {text("a")}, new Object[] {text("a")})).isTrue();
    assertThat(holds(Optional.of(text("a")), Optional.of(text("a")))).isTrue();
    assertThat(holds(Map.of("a", text("b")), Map.of("a", text("b")))).isTrue();
    assertThat(holds(Instant.ofEpochSecond(1), Instant.ofEpochSecond(1))).isTrue();
    assertThat(holds(List.of(new BigDecimal("1.0")), List.of(new BigDecimal("1.0")))).isTrue();
    assertThat(holds(Colour.RED, Colour.RED)).isTrue();
  }

  private static String text(String chars) {
    return String.valueOf(chars.toCharArray());
  }

  @Test
  void aClassIsNotBelievedWhatItSaysOfEquality() {
    assertThat(holds(new Named("a", 1), new Named("b", 1))).isFalse();
    assertThat(holds(new Named("a", 1), new Named("a", 2))).isFalse();
  }

  @Test
  void whatIsInheritedCountsAndWhatIsInside() {
    assertThat(holds(new More(1, "a"), new More(2, "a"))).isFalse();
    assertThat(holds(new More(1, new Bean(1)), new More(1, new Bean(2)))).isFalse();
    assertThat(holds(Optional.empty(), Optional.of("b"))).isFalse();
    assertThat(holds(new Bean(1), new More(1))).isFalse();
  }

  @Test
  void valuesThatAreOnlyAsGoodAsEachOtherAreNotTheSame() {
    assertThat(holds(new BigDecimal("1.0"), new BigDecimal("1.00"))).isFalse();
    assertThat(holds(0.0, -0.0)).isFalse();
    assertThat(holds(1, 1L)).isFalse();
    assertThat(holds(URI.create("HTTP://a"), URI.create("http://a"))).isFalse();
    assertThat(holds(Colour.RED, Colour.BLUE)).isFalse();
  }

  @Test
  void containersAreTheSameInTheSameOrderAndOfTheSameClass() {
    assertThat(holds(new ArrayList<>(List.of("a")), List.of("a"))).isFalse();
    assertThat(holds(new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(2, 1))))
        .isFalse();
    assertThat(holds(new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(1, 2))))
        .isTrue();
    Map<String, Integer> one = new LinkedHashMap<>(Map.of("a", 1));
    one.put("b", 2);
    Map<String, Integer> other = new LinkedHashMap<>(Map.of("b", 2));
    other.put("a", 1);
    assertThat(one).isEqualTo(other);
    assertThat(holds(one, other)).isFalse();
    assertThat(holds(List.of("a", "b"), List.of("a", "c"))).isFalse();
  }

  @Test
  void whatIsNotKnownIsNotSure() {
    assertThat(holds(new Own(), new Own())).isFalse();
    assertThat(holds(new AtomicLong(1), new AtomicLong(1))).isFalse();
  }

  @Test
  void whatHasMoreThanIsWrittenOrLeadsBackToItselfIsGivenUp() {
    assertThat(equality.holds(List.of(1_000, 2_000), List.of(1_000, 2_000), 2)).isFalse();
    More one = new More(1);
    one.more.add(one);
    More other = new More(1);
    other.more.add(other);
    assertThat(holds(one, other)).isFalse();
  }
}
