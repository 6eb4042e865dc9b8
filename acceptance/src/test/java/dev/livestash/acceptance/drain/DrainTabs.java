package dev.livestash.acceptance.drain;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Tabs that are connected to one node, and go to another one when they are told to; one thread. */
final class DrainTabs implements AutoCloseable {
  private static final int MAX_OPENING = 200;
  private static final int TICK_MILLIS = 5;

  /** A tab on its way back. */
  private record Return(DrainTab tab, DrainTab.End after, long dueNanos) {}

  private final Selector selector;
  private final Random random = new Random(1);
  private final List<DrainTab> tabs = new ArrayList<>();
  private final List<DrainTab.End> ends = new ArrayList<>();
  private final List<Return> returns = new ArrayList<>();
  private final List<DrainTab> attached = new ArrayList<>();
  private final List<Return> back = new ArrayList<>();

  DrainTabs() throws IOException {
    this.selector = Selector.open();
  }

  /** Opens so many, and waits until each has stored its state. */
  void open(int count, int port, Duration patience) throws IOException {
    boolean areThere =
        await(
            patience,
            () -> {
              long opening = tabs.stream().filter(tab -> !tab.isKept()).count();
              while (opening++ < MAX_OPENING && tabs.size() < count) {
                tabs.add(connected(port));
              }
              return tabs.size() == count && tabs.stream().allMatch(DrainTab::isKept);
            });
    if (!areThere) {
      throw new IOException(
          "Not all tabs are live: " + tabs.stream().filter(DrainTab::isKept).count());
    }
    attached.addAll(tabs);
  }

  private DrainTab connected(int port) {
    try {
      return new DrainTab(selector, port);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * Waits until each tab has lost its socket, and has come back when it was told to.
   *
   * @param other the port of the node that they come back to; nowhere, if there is none
   */
  boolean leave(OptionalInt other, Duration patience) throws IOException {
    return await(
        patience,
        () -> {
          attached.removeIf(this::hasEnded);
          other.ifPresent(port -> returns.removeIf(next -> hasComeBack(next, port)));
          return attached.isEmpty() && (other.isEmpty() || areBack());
        });
  }

  private boolean areBack() {
    return returns.isEmpty() && tabs.stream().allMatch(DrainTab::isKept);
  }

  private boolean hasEnded(DrainTab tab) {
    if (tab.end().isEmpty()) {
      return false;
    }
    DrainTab.End end = tab.end().get();
    ends.add(end);
    long[] spread = end.retry().orElse(new long[] {0, 0});
    long millis = spread[0] + (long) (random.nextDouble() * (spread[1] - spread[0]));
    returns.add(new Return(tab, end, end.atNanos() + Duration.ofMillis(millis).toNanos()));
    return true;
  }

  private boolean hasComeBack(Return next, int port) {
    if (next.dueNanos() - System.nanoTime() > 0) {
      return false;
    }
    try {
      next.tab().connect(port);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    back.add(next);
    return true;
  }

  private boolean await(Duration patience, BooleanSupplier isDone) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isDone.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      selector.select(key -> ((DrainTab) key.attachment()).ready(), TICK_MILLIS);
    }
    return true;
  }

  // --- what came of it

  long endedWith(int code) {
    return ends.stream().filter(end -> end.code() == code).count();
  }

  long endedWithoutGoodbye() {
    return ends.stream().filter(end -> end.retry().isEmpty()).count();
  }

  /** The least and the longest that any tab was told to stay away. */
  Drain.Spread told() {
    List<long[]> all = ends.stream().flatMap(end -> end.retry().stream()).toList();
    return new Drain.Spread(
        all.stream().mapToLong(one -> one[0]).min().orElse(0),
        all.stream().mapToLong(one -> one[1]).max().orElse(0));
  }

  /** How long each was away, sorted. */
  long[] awayMillis() {
    return back.stream()
        .mapToLong(one -> (one.tab().joinedAtNanos() - one.after().atNanos()) / 1_000_000)
        .sorted()
        .toArray();
  }

  long cameBackAs(String outcome) {
    return tabs.stream().filter(tab -> tab.outcome().equals(outcome)).count();
  }

  @Override
  public void close() throws IOException {
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
