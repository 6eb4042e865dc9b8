package dev.livestash.acceptance.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A network whose connections can become dead: still open on both sides, and nothing arrives. */
final class BlackHole implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final List<Link> links = new CopyOnWriteArrayList<>();

  /** Whether what is open now swallows everything; one for the connections of each time. */
  private volatile AtomicBoolean swallows = new AtomicBoolean();

  private record Link(Socket near, Socket far, AtomicBoolean isDead) {
    void close() {
      try (near;
          far) {
        // That is all.
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  BlackHole(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    start(this::accept);
  }

  String url() {
    return "http://localhost:" + listener.getLocalPort() + "/";
  }

  /** The connections that are open now are dead; later ones are well. */
  void swallow() {
    AtomicBoolean dead = swallows;
    swallows = new AtomicBoolean();
    dead.set(true);
  }

  /** Those that were made dead are now closed. */
  void resetWhatItSwallows() {
    links.stream().filter(link -> link.isDead().get()).forEach(Link::close);
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        Link link = new Link(near, far, swallows);
        links.add(link);
        start(() -> pump(near, far, link.isDead()));
        start(() -> pump(far, near, link.isDead()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void pump(Socket from, Socket to, AtomicBoolean dead) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!dead.get()) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException closed) {
      // Either side has gone, and the other goes with it.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "black-hole");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    links.forEach(Link::close);
  }
}
