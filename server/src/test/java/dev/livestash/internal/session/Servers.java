package dev.livestash.internal.session;

import dev.livestash.fence.StepFence;
import dev.livestash.internal.session.Outcome.Sent;
import dev.livestash.internal.wire.ServerFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What real nodes do, step by step.
 *
 * <p>A node's step depends on the node, its fence's memory and what reaches it; not on the rest of
 * the world. So each such step is taken by a real node once and remembered: worlds that differ
 * elsewhere share it. The real node is one that has come to the same state, or a new one that takes
 * the steps that lead there.
 */
class Servers {
  /** How many real nodes rest at one state: a new one costs all the steps that lead there. */
  private static final int MAX_RESTING = 3;

  final Scenario scenario;
  final Map<Question, Outcome> answers = new HashMap<>();
  final Tokens tokens;
  private final Map<String, NodeState> states = new HashMap<>();

  /** Real nodes where their last steps have left them. */
  private final Map<NodeState, Deque<Living>> resting = new HashMap<>();

  private final Set<String> said = new TreeSet<>();

  Servers(Scenario scenario) {
    this.scenario = scenario;
    this.tokens = new Tokens(new ServerNode(scenario, new StepFence(true)).restorePath());
    states.put(NodeState.STARTED.face.text(), NodeState.STARTED);
  }

  /** The fence's memory is left out where the node does not ask its fence. */
  record Question(NodeState node, Optional<StepFence.Memory> fence, List<Input> step) {}

  /**
   * Takes a step.
   *
   * @param place which node it is, which does not matter to what it does
   */
  Outcome step(int place, NodeState node, StepFence.Memory fence, List<Input> step) {
    Outcome unfenced = answers.get(new Question(node, Optional.empty(), step));
    if (unfenced != null) {
      return new Outcome(unfenced.after(), fence, unfenced.sent());
    }
    Outcome known = answers.get(new Question(node, Optional.of(fence), step));
    return known == null ? learn(node, fence, step) : known;
  }

  private Outcome learn(NodeState node, StepFence.Memory memory, List<Input> step) {
    Living living = living(node);
    Outcome outcome = take(living, node, memory, step);
    NodeState known = states.putIfAbsent(outcome.after().face.text(), outcome.after());
    if (known != null) {
      cameAgain(outcome.after());
      outcome = new Outcome(known, outcome.fence(), outcome.sent());
    }
    rest(outcome.after(), living);
    outcome.sent().forEach(this::note);
    Optional<StepFence.Memory> asked = Optional.of(memory).filter(any -> living.fence.wasAsked());
    answers.put(new Question(node, asked, step), outcome);
    return outcome;
  }

  /** A known node was reached by steps other than those that are remembered. */
  void cameAgain(NodeState node) {}

  private void note(Sent one) {
    one.code().ifPresent(code -> said.add(code.name()));
    ServerFrame frame = one.frame().orElse(null);
    if (frame instanceof ServerFrame.Joined joined) {
      said.add(joined.reason().orElse(joined.outcome()));
    } else if (frame instanceof ServerFrame.Keep keep && keep.base().isPresent()) {
      said.add("patch");
    } else if (frame instanceof ServerFrame.Asleep || frame instanceof ServerFrame.Needed) {
      said.add(frame.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }
  }

  /** How many different steps real nodes have taken. */
  int steps() {
    return answers.size();
  }

  /** How joins were answered, why sockets were closed, and whether there were patches. */
  Set<String> said() {
    return said;
  }

  // --- real nodes

  /** A real node, at some state, and its fence. */
  record Living(ServerNode node, StepFence fence) {}

  private Living living(NodeState state) {
    Deque<Living> there = resting.get(state);
    return there == null || there.isEmpty() ? again(state) : there.pop();
  }

  private void rest(NodeState state, Living living) {
    Deque<Living> there = resting.computeIfAbsent(state, any -> new ArrayDeque<>(MAX_RESTING));
    if (there.size() < MAX_RESTING) {
      there.push(living);
    }
  }

  Outcome take(Living living, NodeState from, StepFence.Memory memory, List<Input> step) {
    living.fence.recall(memory);
    List<Sent> sent = tokens.named(living.node, living.node.take(step));
    NodeState after = new NodeState(from, memory, step, living.node.face());
    return new Outcome(after, living.fence.memory(), sent);
  }

  /** A real node that is brought to a state. */
  Living again(NodeState state) {
    Deque<NodeState> way = new ArrayDeque<>();
    for (NodeState at = state; at.before != null; at = at.before) {
      way.push(at);
    }
    Living living = started();
    for (NodeState at : way) {
      living.fence.recall(at.fence);
      var unused = living.node.take(at.step);
    }
    if (!living.node.face().equals(state.face)) {
      throw new IllegalStateException(
          "steps taken again came out differently: "
              + way.stream().map(at -> at.step + " to " + at.face.text()).toList()
              + ", and then not "
              + state.face.text()
              + " but "
              + living.node.face().text());
    }
    return living;
  }

  private Living started() {
    StepFence fence = new StepFence(false);
    return new Living(
        scenario.seed == Seed.NONE
            ? new ServerNode(scenario, fence)
            : new SeededNode(scenario, fence),
        fence);
  }
}
