package dev.livestash.acceptance.slowline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A network in front of a server in which each connection has a line of its own: so many bits a
 * second in each direction, and so long a way. It holds no more than what is on its way.
 */
final class Line implements AutoCloseable {
  private static final int SMALL_BUFFER_BYTES = 8 << 10;
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_CHUNKS = 4_096;
  private static final int BITS = 8;

  /** As long as a packet, or as what the line carries in some milliseconds. */
  private static final int MIN_CHUNK_BYTES = 512;

  private static final int CHUNKS_A_SECOND = 100;

  private final ServerSocket listener;
  private final int target;
  private final long bitsPerSecond;
  private final long oneWayNanos;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * A line.
   *
   * @param target the server's port
   * @param bitsPerSecond its rate
   * @param roundTripMillis its latency, there and back
   */
  Line(int target, long bitsPerSecond, long roundTripMillis) {
    this.target = target;
    this.bitsPerSecond = bitsPerSecond;
    this.oneWayNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMillis) / 2;
    try {
      listener = new ServerSocket();
      listener.setReceiveBufferSize(SMALL_BUFFER_BYTES);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MAX_CONNECTIONS);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket();
        far.setReceiveBufferSize(SMALL_BUFFER_BYTES);
        far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        flow(near, far);
        flow(far, near);
      }
    } catch (IOException closed) {
      // The program is over.
    }
  }

  /** What is on its way, and when it arrives. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, long dueNanos) {}

  private void flow(Socket from, Socket to) {
    BlockingQueue<Chunk> way = new ArrayBlockingQueue<>(MAX_CHUNKS);
    start(() -> send(from, way));
    start(() -> arrive(way, to));
  }

  /** Takes in no more than the rate allows. */
  private void send(Socket from, BlockingQueue<Chunk> way) {
    int most = (int) Math.max(MIN_CHUNK_BYTES, bitsPerSecond / BITS / CHUNKS_A_SECOND);
    byte[] buffer = new byte[most];
    long freeAtNanos = System.nanoTime();
    try {
      for (int count = read(from, buffer); ; count = read(from, buffer)) {
        long start = Math.max(freeAtNanos, System.nanoTime());
        freeAtNanos = start + (long) count * BITS * TimeUnit.SECONDS.toNanos(1) / bitsPerSecond;
        byte[] bytes = Arrays.copyOf(buffer, count);
        way.put(new Chunk(bytes, freeAtNanos + oneWayNanos));
        if (count == 0) {
          return;
        }
        TimeUnit.NANOSECONDS.sleep(freeAtNanos - System.nanoTime());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** As many bytes as were read; none at the end. */
  private static int read(Socket from, byte[] buffer) {
    try {
      return Math.max(0, from.getInputStream().read(buffer));
    } catch (IOException gone) {
      return 0;
    }
  }

  private void arrive(BlockingQueue<Chunk> way, Socket to) {
    try (to) {
      for (Chunk next = way.take(); next.bytes().length > 0; next = way.take()) {
        TimeUnit.NANOSECONDS.sleep(next.dueNanos() - System.nanoTime());
        to.getOutputStream().write(next.bytes());
      }
    } catch (IOException gone) {
      // The other end has left.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(to);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "slow-line");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
