package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.Ailment;
import dev.livestash.demo.Mischief;
import dev.livestash.testkit.Fault;
import java.util.List;

/**
 * One thing that happens in a run. A {@code which} or {@code where}, from 0 to below 1, picks one
 * of what there is at that time. Harm, kills, drains, jumps and upsets come {@code afterMs} after
 * the moment in which the next gesture is finished, so that they meet its event on its way.
 */
sealed interface Act {

  /** The user does something; {@code serial} makes what is typed unique in the run. */
  record Use(int tab, Gesture gesture, double where, int serial) implements Act {}

  /** Tells tabs that the network is back, and waits a while until they are live. */
  record Meet(List<Integer> tabs) implements Act {}

  /** Something goes wrong with a connection. */
  record Harm(Fault fault, double which, int afterMs) implements Act {}

  /** A server is killed, and another one takes its place. */
  record Kill(double which, int afterMs, int downMs) implements Act {}

  /** A server is told to end, and another one takes its place. */
  record Drain(double which, int afterMs) implements Act {}

  /** A server is stopped for so long, and then goes on. */
  record Freeze(double which, int afterMs, int ms) implements Act {}

  /** A server's clock is set ahead by so many hours, or back. */
  record Jump(double which, int afterMs, int hours) implements Act {}

  /**
   * The user asks for something that handlers should not do.
   *
   * @param effect what must come of it
   */
  record Ask(int tab, Mischief mischief, Deed.Effect effect, double where, int serial)
      implements Act {}

  /** The user presses a key without an effect, more often than events have room in a tab. */
  record Flood(int tab) implements Act {}

  /**
   * A tab is duplicated: another one, in place of the one that is there, goes on from a copy of its
   * storage.
   */
  record Fork(int tab, int place) implements Act {}

  /** A tab loses its connection, and is sent to the next but so many of the servers. */
  record Go(int tab, int server) implements Act {}

  /** Nobody does anything. */
  record Pause(int ms) implements Act {}

  /** The browser is killed with all its processes, and started again with the tabs that it had. */
  record KillBrowser() implements Act {}

  /**
   * Waits until all that was to happen has, servers and connections are well, and naps are over.
   */
  record Calm() implements Act {}

  /** What the servers share suffers for so long. */
  record Upset(Ailment ailment, int afterMs, int ms) implements Act {}

  /** Looks at everything; {@code wakes}: the tabs are told that the network is back. */
  record Check(boolean wakes) implements Act {}

  /** What a user does in a tab. */
  enum Gesture {
    EDIT,
    APPEND,
    SORT,
    UNDO,
    REDO,
    RELOAD
  }
}
