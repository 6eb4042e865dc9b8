package dev.livestash.acceptance.proxies;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy that runs. */
final class ProxyProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int AGAIN_MS = 50;

  private final ProxyKind kind;
  private final Setup setup;
  private final Path main;
  private final Process process;

  private ProxyProcess(ProxyKind kind, Setup setup, Path main, Process process) {
    this.kind = kind;
    this.setup = setup;
    this.main = main;
    this.process = process;
  }

  /** Starts it, and waits until it can be reached. What it says goes to a file. */
  static ProxyProcess start(ProxyKind kind, Setup setup, boolean withRemedies)
      throws IOException, InterruptedException {
    Path main = kind.main(setup, setup.write(kind, withRemedies));
    Process process =
        new ProcessBuilder(kind.start(setup, main))
            .redirectErrorStream(true)
            .redirectOutput(setup.folder().resolve("proxy.log").toFile())
            .start();
    ProxyProcess proxy = new ProxyProcess(kind, setup, main, process);
    proxy.awaitReachable();
    return proxy;
  }

  private void awaitReachable() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isReachable()) {
      if (process.waitFor(AGAIN_MS, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
        close();
        throw new IOException(kind + " does not start: see " + setup.folder() + "/proxy.log");
      }
    }
  }

  private boolean isReachable() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), setup.port()));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Has it read its configuration again. */
  void reload() throws IOException, InterruptedException {
    run(kind.reload(setup, main, process.pid()));
  }

  /** The first line that it says of itself. */
  static String version(ProxyKind kind) throws IOException, InterruptedException {
    return run(kind.version()).lines().findFirst().orElse("");
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process once = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(once.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (once.waitFor() != 0) {
      throw new IOException(command + " failed: " + said);
    }
    return said;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
