package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A tab and the servers that it has been at. */
class ClientTest {
  @Test
  void aServerThatWasLeftGoesOnUntilTheTabEnds() {
    CartView view = new CartView();
    TestNode<Cart> first = new TestNode<>(World.plain(), view);
    Line other;
    try (Client<Cart> tab = new Client<>(view, first, new Storage())) {
      var unused = tab.connect(false);
      tab.leaveForAnother();
      other = new Line(new Storage(), first, false, new ArrayList<>());
      assertThat(other.awaitJoined().has("sid")).isTrue();
    }
    assertThatThrownBy(() -> other.await("its own end", () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The server has closed the socket");
  }
}
