package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RareQueueTest {
  private final RareQueue<String> queue = new RareQueue<>();

  @Test
  void givesBackInTheOrderInWhichItTook() {
    queue.addAll(List.of("a", "b", "c"));
    assertThat(queue.remove()).isEqualTo("a");
    queue.add("d");
    assertThat(queue).containsExactly("b", "c", "d").hasSize(3);
    assertThat(queue.element()).isEqualTo("b");
  }

  @Test
  void anEmptyOneHasNothingAndTakesMoreAfterwards() {
    assertThat(queue).isEmpty();
    assertThat(queue.poll()).isNull();
    assertThat(queue.peek()).isNull();
    queue.add("a");
    assertThat(queue.remove()).isEqualTo("a");
    assertThat(queue).isEmpty();
    queue.add("b");
    queue.clear();
    assertThat(queue.poll()).isNull();
    queue.add("c");
    assertThat(queue).containsExactly("c");
  }

  @Test
  void oneInItsMiddleCanBeTakenOut() {
    queue.addAll(List.of("a", "b", "c"));
    Iterator<String> all = queue.iterator();
    all.next();
    all.next();
    all.remove();
    assertThat(queue).containsExactly("a", "c");
  }
}
