package dev.livestash.internal.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.memory.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes when, of what a peer does not read. */
class SendQueueTest {
  private static final int MAX_UNREAD_BYTES = 200_000;
  private static final int LARGE = 70_000;

  private final Budget node = new Budget(2 * MAX_UNREAD_BYTES);
  private final SendQueue queue = new SendQueue(MAX_UNREAD_BYTES, node);
  private final List<String> handed = new ArrayList<>();

  private SendQueue.Frame frame(String name, int bytes, boolean isRender) {
    return new SendQueue.Frame(bytes, isRender, () -> handed.add(name));
  }

  private boolean send(String name, int bytes) {
    return queue.add(frame(name, bytes, false));
  }

  private boolean show(String name, int bytes) {
    return queue.add(frame(name, bytes, true));
  }

  @Test
  void littleGoesAtOnceAndTheRestWhenThatIsWritten() {
    send("a", 10);
    send("b", 10);
    send("c", LARGE);
    send("d", 10);
    assertThat(handed).containsExactly("a", "b");
    queue.written(10);
    assertThat(handed).containsExactly("a", "b");
    queue.written(10);
    assertThat(handed).containsExactly("a", "b", "c");
    queue.written(LARGE);
    assertThat(handed).containsExactly("a", "b", "c", "d");
  }

  /** Undertow reads nothing of a socket that has 50 frames to write. */
  @Test
  void manySmallOnesGoSomeAtATime() {
    IntStream.range(0, 100).forEach(i -> send("small", 10));
    assertThat(handed).hasSizeLessThan(50);
    IntStream.range(0, 100).forEach(i -> queue.written(10));
    assertThat(handed).hasSize(100);
    assertThat(queue.isWritten()).isTrue();
  }

  @Test
  void aRenderTakesTheLastPlaceInsteadOfAnEarlierOne() {
    send("first", LARGE);
    show("old", 10);
    send("working", 10);
    show("new", 10);
    queue.written(LARGE);
    assertThat(handed).containsExactly("first", "working", "new");
    show("one more", 10);
    assertThat(handed).endsWith("new", "one more");
  }

  /** A snapshot behind it says that the page shows what it was sealed with. */
  @Test
  void aRenderThatIsPinnedGoesWhateverComesLater() {
    send("first", LARGE);
    show("shown", 10);
    queue.pinRender();
    send("keep", 10);
    assertThat(queue.takesRenderBack()).isFalse();
    show("later", 10);
    show("latest", 10);
    queue.written(LARGE);
    assertThat(handed).containsExactly("first", "shown", "keep", "latest");
  }

  /** It closes no socket, as a frame that has to arrive does. */
  @Test
  void whatMayBeLostHasHalfOfTheRoom() {
    send("first", LARGE);
    assertThat(queue.offer(frame("push", 20_000, false))).isTrue();
    assertThat(queue.offer(frame("push too many", 20_000, false))).isFalse();
    assertThat(send("answer", 20_000)).isTrue();
    queue.written(LARGE);
    queue.written(20_000);
    assertThat(handed).containsExactly("first", "push", "answer");
  }

  @Test
  void rendersDoNotAddUp() {
    send("first", LARGE);
    for (int i = 0; i < 100; i++) {
      assertThat(show("render", LARGE)).isTrue();
    }
    assertThat(send("another", LARGE)).as("over the limit").isFalse();
    assertThat(send("small", 10)).isTrue();
  }

  @Test
  void oneFrameAloneMayBeLarger() {
    assertThat(send("huge", 2 * MAX_UNREAD_BYTES)).isTrue();
    assertThat(send("small", 1)).isFalse();
    queue.written(2 * MAX_UNREAD_BYTES);
    assertThat(send("small", 1)).isTrue();
  }

  @Test
  void theLastFrameOvertakesWhatWaitsOrDoesNot() {
    send("first", LARGE);
    send("waits", 10);
    queue.end(frame("close", 0, false), true);
    assertThat(queue.isWritten()).isFalse();
    queue.written(LARGE);
    assertThat(handed).containsExactly("first", "close");
  }

  @Test
  void orComesBehindIt() {
    send("first", LARGE);
    send("bye", 10);
    queue.end(frame("close", 0, false), false);
    send("too late", 10);
    queue.written(LARGE);
    queue.written(10);
    assertThat(handed).containsExactly("first", "bye", "close");
  }

