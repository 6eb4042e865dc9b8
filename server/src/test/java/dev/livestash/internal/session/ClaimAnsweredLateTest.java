package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.StoreUnavailableException;
import dev.livestash.internal.session.Outcome.Sent;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame.Joined;
import dev.livestash.internal.wire.ServerFrame.Keep;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** A session lives on while a shared fence decides about its next socket. */
class ClaimAnsweredLateTest {
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int THIRD = 2;

  private final HeldFence fence = new HeldFence();
  private ServerNode node = new ServerNode(new Scenario(0, 0, 0), fence);

  private List<Sent> take(Input... inputs) {
    return node.take(List.of(inputs));
  }

  private List<Sent> answer(int index) {
    fence.answer(index);
    return take();
  }

  private List<Sent> join(int wire, Optional<String> token, boolean fork) {
    return take(TabFrames.join(wire, token, Optional.of(fork)));
  }

  private List<Sent> event(int wire, long n) {
    return take(
        new Input.Frame(
            wire,
            new ClientFrame.Event(
                n, HistoryView.EVENT, JsonNodeFactory.instance.nullNode(), 0, 1)));
  }

  /** A tab that has joined and holds a token, before the fence becomes slow. */
  private String joined() {
    List<Sent> sent = join(FIRST, Optional.empty(), false);
    fence.hold();
    return TabFrames.first(Keep.class, sent).token();
  }

  private static Joined joined(List<Sent> sent, int wire) {
    return TabFrames.first(Joined.class, sent.stream().filter(one -> one.wire() == wire).toList());
  }

  private static StoreUnavailableException down() {
    return new StoreUnavailableException("The test's engine is down.", null);
  }

  private static Sent closed(int wire, CloseCode code) {
    return new Sent(wire, Optional.empty(), Optional.of(code));
  }

  private List<Session<HistoryView.History>> sessions() {
    return List.copyOf(node.host.sessions().all());
  }

  @Test
  void aFrameThatArrivesMeanwhileIsInTheStateThatIsAdopted() {
    String token = joined();
    assertThat(join(SECOND, Optional.of(token), false)).isEmpty();
    event(FIRST, 1);
    List<Sent> sent = answer(0);
    assertThat(sent).contains(closed(FIRST, CloseCode.SUPERSEDED));
    assertThat(joined(sent, SECOND).outcome()).isEqualTo("adopted");
    assertThat(joined(sent, SECOND).seen()).isEqualTo(1);
    assertThat(joined(sent, SECOND).gen()).isEqualTo(2);
  }

  @Test
  void whatASocketSendsThatHasLostItsInstanceDoesNotCount() {
    String token = joined();
    join(SECOND, Optional.of(token), false);
    answer(0);
    assertThat(event(FIRST, 1)).isEmpty();
    assertThat(event(SECOND, 1)).isNotEmpty();
  }

  @Test
  void anAnswerThatComesAfterALaterOneDoesNotEvictItsSocket() {
    String token = joined();
    join(SECOND, Optional.of(token), false);
    join(THIRD, Optional.of(token), false);
    assertThat(joined(answer(1), THIRD).gen()).isEqualTo(3);
    assertThat(answer(0)).containsExactly(closed(SECOND, CloseCode.SUPERSEDED));
    assertThat(event(THIRD, 1)).isNotEmpty();
  }

  @Test
  void aSessionThatHasEndedMeanwhileIsRestoredInTheGenerationThatWasClaimed() {
    String token = joined();
    join(SECOND, Optional.of(token), false);
    take(new Input.Gone(FIRST));
    take(new Input.Expire());
    assertThat(sessions()).isEmpty();
    Joined joined = joined(answer(0), SECOND);
    assertThat(joined.outcome()).isEqualTo("restored");
    assertThat(joined.gen()).isEqualTo(2);
    assertThat(fence.memory().attempt(joined.sid())).as("claimed once").isEqualTo(2);
    assertThat(sessions()).singleElement().extracting(Session::hasEnded).isEqualTo(false);
  }

  @Test
  void aNodeThatLeavesMeanwhileSendsTheTabOn() {
    String token = joined();
    join(SECOND, Optional.of(token), false);
    take(new Input.Gone(FIRST));
    assertThat(take(new Input.Drain())).contains(closed(SECOND, CloseCode.SERVICE_RESTART));
    assertThat(answer(0)).isEmpty();
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aNodeThatLeavesBeforeANewInstanceIsClaimedKeepsNothingOfIt() {
    fence.hold();
    join(FIRST, Optional.empty(), false);
    assertThat(sessions()).hasSize(1);
    assertThat(take(new Input.Drain())).contains(closed(FIRST, CloseCode.SERVICE_RESTART));
    assertThat(answer(0)).isEmpty();
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aSocketThatIsGoneMeanwhileLeavesItsSessionToTheTabsNextOne() {
    String token = joined();
    join(SECOND, Optional.of(token), false);
    take(new Input.Gone(SECOND));
    event(FIRST, 1);
    assertThat(answer(0)).containsExactly(closed(FIRST, CloseCode.SUPERSEDED));
    join(THIRD, Optional.of(token), false);
    Joined joined = joined(answer(0), THIRD);
    assertThat(joined.outcome()).isEqualTo("adopted");
    assertThat(joined.seen()).isEqualTo(1);
    take(new Input.Gone(THIRD));
    take(new Input.Expire());
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aTabWhoseFenceDoesNotAnswerKeepsItsTokenAndComesAgain() {
    String token = joined();
    join(SECOND, Optional.of(token), false);
    fence.fail(0, down());
    assertThat(take()).containsExactly(closed(SECOND, CloseCode.TRY_AGAIN_LATER));
    assertThat(event(FIRST, 1)).as("undisturbed").isNotEmpty();
  }

  @Test
  void nothingIsLeftOfASessionThatWasThereForARefusedClaimOnly() {
    String token = joined();
    node = new ServerNode(new Scenario(0, 0, 0), fence);
    join(SECOND, Optional.of(token), false);
    assertThat(sessions()).hasSize(1);
    fence.fail(0, down());
    assertThat(take()).containsExactly(closed(SECOND, CloseCode.TRY_AGAIN_LATER));
    assertThat(sessions()).isEmpty();
  }

  @Test
  void aNewInstanceNeedsNoAnswer() {
    fence.hold();
    join(FIRST, Optional.empty(), false);
    fence.fail(0, down());
    Joined joined = joined(take(), FIRST);
    assertThat(joined.outcome()).isEqualTo("new");
    assertThat(joined.gen()).isEqualTo(1);
  }

  @Test
  void aCopyWaitsUntilItMayFork() {
    String token = joined();
    assertThat(join(SECOND, Optional.of(token), true)).isEmpty();
    assertThat(answer(0)).as("now its own instance is claimed").isEmpty();
    assertThat(joined(answer(0), SECOND).outcome()).isEqualTo("forked");
  }

  @Test
  void aCopyWhoseFenceDoesNotAnswerComesAgain() {
    String token = joined();
    join(SECOND, Optional.of(token), true);
    fence.fail(0, down());
    assertThat(take()).containsExactly(closed(SECOND, CloseCode.TRY_AGAIN_LATER));
  }

  @Test
  void aFenceThatFailsInAnotherWayLeavesNoTabWaiting() {
    String token = joined();
    join(SECOND, Optional.of(token), true);
    fence.fail(0, new IllegalStateException("a bug, for the test"));
    assertThat(take()).containsExactly(closed(SECOND, CloseCode.INTERNAL_ERROR));
  }
}
