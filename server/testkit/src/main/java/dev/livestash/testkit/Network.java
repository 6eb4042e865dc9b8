package dev.livestash.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A network that can be harmed, in front of a server: the one address that tabs know. All that it
 * does to connections lasts until it is {@linkplain #heal healed}.
 */
public final class Network implements AutoCloseable {
  private static final int MAX_LINKS = 256;
  private static final int CONNECT_TIMEOUT_MS = 1_000;

  private final ServerSocket listener;
  private final Supplier<OptionalInt> route;
  private final ScheduledExecutorService timer;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Deque<Fault> forNext = new ArrayDeque<>();
  private volatile boolean isDown;
  private Consumer<Link> standing = link -> {};
  private final AtomicInteger cuts = new AtomicInteger();

  /**
   * A network without faults.
   *
   * @param route where the next connection goes: the port of a server; none if there is none
   * @param timer for what is due later
   */
  public Network(Supplier<OptionalInt> route, ScheduledExecutorService timer) {
    this.route = route;
    this.timer = timer;
    try {
      this.listener = new ServerSocket(0, MAX_LINKS, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread thread = new Thread(this::accept, "network-accept");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Where it is reached.
   *
   * @return its address, with a slash at the end
   */
  public String url() {
    return "http://localhost:" + listener.getLocalPort() + "/";
  }

  /**
   * How many connections were cut so far.
   *
   * @return the number; those that have ended by themselves do not count
   */
  public int cuts() {
    return cuts.get();
  }

  /** Resets all open connections, once: whoever comes again is let through. */
  public synchronized void cut() {
    links.forEach(link -> link.cut(true));
  }

  /** Resets all connections, and lets none through. */
  public synchronized void down() {
    isDown = true;
    cut();
  }

  /** Lets nothing pass, in all connections: they are open, and silent. */
  public void stall() {
    all(Link::stall);
  }

  /**
   * Lets all that passes come late, as a long way does: what is sent in a row is late together. Up
   * to 1 MiB is on its way in each direction of a connection; who sends more waits.
   *
   * @param delay how late, in each direction
   */
  public void slow(Duration delay) {
    int ms = Math.toIntExact(delay.toMillis());
    all(link -> link.slow(ms));
  }

  private synchronized void all(Consumer<Link> harm) {
    standing = harm;
    links.forEach(harm);
  }

  /**
   * Harms the next connection, or one of the open WebSockets, if there is any.
   *
   * @param fault what is done to it
   * @param which one of them, from 0 to below 1
   */
  public synchronized void harm(Fault fault, double which) {
    if (fault.next()) {
      forNext.add(fault);
      return;
    }
    List<Link> sockets = links.stream().filter(Link::isSocket).toList();
    if (!sockets.isEmpty()) {
      sockets.get((int) (which * sockets.size())).suffer(fault);
    }
  }

  /** Resets all open WebSockets. */
  public synchronized void cutSockets() {
    links.stream().filter(Link::isSocket).forEach(link -> link.cut(true));
  }

  /** From now on all is well, with the open connections too. */
  public synchronized void heal() {
    isDown = false;
    standing = link -> {};
    forNext.clear();
    links.forEach(Link::heal);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Connects a tab to a server, or resets it if there is none. */
  private void connect(Socket tab) {
    Socket server = new Socket();
    try {
      int port =
          links.size() < MAX_LINKS && !isDown ? route.get().orElseThrow(IOException::new) : 0;
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
      tab.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start(new Link(tab, server, timer, cuts::incrementAndGet));
    } catch (IOException nobodyThere) {
      Link.close(tab, true);
      Link.close(server, true);
    }
  }

  /**
   * Lets a connection through.
   *
   * @throws IOException if nobody is let through any more: that may be so since it was asked for
   */
  private synchronized void start(Link link) throws IOException {
    if (isDown || listener.isClosed()) {
      throw new IOException("The network is down.");
    }
    links.add(link);
    // Before it flows, so that it is met from its first byte on.
    standing.accept(link);
    Fault fault = forNext.poll();
    if (fault != null) {
      link.suffer(fault);
    }
    link.start(() -> links.remove(link));
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    cut();
  }
}
