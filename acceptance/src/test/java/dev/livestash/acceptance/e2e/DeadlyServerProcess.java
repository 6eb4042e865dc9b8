package dev.livestash.acceptance.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link DeadlyServer}, started again whenever it dies. */
final class DeadlyServerProcess implements AutoCloseable {
  static final int EXIT_CODE = 42;
  static final String READY = "Deadly is at ";

  private final Path keys;
  private final int port;
  private final AtomicInteger deaths = new AtomicInteger();
  private volatile Process process;
  private volatile boolean closed;

  DeadlyServerProcess(Path keys) {
    this.keys = keys;
    this.port = FreePort.find();
    this.process = start();
  }

  private Process start() {
    List<String> command =
        Jvm.command(
            List.of("-XX:+UseSerialGC"),
            Jvm.classPath(),
            DeadlyServer.class.getName(),
            List.of(String.valueOf(port), keys.toString()));
    Process started = Jvm.start(command, READY, line -> {}).process();
    var unused = started.onExit().thenAccept(this::ended);
    return started;
  }

  private void ended(Process one) {
    if (!closed) {
      if (one.exitValue() == EXIT_CODE) {
        deaths.incrementAndGet();
      }
      process = start();
    }
  }

  String url() {
    return "http://localhost:" + port + "/";
  }

  /** How often an event has ended it. */
  int deaths() {
    return deaths.get();
  }

  @Override
  public void close() {
    closed = true;
    process.destroyForcibly();
  }
}
