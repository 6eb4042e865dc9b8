package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What strangers do, by name; each is run on some threads until its time is over. */
final class Attacks {
  private static final int MEGABYTE = 1 << 20;
  private static final int ROWS_OF_TWO_MEGABYTES = 40_000;
  private static final int FOREVER_MILLIS = 5_000;
  private static final String LARGE_EVENT =
      ",\"name\":\"note\",\"age\":0,\"data\":\"" + "x".repeat(62_000) + "\"}";
  private static final int HOLDING_SOCKETS = 1_000;
  private static final int SLOW_SOCKETS = 400;

  /** The server waits for one for 10 s. */
  private static final long SECONDS_OF_HANDSHAKES = 15;

  private static final long SECONDS_OF_SLEEP = 20;

  private Attacks() {}

  /**
   * A deed.
   *
   * @param threads on how many it is done
   * @param leastSeconds how long it takes to hurt
   */
  record Way(int threads, long leastSeconds, Attack.Deed deed) {
    Way(int threads, Attack.Deed deed) {
      this(threads, 0, deed);
    }
  }

  static Map<String, Way> all() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("params of empty objects", new Way(2, Attacks::emptyObjects));
    ways.put("events with try 3", new Way(2, Attacks::suspects));
    ways.put("forks of a small token", new Way(2, new BigToken(true)));
    ways.put("joins with a token of 2 MB", new Way(4, new BigToken(false)));
    ways.put("churn", new Way(2, Attacks::churn));
    ways.put("joins that do not end", new Way(2, Attacks::endlessJoin));
    ways.put("names that are all different", new Way(1, Attacks::names));
    ways.put("slow handshakes", new Way(2, SECONDS_OF_HANDSHAKES, new SlowHandshakes()));
    ways.put("non-readers", new Way(2, Attacks::nonReader));
    ways.put("pings", new Way(2, Attacks::pings));
    ways.put("empty fragments", new Way(2, Attacks::emptyFragments));
    ways.put("handlers that sleep", new Way(2, Attacks::sleepers));
    ways.put("events that are held", new Way(2, new Flood(HOLDING_SOCKETS, Attacks::held)));
    ways.put(
        "frames behind a slow handler",
        new Way(2, new Flood(SLOW_SOCKETS, Attacks::behindASlowHandler)));
    // The last one, for some of them sleep longer than it takes.
    ways.put("more sleepers than threads", new Way(4, SECONDS_OF_SLEEP, new Sleepers()));
    return ways;
  }

  private static void emptyObjects(Attack attack) throws IOException {
    Stranger stranger = attack.opened();
    stranger.text(
        "{\"t\":\"join\",\"view\":\"board\",\"attempt\":1,\"params\":{\"a\":["
            + "{},".repeat(MEGABYTE / 3)
            + "{}]}}");
    stranger.await("joined");
  }

  private static void suspects(Attack attack) throws IOException {
    Stranger stranger = attack.joined();
    for (int n = 1; n <= 1000 && attack.goesOn(); n++) {
      String data = "{},".repeat(20_000) + "{}";
      stranger.text(
          "{\"t\":\"event\",\"n\":"
              + n
              + ",\"name\":\"add\",\"age\":0,\"try\":3,\"data\":["
              + data
              + "]}");
    }
  }

  /** Half of the sockets are each view's, whose threads are enough for so many handlers. */
  private static String behindASlowHandler(int n, Attack attack) {
    return n == 1 ? Frames.event(n, "sleep", attack.millisLeft(), 1) : large(n, 1);
  }

  /** Within all limits, so each is held for a second and announced. */
  private static String held(int n, Attack attack) {
    return large(n, 3);
  }

  /** Made as cheaply as can be: what is measured runs on the same machine. */
  private static String large(int n, int tries) {
    return "{\"t\":\"event\",\"n\":" + n + ",\"try\":" + tries + LARGE_EVENT;
  }

  /** Brings the same token of a large state again and again, as a copy or as the owner. */
  private static final class BigToken implements Attack.Deed {
    private final boolean isFork;
    private String whole = "";
    private String patch = "";
    private long attempt = 1;

    BigToken(boolean isFork) {
      this.isFork = isFork;
    }

    @Override
    public void once(Attack attack) throws IOException {
      Stranger stranger = attack.opened();
      stranger.text(join(attack.port()).toString());
      stranger.await("joined");
    }

    private synchronized ObjectNode join(int port) throws IOException {
      if (attempt == 1) {
        grow(port);
      }
      attempt++;
      ObjectNode join =
          Frames.join(Victim.ATTACKED, attempt).put("token", whole).put("fork", isFork);
      return patch.isEmpty() ? join : join.put("patch", patch);
    }

    private void grow(int port) throws IOException {
      try (Stranger first = Stranger.joined(port, Victim.ATTACKED)) {
        take(first);
        first.text(Frames.event(1, "grow", ROWS_OF_TWO_MEGABYTES, 1));
        take(first);
      }
    }

    private void take(Stranger first) throws IOException {
      JsonNode keep = first.await("keep");
      first.text(Frames.kept(keep));
      if (keep.has("base")) {
        patch = keep.get("token").asString();
      } else {
        whole = keep.get("token").asString();
        patch = "";
      }
    }
  }

  private static void churn(Attack attack) throws IOException {
    try (Stranger stranger = Stranger.joined(attack.port(), Victim.ATTACKED)) {
      stranger.text(Frames.kept(stranger.await("keep")));
    }
  }

  private static void endlessJoin(Attack attack) throws IOException {
    Stranger stranger = attack.opened();
    stranger.header(Stranger.TEXT, true, MEGABYTE);
    stranger.raw("x".repeat(MEGABYTE - 1).getBytes(StandardCharsets.US_ASCII));
  }

  private static void names(Attack attack) throws IOException {
    Stranger stranger = attack.joined();
    for (int n = 1; attack.goesOn(); n++) {
      stranger.text(
          "{\"t\":\"event\",\"n\":"
              + -n
              + ",\"name\":\"none\",\"age\":0,\"try\":1,\"data\":{\""
              + System.nanoTime()
              + "x".repeat(60_000)
              + "\":1}}");
      stranger.await("done");
    }
  }

  private static void nonReader(Attack attack) throws IOException {
    Stranger stranger = attack.joined();
    for (int n = 1; n <= 4; n++) {
      stranger.text(Frames.event(n, "read", MEGABYTE, 1));
    }
  }

  private static void pings(Attack attack) throws IOException {
    Stranger stranger = attack.joined();
    while (attack.goesOn()) {
      stranger.text("{\"t\":\"ping\"}");
      stranger.frame(Stranger.PING, true, new byte[125]);
    }
  }

  private static void emptyFragments(Attack attack) throws IOException {
    Stranger stranger = attack.joined();
    stranger.frame(Stranger.TEXT, false, new byte[0]);
    while (attack.goesOn()) {
      stranger.frame(Stranger.CONTINUATION, false, new byte[0]);
    }
  }

  private static void sleepers(Attack attack) throws IOException, InterruptedException {
    Stranger stranger = attack.joined();
    stranger.text(Frames.event(1, "sleep", FOREVER_MILLIS, 1));
    Thread.sleep(50);
  }
}
