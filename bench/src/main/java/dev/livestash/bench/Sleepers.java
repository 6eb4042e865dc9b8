package dev.livestash.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullMarked;

/** Tabs whose sessions sleep, on one thread. */
@NullMarked
final class Sleepers implements AutoCloseable {
  /**
   * Less than half of what the servers of these benchmarks have room for at once: the next ones do
   * not depend on how soon the last ones are at rest.
   */
  static final int AT_ONCE = 40;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final InetSocketAddress server;
  private final Selector selector;
  private final ByteBuffer room = ByteBuffer.allocate(1 << 20);
  private final List<SleeperTab> tabs = new ArrayList<>();

  Sleepers(InetSocketAddress server) throws IOException {
    this.server = server;
    this.selector = Selector.open();
  }

  List<SleeperTab> tabs() {
    return tabs;
  }

  /** Opens so many more; each has stored its first snapshot then. */
  void open(int count) throws IOException {
    for (int left = count; left > 0; ) {
      List<SleeperTab> some = new ArrayList<>();
      for (int i = 0; i < Math.min(left, AT_ONCE); i++) {
        some.add(new SleeperTab(selector, server, room));
      }
      tabs.addAll(some);
      await(() -> some.stream().allMatch(SleeperTab::isSettled), "joined");
      left -= some.size();
    }
  }

  void await(BooleanSupplier isDone, String what) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isDone.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException("Not all are " + what + " in " + PATIENCE.toSeconds() + " s");
      }
      look();
    }
  }

  /** Takes what has come. */
  void look() throws IOException {
    selector.select(SwarmClient::ready, 1);
  }

  @Override
  public void close() throws IOException {
    for (SleeperTab tab : tabs) {
      tab.close();
    }
    selector.close();
  }
}
