package dev.livestash.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;

/**
 * Many WebSocket clients on one thread, as light as can be, so that it is the server that is
 * measured.
 */
@NullMarked
final class Swarm implements AutoCloseable {
  /** The listener's queue is bounded, and what does not fit into it would wait for a second. */
  private static final int MAX_OPENING = 500;

  private static final long PATIENCE_MILLIS = 30_000;

  /**
   * What each client does.
   *
   * @param hello the text of its first frame
   * @param answer what it answers to a frame
   * @param frames how many frames it waits for
   */
  record Script(IntFunction<String> hello, Function<String, Optional<String>> answer, int frames) {}

  /**
   * How it went.
   *
   * @param cost of the whole process, from the first connect to the last client's last frame
   * @param serverNanos CPU time of the threads that serve
   * @param liveNanos when each client had its first frame, counted from the first connect; sorted
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outcome(Cost cost, double serverNanos, long[] liveNanos) {
    double clientsPerSecond() {
      return liveNanos.length * 1e9 / cost.wallNanos();
    }

    double liveMillis(double quantile) {
      int at = (int) (quantile * liveNanos.length);
      return liveNanos[Math.min(at, liveNanos.length - 1)] / 1e6;
    }
  }

  private final InetSocketAddress server;
  private final Optional<SSLContext> tls;
  private final String path;
  private final Script script;
  private final Selector selector;

  /** For what is read, of all clients one after the other; more than the longest frame. */
  private final ByteBuffer room = ByteBuffer.allocate(1 << 20);

  private final List<SwarmClient> clients = new ArrayList<>();
  private int opening;
  private int done;

  Swarm(InetSocketAddress server, String path, Script script) throws IOException {
    this(server, Optional.empty(), path, script);
  }

  /** One whose clients speak TLS, if they are told by whom to trust their server. */
  Swarm(InetSocketAddress server, Optional<SSLContext> tls, String path, Script script)
      throws IOException {
    this.server = server;
    this.tls = tls;
    this.path = path;
    this.script = script;
    this.selector = Selector.open();
  }

  /** Opens clients until each has had its frames; they stay open. */
  Outcome run(int count) throws IOException {
    ServerThreads threads = ServerThreads.now();
    Cost before = Cost.ofProcessNow();
    long start = System.nanoTime();
    while (done < count) {
      while (opening < MAX_OPENING && clients.size() < count) {
        clients.add(new SwarmClient(selector, server, tls, path, script, clients.size(), room));
        opening++;
      }
      if (selector.select(Swarm.this::ready, PATIENCE_MILLIS) == 0) {
        throw new IOException(done + " of " + count + " clients are done, and nothing comes");
      }
    }
    Cost cost = Cost.ofProcessNow().minus(before);
    double serverNanos = ServerThreads.now().nanosSince(threads);
    long[] live = clients.stream().mapToLong(client -> client.liveAt() - start).toArray();
    Arrays.sort(live);
    return new Outcome(cost, serverNanos, live);
  }

  private void ready(SelectionKey key) {
    SwarmClient client = (SwarmClient) key.attachment();
    boolean wasOpening = client.isOpening();
    boolean wasDone = client.isDone();
    SwarmClient.ready(key);
    opening -= wasOpening && !client.isOpening() ? 1 : 0;
    done += !wasDone && client.isDone() ? 1 : 0;
  }

  @Override
  public void close() throws IOException {
    for (SwarmClient client : clients) {
      client.close();
    }
    selector.close();
  }
}
