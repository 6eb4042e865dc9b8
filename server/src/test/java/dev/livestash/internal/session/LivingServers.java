package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.MemoryFence;
import dev.livestash.fence.StepFence;
import java.time.Duration;
import java.util.List;

/**
 * Compares what is remembered with nodes that live on from step to step, and with the fence that is
 * used in earnest. For one way through a world, not for several.
 */
final class LivingServers extends Servers {
  private final ServerNode[] nodes = new ServerNode[2];
  private final MemoryFence[] fences = new MemoryFence[2];

  LivingServers(Scenario scenario) {
    super(scenario);
  }

  @Override
  Outcome step(int place, NodeState node, StepFence.Memory memory, List<Input> step) {
    Outcome remembered = super.step(place, node, memory, step);
    int fence = scenario.sharedFence ? 0 : place;
    if (memory.equals(StepFence.Memory.EMPTY)) {
      fences[fence] = newFence();
    }
    if (node.equals(NodeState.STARTED)) {
      nodes[place] = new ServerNode(scenario, fences[fence]);
    }
    List<Outcome.Sent> sent = tokens.named(nodes[place], nodes[place].take(step));
    assertThat(sent).isEqualTo(remembered.sent());
    assertThat(nodes[place].face()).isEqualTo(remembered.after().face);
    return remembered;
  }

  private static MemoryFence newFence() {
    return new MemoryFence(10, Duration.ofDays(1), Duration.ofNanos(1), () -> 0);
  }
}
