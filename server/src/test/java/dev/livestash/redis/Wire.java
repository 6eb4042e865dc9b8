package dev.livestash.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between a node and its Redis, whose connections can be made to lead nowhere: nothing
 * comes through any more, and nobody is told, as when a machine is gone and another takes its
 * address.
 */
final class Wire implements AutoCloseable {
  private final ServerSocket entrance;
  private volatile int port;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean swallows;

  Wire(int port) {
    this.port = port;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    run(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + entrance.getLocalPort();
  }

  /** From now on new connections lead to another port, as when a name has another address. */
  void leadTo(int other) {
    port = other;
  }

  /** From now on the present connections lead nowhere; later ones arrive. */
  void swallow() {
    connections.forEach(connection -> connection.swallows = true);
  }

  /** From now on no connection leads anywhere, or each that is made from now on does. */
  void swallowAll(boolean swallowsAll) {
    swallows = swallowsAll;
    if (swallowsAll) {
      swallow();
    }
  }

  /** Whatever is said next on a present connection is answered by a reset of it. */
  void resetAtNextWord() {
    connections.forEach(connection -> connection.resets = true);
  }

  /** Comes when whoever has made the first connection leaves it. */
  CompletableFuture<Void> firstLeft() {
    return connections.get(0).left;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // By the test's end, or by one of the two sides.
              }
            },
            "wire");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket near = entrance.accept();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
      Connection connection = new Connection(near, far);
      connection.swallows = swallows;
      connections.add(connection);
      run(() -> connection.carryOn());
      run(() -> connection.carry(far, near));
    }
  }

  private static final class Connection {
    private final Socket near;
    private final Socket far;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private volatile boolean swallows;
    private volatile boolean resets;

    Connection(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    /** What whoever has made it says. */
    void carryOn() throws IOException {
      try {
        carry(near, far);
      } finally {
        left.complete(null);
      }
    }

    void carry(Socket from, Socket to) throws IOException {
      byte[] buffer = new byte[4096];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (resets) {
          near.setSoLinger(true, 0);
          near.close();
        } else if (!swallows) {
          out.write(buffer, 0, read);
        }
      }
    }

    void close() throws IOException {
      near.close();
      far.close();
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
