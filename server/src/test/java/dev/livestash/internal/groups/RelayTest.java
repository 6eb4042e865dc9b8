package dev.livestash.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.bus.Bus;
import dev.livestash.internal.memory.Budget;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** A node's messages over a bus that is slow, or away, or says anything. */
class RelayTest {
  /** Carries what it was given when it is told to. */
  private static final class SlowBus implements Bus {
    final Deque<String> sent = new ArrayDeque<>();
    final List<Consumer<String>> listeners = new ArrayList<>();
    boolean isAway;
    boolean isStuck;

    @Override
    public CompletionStage<Void> send(String text) {
      if (isAway) {
        return CompletableFuture.failedFuture(new IllegalStateException("away"));
      }
      sent.add(text);
      return isStuck ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
    }

    @Override
    public Runnable listen(Consumer<String> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }

    void carry() {
      while (!sent.isEmpty()) {
        String text = sent.remove();
        listeners.forEach(one -> one.accept(text));
      }
    }
  }

  private static final long PATIENCE_MILLIS = 10_000;

  private final SlowBus bus = new SlowBus();
  private final List<Runnable> due = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> dropped = new ArrayList<>();
  private final Budget budget = new Budget(1 << 20);

  private Groups node(String name) {
    return node(name, dropped::add);
  }

  private Groups node(String name, Consumer<String> told) {
    Scheduler scheduler =
        (delay, task) -> {
          if (delay.equals(Duration.ZERO)) {
            task.run();
          } else {
            due.add(task);
          }
          return () -> {};
        };
    return new Groups(
        Limits.defaults(),
        JsonMapper.shared(),
        budget,
        Optional.of(bus),
        name,
        scheduler,
        nanos::get,
        told);
  }

  private static List<String> member(Groups node, String group) {
    List<String> heard = new ArrayList<>();
    var unused =
        node.join(
            group,
            letter -> {
              heard.add(letter.data().asString());
              letter.release();
            });
    return heard;
  }

  @Test
  void theMembersOfAllNodesHearAMessageWhenTheBusBringsIt() {
    Groups one = node("one");
    Groups two = node("two");
    List<String> here = member(one, "a");
    List<String> there = member(two, "a");
    bus.carry();
    one.publish("a", "m", "x");
    assertThat(here).isEmpty();
    bus.carry();
    assertThat(here).containsExactly("x");
    assertThat(there).containsExactly("x");
    assertThat(budget.heldBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,2.5,{\"b\":null}]}",
        "17",
        "\"ä, ]\"",
        "[]",
        "true",
        "null",
        "19.90",
        "12345678901234567.89"
      })
  void dataComesAsItWasSent(String json) {
    List<String> heard = new ArrayList<>();
    var unused =
        node("two")
            .join(
                "a",
                letter -> {
                  heard.add(letter.data().toString());
                  letter.release();
                });
    bus.carry();
    node("one").publish("a", "m", new RawValue(json));
    bus.carry();
    assertThat(heard).containsExactly(json);
  }

  @Test
  void aMemberThatComesFromAnotherNodeDoesNotHearAgainWhatWasOnItsWay() {
    Groups one = node("one");
    Groups two = node("two");
    one.publish("a", "m", "before");
    List<String> there = member(two, "a");
    one.publish("a", "m", "after");
    bus.carry();
    assertThat(there).containsExactly("after");
  }

  @Test
  void whatTheBusDoesNotTakeComesToTheMembersHereInOrder() {
    Groups one = node("one");
    List<String> here = member(one, "a");
    bus.carry();
    one.publish("a", "m", "1");
    bus.isAway = true;
    one.publish("a", "m", "2");
    assertThat(here).containsExactly("1", "2");
    assertThat(dropped).containsOnly("bus");
    bus.carry();
    assertThat(here).containsExactly("1", "2");
  }

  @Test
  void whatIsBeyondTheBoundComesToTheMembersHereInOrder() {
    Groups one = node("one");
    List<String> here = member(one, "a");
    bus.carry();
    for (int i = 0; i <= Relay.MAX_SENT; i++) {
      one.publish("a", "m", "" + i);
    }
    assertThat(here).hasSize(Relay.MAX_SENT + 1);
    assertThat(here.get(Relay.MAX_SENT)).isEqualTo("" + Relay.MAX_SENT);
    assertThat(here.get(0)).isEqualTo("0");
    assertThat(dropped).containsExactly("bus");
    bus.carry();
    assertThat(here).hasSize(Relay.MAX_SENT + 1);
  }

  /** What its members here have had is with the bus all the same, and takes its room. */
  @Test
  void aBusThatSendsNothingIsGivenNoMoreThanTheBound() {
    Groups one = node("one");
    bus.isStuck = true;
    for (int i = 0; i < 3 * Relay.MAX_SENT; i++) {
      one.publish("a", "m", "x");
    }
    assertThat(bus.sent).hasSize(Relay.MAX_SENT);
    assertThat(dropped).hasSize(2 * Relay.MAX_SENT);
  }

  @Test
  void oneThatCannotBeDeliveredKeepsNoOtherBack() {
    Groups one = node("one");
    var unused =
        one.join(
            "a",
            letter -> {
              throw new RejectedExecutionException("the application's executor has ended");
            });
    List<String> other = member(one, "b");
    bus.carry();
    one.publish("a", "m", "x");
    one.publish("b", "m", "y");
    bus.carry();
    one.publish("b", "m", "z");
    bus.carry();
    assertThat(other).containsExactly("y", "z");
  }

  @Test
  void whatDoesNotComeBackInTimeComesToTheMembersHereOnce() {
    Groups one = node("one");
    List<String> here = member(one, "a");
    one.publish("a", "m", "1");
    assertThat(here).isEmpty();
    passes(Relay.PATIENCE);
    assertThat(here).containsExactly("1");
    bus.carry();
    assertThat(here).containsExactly("1");
  }

  /** What is due then is done. */
  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
    List<Runnable> now = List.copyOf(due);
    due.clear();
    now.forEach(Runnable::run);
  }

