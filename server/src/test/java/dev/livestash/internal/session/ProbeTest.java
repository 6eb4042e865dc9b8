package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.StepFence;
import dev.livestash.internal.session.Outcome.Sent;
import dev.livestash.internal.wire.ServerFrame.Joined;
import dev.livestash.internal.wire.ServerFrame.Keep;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A join that cannot tell whether it is a copy's waits until its instance's socket was probed. */
class ProbeTest {
  private static final int FIRST = 0;
  private static final int SECOND = 1;

  private final ServerNode node =
      new ServerNode(new Scenario(0, 0, 0).withoutLinger(), new StepFence(false));

  private List<Sent> take(Input input) {
    return node.take(List.of(input));
  }

  private List<Sent> join(int wire, Optional<String> token) {
    return take(TabFrames.join(wire, token, Optional.empty()));
  }

  @Test
  void aSessionThatHasEndedMeanwhileIsReplacedByOneThatIsKnown() {
    String token = TabFrames.first(Keep.class, join(FIRST, Optional.empty())).token();
    assertThat(join(SECOND, Optional.of(token))).as("waits").isEmpty();
    take(new Input.Gone(FIRST));
    assertThat(node.host.sessions().all()).as("ended").isEmpty();

    List<Sent> answer = take(new Input.Probed(0, false));

    assertThat(answer.get(0).frame())
        .hasValueSatisfying(frame -> assertThat(((Joined) frame).outcome()).isEqualTo("restored"));
    assertThat(node.host.sessions().all())
        .singleElement()
        .extracting(Session::hasEnded)
        .isEqualTo(false);
  }
}
