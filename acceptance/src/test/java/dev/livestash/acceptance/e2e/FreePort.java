package dev.livestash.acceptance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** A port for a server that starts, dies, and starts there again. */
@NullMarked
public final class FreePort {
  /** Below those that systems give to whoever connects: nobody gets it before its server does. */
  private static final int FIRST_PORT = 10_000;

  private static final int PORTS = 20_000;
  private static final int MAX_TRIES = 100;

  private FreePort() {}

  /** One on which nothing listens. */
  public static int find() {
    for (int tried = 1; ; tried++) {
      int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException taken) {
        if (tried == MAX_TRIES) {
          throw new UncheckedIOException(taken);
        }
      }
    }
  }
}