  @Test
  void eachIsWaitedForAsLong() {
    Groups one = node("one");
    List<String> here = member(one, "a");
    bus.carry();
    one.publish("a", "m", "1");
    passes(Duration.ofMillis(100));
    one.publish("a", "m", "2");
    one.publish("a", "m", "3");
    passes(Relay.PATIENCE.minusMillis(100));
    assertThat(here).containsExactly("1");
    passes(Duration.ofMillis(99));
    assertThat(here).containsExactly("1");
    passes(Duration.ofMillis(1));
    assertThat(here).containsExactly("1", "2", "3");
    assertThat(dropped).containsExactly("bus", "bus", "bus");
  }

  @Test
  void aMemberThatIsNotHeardOfBeginsAllTheSameAndIsNoLoss() {
    Groups one = node("one");
    List<String> here = member(one, "a");
    passes(Relay.PATIENCE);
    bus.sent.clear();
    one.publish("a", "m", "x");
    bus.carry();
    assertThat(here).containsExactly("x");
    assertThat(dropped).isEmpty();
  }

  private static void await(Thread other) {
    try {
      other.join(PATIENCE_MILLIS);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Such as an application that asks another thread for something. */
  @Test
  void whoIsToldOfALossMayWaitForAnotherThread() {
    List<Thread> others = new ArrayList<>();
    Groups[] one = new Groups[1];
    one[0] =
        node(
            "one",
            why -> {
              Thread other = new Thread(() -> one[0].publish("a", "m", "2"));
              others.add(other);
              other.start();
              await(other);
            });
    one[0].publish("a", "m", "1");
    passes(Relay.PATIENCE);
    assertThat(others).hasSize(1).noneMatch(Thread::isAlive);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[1]",
        "[2,\"x\",1]",
        "[1,\"x\",\"1\"]",
        "[1,\"x\",1,\"a\",\"m\"]",
        "[1,\"x\",1,\"\",\"m\",1]",
        "[1,\"x\",1,\"a\",\"\",1]",
        "[1,\"x\",1,\"a\",\"m\",1,2]",
        "[1,\"x\",1,\"a\",\"m\",1]]",
        "[1,\"x\",1,\"a\",\"m\",{\"b\":}]",
        "[1,\"x\",99999999999999999999,\"a\",\"m\",1]"
      })
  void whatIsNoMessageIsDropped(String text) {
    Groups one = node("one");
    List<String> here = member(one, "a");
    bus.carry();
    bus.sent.add(text);
    bus.carry();
    assertThat(here).isEmpty();
    assertThat(dropped).containsExactly("malformed");
  }

  @Test
  void whatIsOverALimitIsDropped() {
    List<String> here = member(node("one"), "a");
    bus.carry();
    bus.sent.add("[1,\"x\",1,\"a\",\"m\",\"" + "y".repeat(70_000) + "\"]");
    bus.sent.add("[1,\"x\",2,\"a\",\"m\"," + "[".repeat(100) + "]".repeat(100) + "]");
    bus.carry();
    assertThat(here).isEmpty();
    assertThat(dropped).containsExactly("malformed", "malformed");
  }

  @Test
  void whatThisNodeHasNoRoomForIsDropped() {
    Groups one = node("one");
    List<String> here = member(one, "a");
    bus.carry();
    assertThat(budget.take(1 << 19)).isTrue();
    one.publish("a", "m", "x");
    bus.carry();
    assertThat(here).isEmpty();
    assertThat(dropped).containsExactly("memory");
  }
}
