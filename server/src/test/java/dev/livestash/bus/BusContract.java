package dev.livestash.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each bus does. */
public abstract class BusContract {
  private static final int MANY = 1_000;
  private static final int MAX_TRIES = 400;
  private static final int POLL_MILLIS = 50;

  /** Ways to one bus, one for each of two nodes. */
  protected abstract List<Bus> twoNodes();

  private record Ear(BlockingQueue<String> heard, Runnable end) {
    static Ear on(Bus bus) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      return new Ear(heard, bus.listen(heard::add));
    }

    boolean hears() throws InterruptedException {
      return heard.poll(POLL_MILLIS, TimeUnit.MILLISECONDS) != null;
    }

    String next() throws InterruptedException {
      @Nullable String one = heard.poll(10, TimeUnit.SECONDS);
      return String.valueOf(one);
    }
  }

  /**
   * Each sends, and each hears what is sent: both ways are made without waiting, and may break in
   * the making where the machine has much else to do.
   */
  private static void areThere(List<Bus> nodes, Ear... all) throws InterruptedException {
    for (Ear ear : all) {
      int tries = 0;
      while (!sendHello(nodes) || !ear.hears()) {
        assertThat(++tries).isLessThan(MAX_TRIES);
      }
    }
    nodes.get(0).send("ready").toCompletableFuture().join();
    for (Ear ear : all) {
      String heard = ear.next();
      while (heard.equals("hello")) {
        heard = ear.next();
      }
      assertThat(heard).isEqualTo("ready");
    }
  }

  private static boolean sendHello(List<Bus> nodes) {
    return nodes.stream()
        .allMatch(
            node ->
                node.send("hello")
                    .handle((sent, failure) -> failure == null)
                    .toCompletableFuture()
                    .join());
  }

  @Test
  void allNodesHearEachTextOnceInTheOrderOfItsSender() throws InterruptedException {
    List<Bus> nodes = twoNodes();
    Ear one = Ear.on(nodes.get(0));
    Ear two = Ear.on(nodes.get(1));
    areThere(nodes, one, two);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      sent.add("text ä😀 " + i);
      var unused = nodes.get(0).send("text ä😀 " + i);
    }
    assertThat(received(one)).isEqualTo(sent);
    assertThat(received(two)).isEqualTo(sent);
    assertThat(one.heard()).isEmpty();
    one.end().run();
    two.end().run();
  }

  @Test
  void allNodesHearTheTextsOfAllInOneOrder() throws InterruptedException {
    List<Bus> nodes = twoNodes();
    Ear one = Ear.on(nodes.get(0));
    Ear two = Ear.on(nodes.get(1));
    areThere(nodes, one, two);
    for (int i = 0; i < MANY; i++) {
      var unused = nodes.get(i % 2).send(i % 2 + " " + i);
    }
    assertThat(received(one)).isEqualTo(received(two));
    one.end().run();
    two.end().run();
  }

  private static List<String> received(Ear ear) throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(ear.next());
    }
    return all;
  }

  @Test
  void whoHasEndedHearsNothing() throws InterruptedException {
    List<Bus> nodes = twoNodes();
    Ear one = Ear.on(nodes.get(0));
    Ear two = Ear.on(nodes.get(0));
    areThere(nodes, one, two);
    one.end().run();
    nodes.get(0).send("late").toCompletableFuture().join();
    assertThat(two.next()).isEqualTo("late");
    assertThat(one.heard()).isEmpty();
    two.end().run();
  }
}
