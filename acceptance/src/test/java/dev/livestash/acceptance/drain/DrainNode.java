package dev.livestash.acceptance.drain;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Admission;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server in a process of its own that drains when it is told to stop. */
final class DrainNode implements AutoCloseable {
  private static final String READY = "at ";
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

  /** Held here because a logger that nobody holds forgets its level. */
  private static final Logger ALL = Logger.getLogger("");

  private final Process process;
  private final int port;

  private DrainNode(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  private record Count(int value) {}

  private static final class Counter implements View<Count> {
    @Override
    public Class<Count> stateType() {
      return Count.class;
    }

    @Override
    public Count first(Context<Count> context) {
      return new Count(0);
    }

    @Override
    public void handlers(ViewHandlers<Count> on) {
      on.on("add", (count, event) -> new Count(count.value() + 1));
    }

    @Override
    public Object render(Count state, Context<Count> context) {
      return state;
    }
  }

  /**
   * The process.
   *
   * @param arguments the key file
   */
  public static void main(String[] arguments) {
    ALL.setLevel(Level.WARNING);
    LiveStash stash =
        LiveStash.builder()
            .keys(KeyRing.development(Path.of(arguments[0])))
            .admit(exchange -> Admission.anonymous())
            .build()
            .drainOnShutdown(DRAIN_TIMEOUT);
    PathHandler paths =
        new PathHandler()
            .addExactPath("/counter", stash.mount("counter", new Counter()))
            .addExactPath("/health", stash.health());
    Undertow server = Undertow.builder().addHttpListener(0, "localhost").setHandler(paths).build();
    server.start();
    InetSocketAddress at = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println(READY + at.getPort());
  }

  /** Starts one, and waits until it serves. */
  static DrainNode start(Path keys) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DrainNode.class.getName(),
                keys.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("The node has ended before it served.");
    }
    return new DrainNode(process, Integer.parseInt(line.substring(READY.length())));
  }

  int port() {
    return port;
  }

  /** Sends SIGTERM. */
  void stop() {
    process.destroy();
  }

  /** Whether it ended in time. */
  boolean hasEnded(Duration within) throws InterruptedException {
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
