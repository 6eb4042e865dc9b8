package dev.livestash.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: two sockets, and two threads for each direction. */
final class Link {
  private static final int CHUNK_BYTES = 16 << 10;
  private static final String UPGRADE = "upgrade: websocket";

  private final Socket tab;
  private final Socket server;
  private final Gate up = new Gate();
  private final Gate down = new Gate();
  private final Passage upward = new Passage(up);
  private final Passage downward = new Passage(down);
  private final ScheduledExecutorService timer;
  private final Runnable whenCut;
  private final AtomicInteger running = new AtomicInteger(4);
  private @Nullable ScheduledFuture<?> cutLater;
  private boolean ended;
  private volatile boolean isSocket;

  /**
   * A connection that does not flow yet.
   *
   * @param whenCut told if it is cut, and not if it ends by itself
   */
  Link(Socket tab, Socket server, ScheduledExecutorService timer, Runnable whenCut) {
    this.tab = tab;
    this.server = server;
    this.timer = timer;
    this.whenCut = whenCut;
  }

  /**
   * @param whenEnded told once nothing flows any more
   */
  void start(Runnable whenEnded) {
    start("network-up", tab, server, up, upward, whenEnded);
    start("network-down", server, tab, down, downward, whenEnded);
  }

  /** Whether it is a WebSocket, and not one of the page's loads. */
  boolean isSocket() {
    return isSocket;
  }

  void suffer(Fault fault) {
    List<Gate> gates =
        switch (fault.way()) {
          case UP -> List.of(up);
          case DOWN -> List.of(down);
          case BOTH -> List.of(up, down);
        };
    switch (fault.kind()) {
      case RESET -> cut(true);
      case CLOSE -> cut(false);
      case CUT_WITHIN -> gates.forEach(gate -> gate.cutShort(fault.bytes()));
      case DELAY -> gates.forEach(gate -> gate.slow(fault.ms()));
      case STALL -> gates.forEach(gate -> gate.shut(fault.ms()));
      case STALL_AND_CUT -> {
        // Twice as long as until the cut, so that nothing slips through.
        gates.forEach(gate -> gate.shut(2 * fault.ms()));
        cutLater(fault.ms());
      }
    }
  }

  /** All that passes is late, until it is healed. */
  void slow(int ms) {
    up.slowForever(ms);
    down.slowForever(ms);
  }

  /** Nothing passes, until it is healed. */
  void stall() {
    up.shut(Integer.MAX_VALUE);
    down.shut(Integer.MAX_VALUE);
  }

  /** From now on all is well with it. */
  synchronized void heal() {
    if (cutLater != null) {
      cutLater.cancel(false);
    }
    up.heal();
    down.heal();
  }

  /** Cuts it, unless it has ended before. */
  synchronized void cut(boolean reset) {
    if (!ended) {
      // Counted first: whoever notices the cut finds it counted.
      whenCut.run();
      end(reset);
    }
  }

  private synchronized void cutLater(int ms) {
    cutLater = timer.schedule(() -> cut(true), ms, TimeUnit.MILLISECONDS);
  }

  private synchronized void end(boolean reset) {
    ended = true;
    upward.breakOff();
    downward.breakOff();
    close(tab, reset);
    close(server, reset);
    up.heal();
    down.heal();
  }

  static void close(Socket socket, boolean reset) {
    try (socket) {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException alreadyGone) {
      // That is all that was wanted.
    }
  }

  private void start(
      String name, Socket from, Socket to, Gate gate, Passage passage, Runnable whenEnded) {
    run(name, () -> read(from, gate, passage), whenEnded);
    run(name + "-late", () -> write(to, passage), whenEnded);
  }

  private void run(String name, Runnable flow, Runnable whenEnded) {
    Thread thread =
        new Thread(
            () -> {
              flow.run();
              if (running.decrementAndGet() == 0) {
                end(false);
                whenEnded.run();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Socket from, Gate gate, Passage passage) {
    try {
      byte[] chunk = new byte[CHUNK_BYTES];
      InputStream in = from.getInputStream();
      for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
        if (gate == up && !isSocket && isHandshake(chunk, bytes)) {
          isSocket = true;
        }
        passage.put(Arrays.copyOf(chunk, bytes));
      }
      passage.end();
    } catch (IOException | InterruptedException gone) {
      // As a real connection would: what breaks on one side breaks on the other.
      passage.fail();
    }
  }

  private void write(Socket to, Passage passage) {
    try {
      passage.writeTo(to.getOutputStream(), () -> cut(true));
      to.shutdownOutput();
    } catch (IOException | InterruptedException gone) {
      endAbruptly();
    }
  }

  private synchronized void endAbruptly() {
    if (!ended) {
      end(true);
    }
  }

  private static boolean isHandshake(byte[] chunk, int bytes) {
    String text = new String(chunk, 0, bytes, StandardCharsets.US_ASCII);
    return text.toLowerCase(Locale.ROOT).contains(UPGRADE);
  }
}
