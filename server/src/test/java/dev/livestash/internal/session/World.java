package dev.livestash.internal.session;

import dev.livestash.fence.StepFence;
import dev.livestash.internal.wire.ClientFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state of everything: tabs, sockets, nodes and fences. Immutable.
 *
 * @param wires in the order of their opening
 * @param fences one that is shared, or one for each node
 * @param used how often what is limited has happened
 * @param first the first snapshot that a tab stored, if it may come back
 */
record World(
    List<ModelTab> tabs,
    List<Wire> wires,
    List<NodeState> nodes,
    List<StepFence.Memory> fences,
    Used used,
    @Nullable Snapshot first) {

  record Used(
      int drops,
      int crashes,
      int replays,
      int drains,
      int refusals,
      int outages,
      int rewinds,
      int sleeps,
      int updates,
      int rings) {
    static final Used NOTHING = new Used(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private Used plus(int... more) {
      return new Used(
          drops + more[0],
          crashes + more[1],
          replays + more[2],
          drains + more[3],
          refusals + more[4],
          outages + more[5],
          rewinds + more[6],
          sleeps + more[7],
          updates + more[8],
          rings + more[9]);
    }

    Used drop() {
      return plus(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    Used crash() {
      return plus(0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    Used replay() {
      return plus(0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    Used drain() {
      return plus(0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
    }

    Used refusal() {
      return plus(0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
    }

    Used outage() {
      return plus(0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    }

    Used rewind() {
      return plus(0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
    }

    Used sleep() {
      return plus(0, 0, 0, 0, 0, 0, 0, 1, 0, 0);
    }

    Used update() {
      return plus(0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
    }

    Used ring() {
      return plus(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    }
  }

  static World start(Scenario scenario) {
    StepFence.Memory empty = StepFence.Memory.EMPTY;
    return new World(
        List.of(ModelTab.OPENED),
        List.of(),
        List.of(NodeState.STARTED, NodeState.STARTED),
        scenario.sharedFence ? List.of(empty) : List.of(empty, empty),
        Used.NOTHING,
        null);
  }

  ModelTab tab(int index) {
    return tabs.get(index);
  }

  Wire wire(int index) {
    return wires.get(index);
  }

  NodeState node(int index) {
    return nodes.get(index);
  }

  StepFence.Memory fenceOf(int node) {
    return fences.get(fenceIndex(node));
  }

  private int fenceIndex(int node) {
    return fences.size() == 1 ? 0 : node;
  }

  /** The tab whose current socket it is, or {@link ModelTab#NONE}. */
  int tabAt(int wire) {
    for (int i = 0; i < tabs.size(); i++) {
      if (tabs.get(i).wire() == wire) {
        return i;
      }
    }
    return ModelTab.NONE;
  }

  boolean isHeard(int wire) {
    return tabAt(wire) != ModelTab.NONE;
  }

  World with(int tab, ModelTab changed) {
    return new World(Lists.with(tabs, tab, changed), wires, nodes, fences, used, first);
  }

  World with(int wire, Wire changed) {
    return new World(tabs, Lists.with(wires, wire, changed), nodes, fences, used, first);
  }

  World with(int node, NodeState changed, StepFence.Memory fence) {
    return new World(
        tabs,
        wires,
        Lists.with(nodes, node, changed),
        Lists.with(fences, fenceIndex(node), fence),
        used,
        first);
  }

  World with(Used more) {
    return new World(tabs, wires, nodes, fences, more, first);
  }

  World plus(Wire opened) {
    return new World(tabs, Lists.plus(wires, opened), nodes, fences, used, first);
  }

  World plus(ModelTab opened) {
    return new World(Lists.plus(tabs, opened), wires, nodes, fences, used, first);
  }

  World replaying(Snapshot stored) {
    return first == null ? new World(tabs, wires, nodes, fences, used, stored) : this;
  }

  /**
   * What is left once a tab joins where none has stored anything: nobody can reach the instance
   * that it had before, so it does not matter what becomes of it.
   */
  World forgotten() {
    return new World(
        tabs,
        wires.stream().map(wire -> Wire.DEAD).toList(),
        nodes.stream().map(NodeState::forgotten).toList(),
        fences.stream().map(fence -> StepFence.Memory.EMPTY).toList(),
        used,
        first);
  }

  /** Whether no tab has stored anything. */
  boolean isEmpty() {
    return tabs.stream().allMatch(tab -> tab.stored() == null);
  }

  World sent(int wire, ClientFrame frame) {
    return with(wire, wire(wire).sent(frame));
  }

  /** The tab's end of its socket is gone. */
  World left(int tab) {
    int wire = tab(tab).wire();
    return with(tab, tab(tab).offline()).with(wire, wire(wire).left());
  }
}
