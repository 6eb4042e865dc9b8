package dev.livestash.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.settings.Limits;
import org.junit.jupiter.api.Test;

class ClientFramesTest {
  private static final int SHARE_BYTES = 25;

  private final Budget node = new Budget(100);
  private final Shares shares = new Shares(SHARE_BYTES, "tests");
  private final ClientFrames one = new ClientFrames(node, shares, "one");
  private final ClientFrames another = new ClientFrames(node, shares, "another");

  @Test
  void whatOneClientTakesBeyondItsShareIsRefusedToThatOneAlone() {
    assertThat(one.take(20)).isTrue();
    assertThat(one.take(6)).isFalse();
    assertThat(one.takeFromHalf(6)).isFalse();
    assertThat(node.heldBytes()).isEqualTo(20);
    assertThat(another.takeFromHalf(SHARE_BYTES)).isTrue();
    one.give(20);
    assertThat(one.take(6)).isTrue();
  }

  @Test
  void whatIsRefusedByTheNodeIsOfNoShare() {
    node.add(45);
    assertThat(one.takeFromHalf(10)).isFalse();
    node.add(50);
    assertThat(one.take(10)).isFalse();
    assertThat(shares.size()).isZero();
  }

  @Test
  void whatIsFreeIsOfItsShareAndRefusedByTheNodeAlone() {
    assertThat(one.take(SHARE_BYTES)).isTrue();
    assertThat(one.takeFree(70)).isTrue();
    assertThat(one.takeFree(6)).isFalse();
    assertThat(one.take(1)).isFalse();
    one.give(70);
    one.give(SHARE_BYTES);
    assertThat(shares.size()).isZero();
  }

  @Test
  void oneThatHasNothingMayHaveOneThatIsLarger() {
    assertThat(one.take(SHARE_BYTES + 10)).isTrue();
    assertThat(one.take(1)).isFalse();
  }

  @Test
  void halfOfAShareIsHalfOfItsRoomToItsClientAlone() {
    assertThat(one.take(SHARE_BYTES / 2)).isTrue();
    assertThat(one.isHalfFull()).isFalse();
    assertThat(one.take(1)).isTrue();
    assertThat(one.isHalfFull()).isTrue();
    assertThat(another.isHalfFull()).isFalse();
    node.add(50);
    assertThat(another.isHalfFull()).isTrue();
  }

  @Test
  void whoHasGivenAllBackIsNotRemembered() {
    one.take(20);
    another.take(5);
    one.give(20);
    another.give(0);
    assertThat(shares.size()).isEqualTo(1);
    another.give(5);
    assertThat(shares.size()).isZero();
    assertThat(node.heldBytes()).isZero();
  }

  @Test
  void aShareIsAQuarterAndAtLeastTheLargestFrame() {
    Limits limits = Limits.defaults().withMaxWaitingBytesOfNode(64 << 20);
    ClientFrames many = NodeMemory.of(limits, (delay, task) -> () -> {}).framesOf("one");
    assertThat(many.take(1)).isTrue();
    assertThat(many.take((16 << 20) - 1)).isTrue();
    assertThat(many.take(1)).isFalse();
    Limits small = limits.withMaxWaitingBytesOfNode(3 << 20);
    ClientFrames few = NodeMemory.of(small, (delay, task) -> () -> {}).framesOf("one");
    assertThat(few.take(1)).isTrue();
    assertThat(few.take(ClientFrames.largestBytes(small) - 1)).isTrue();
    assertThat(few.take(1)).isFalse();
  }
}
