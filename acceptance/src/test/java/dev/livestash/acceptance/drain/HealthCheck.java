package dev.livestash.acceptance.drain;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks a node once a second whether it takes tabs, as a load balancer does. */
final class HealthCheck implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 900;
  private static final int NOBODY = 0;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Integer> answers = new CopyOnWriteArrayList<>();

  HealthCheck(int port) {
    URI uri = URI.create("http://localhost:" + port + "/health");
    var unused = clock.scheduleAtFixedRate(() -> answers.add(ask(uri)), 0, 1, TimeUnit.SECONDS);
  }

  private static int ask(URI uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return connection.getResponseCode();
    } catch (IOException away) {
      return NOBODY;
    }
  }

  /** What it was answered, check by check; 0 for nothing. */
  List<Integer> answers() {
    return answers;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