  @Test
  void whatIsWrittenAtOnceMakesNoDifferenceToTheOrder() {
    List<String> order = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      queue.add(
          new SendQueue.Frame(
              LARGE,
              false,
              () -> {
                order.add(name);
                queue.written(LARGE);
              }));
    }
    assertThat(order).containsExactly("a", "b", "c");
    queue.end(frame("close", 0, false), false);
    assertThat(queue.isWritten()).as("all but the close").isFalse();
    queue.written(0);
    assertThat(queue.isWritten()).isTrue();
  }

  private SendQueue.Frame inParts(String name, int count, boolean isRender) {
    return new SendQueue.Frame(
        isRender,
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> new SendQueue.Part(LARGE, () -> handed.add(name + i)))
            .toList());
  }

  @Test
  void nothingComesBetweenThePartsOfAFrame() {
    queue.add(inParts("render", 2, true));
    send("done", 10);
    show("newer", 10);
    queue.written(LARGE);
    queue.written(LARGE);
    assertThat(handed).containsExactly("render1", "render2", "done", "newer");
  }

  @Test
  void aFrameThatWasNotBegunIsReplacedAsAWhole() {
    send("first", LARGE);
    queue.add(inParts("old", 2, true));
    show("new", 10);
    queue.written(LARGE);
    assertThat(handed).containsExactly("first", "new");
  }

  @Test
  void theLastFrameOvertakesPartsToo() {
    queue.add(inParts("render", 2, true));
    queue.end(frame("close", 0, false), true);
    queue.written(LARGE);
    queue.written(0);
    assertThat(handed).containsExactly("render1", "close");
    assertThat(queue.isWritten()).isTrue();
  }

  @Test
  void thatSomethingIsWrittenSaysThatThePeerReadsOnlyIfOthersHadNoRoom() {
    send("small", 10);
    assertThat(queue.written(10)).isFalse();
    queue.add(inParts("keep", 2, false));
    assertThat(queue.written(LARGE)).isTrue();
    assertThat(queue.written(LARGE)).isFalse();
  }

  private static SendQueue.Frame quiet(int bytes) {
    return new SendQueue.Frame(bytes, false, () -> {});
  }

  @Test
  void aNodeThatHoldsMuchSendsMoreOnlyToThoseWhoHaveReadAll() {
    Budget full = new Budget(100_000);
    SendQueue greedy = new SendQueue(MAX_UNREAD_BYTES, full);
    SendQueue good = new SendQueue(MAX_UNREAD_BYTES, full);
    assertThat(greedy.add(quiet(LARGE))).isTrue();
    assertThat(greedy.add(quiet(20_000))).isTrue();
    assertThat(greedy.add(quiet(20_000))).isFalse();
    assertThat(good.add(quiet(LARGE))).isTrue();
    assertThat(good.add(quiet(10))).isTrue();
    assertThat(good.add(quiet(10))).isFalse();
    good.written(LARGE);
    assertThat(good.add(quiet(10))).isTrue();
    assertThat(good.add(quiet(10))).isTrue();
  }

  /** A batch's answer, render and snapshot come right behind each other. */
  @Test
  void whatIsLargeItDoesNotSendBehindSomethingElseThatIs() {
    Budget full = new Budget(LARGE);
    SendQueue queue = new SendQueue(4 * LARGE, full);
    assertThat(queue.add(quiet(10))).isTrue();
    assertThat(queue.add(quiet(LARGE))).isTrue();
    assertThat(queue.add(quiet(LARGE))).isFalse();
    assertThat(full.heldBytes()).isEqualTo(LARGE + 10);
    queue.written(10);
    queue.written(LARGE);
    assertThat(queue.add(quiet(2 * LARGE))).isTrue();
  }

  @Test
  void whatIsWrittenReplacedDroppedOrOfAGonePeerIsNotHeld() {
    send("first", LARGE);
    show("old", LARGE);
    show("new", 10);
    assertThat(node.heldBytes()).isEqualTo(LARGE + 10);
    queue.written(LARGE);
    queue.written(10);
    assertThat(node.heldBytes()).isZero();
    send("one", LARGE);
    send("two", LARGE);
    queue.end(frame("close", 0, false), true);
    assertThat(node.heldBytes()).isEqualTo(LARGE);
    queue.gone();
    assertThat(node.heldBytes()).isZero();
    queue.written(LARGE);
    assertThat(node.heldBytes()).isZero();
  }

  @Test
  void aPeerThatIsGoneBeforeItsFramesAreWrittenIsNotCountedTwice() {
    send("one", LARGE);
    send("two", LARGE);
    queue.gone();
    queue.gone();
    queue.written(LARGE);
    send("late", 10);
    assertThat(node.heldBytes()).isZero();
    assertThat(handed).containsExactly("one");
  }
}
