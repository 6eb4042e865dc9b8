package dev.livestash.acceptance.chat;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.redis.RedisEngine;
import dev.livestash.settings.Admission;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A server of the chat, in a process of its own.
 *
 * @param process the process
 * @param port where it serves
 */
record ChatNode(Process process, int port) implements AutoCloseable {
  private static final String READY = "at ";

  /** Held here because a logger that nobody holds forgets its level. */
  private static final Logger ALL = Logger.getLogger("");

  /**
   * The process.
   *
   * @param arguments the key file, the Redis, the node's name
   */
  public static void main(String[] arguments) {
    ALL.setLevel(Level.WARNING);
    RedisEngine redis = RedisEngine.connect(arguments[1]);
    LiveStash stash =
        LiveStash.builder()
            .keys(KeyRing.development(Path.of(arguments[0])))
            .admit(exchange -> Admission.anonymous())
            .sharedFence(redis.fence(Clock.systemUTC()))
            .bus(redis.bus("chat"))
            .build();
    PathHandler paths =
        new PathHandler().addExactPath("/chat", stash.mount("chat", new Chat(arguments[2])));
    Undertow server = Undertow.builder().addHttpListener(0, "localhost").setHandler(paths).build();
    server.start();
    InetSocketAddress at = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println(READY + at.getPort());
  }

  /** Starts one, and waits until it serves. */
  static ChatNode start(Path keys, String redis, String name) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ChatNode.class.getName(),
                keys.toString(),
                redis,
                name)
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
    return new ChatNode(process, Integer.parseInt(line.substring(READY.length())));
  }

  /** Ends it without a word. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
