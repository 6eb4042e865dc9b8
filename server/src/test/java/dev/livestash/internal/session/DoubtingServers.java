package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.StepFence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Doubts that a node's face shows all that its next step depends on: takes the same steps again on
 * nodes that have come to the same face in other ways.
 */
final class DoubtingServers extends Servers {
  private final List<NodeState> others = new ArrayList<>();

  DoubtingServers(Scenario scenario) {
    super(scenario);
  }

  @Override
  void cameAgain(NodeState node) {
    others.add(node);
  }

  /** Compares each step that is remembered of a node with that of every other like it. */
  int compare() {
    Map<NodeState.Face, List<Map.Entry<Question, Outcome>>> known =
        answers.entrySet().stream()
            .collect(Collectors.groupingBy(answer -> answer.getKey().node().face));
    int compared = 0;
    for (NodeState other : others) {
      for (Map.Entry<Question, Outcome> answer : known.getOrDefault(other.face, List.of())) {
        compare(other, answer.getKey(), answer.getValue());
        compared++;
      }
    }
    return compared;
  }

  private void compare(NodeState other, Question question, Outcome remembered) {
    StepFence.Memory memory = question.fence().orElse(StepFence.Memory.EMPTY);
    Living living = again(other);
    Outcome outcome = take(living, other, memory, question.step());
    assertThat(outcome.sent()).isEqualTo(remembered.sent());
    assertThat(outcome.after().face).isEqualTo(remembered.after().face);
    assertThat(living.fence().wasAsked()).isEqualTo(question.fence().isPresent());
    if (question.fence().isPresent()) {
      assertThat(outcome.fence()).isEqualTo(remembered.fence());
    }
  }
}
