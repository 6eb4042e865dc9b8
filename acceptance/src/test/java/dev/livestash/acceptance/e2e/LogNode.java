package dev.livestash.acceptance.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A {@link LogServer} that can be killed, and started again on the same port. */
final class LogNode implements AutoCloseable {
  static final String READY = "Log is at ";

  private final List<String> command;
  private final int port;
  private Process process;

  /**
   * Starts one.
   *
   * @param redis the address of what the nodes share; none if they share nothing but the keys
   */
  LogNode(Path keys, Optional<String> redis) {
    this.port = FreePort.find();
    List<String> arguments = new ArrayList<>(List.of(String.valueOf(port), keys.toString()));
    redis.ifPresent(arguments::add);
    this.command =
        Jvm.command(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            Jvm.classPath(),
            LogServer.class.getName(),
            arguments);
    this.process = Jvm.start(command, READY, line -> {}).process();
  }

  String url() {
    return "ws://localhost:" + port + "/log";
  }

  /** SIGKILL, and a new process that knows nothing; it is there in a while. */
  void killAndRestart() {
    process.destroyForcibly();
    process.onExit().join();
    process = Jvm.begin(command, READY, line -> {}, new CompletableFuture<>());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
