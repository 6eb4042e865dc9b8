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

  private Attacks() {}

  /** A deed, and on how many threads. */
  record Way(int threads, Attack.Deed deed) {}

  static Map<String, Way> all() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("params of empty objects", new Way(2, Attacks::emptyObjects));
    ways.put("events with try 3", new Way(2, Attacks::suspects));
    ways.put("frames behind a slow handler", new Way(2, Attacks::behindASlowHandler));
    ways.put("forks of a small token", new Way(2, new BigToken(true)));
    ways.put("joins with a token of 2 MB", new Way(4, new BigToken(false)));
    ways.put("churn", new Way(2, Attacks::churn));
    ways.put("joins that do not end", new Way(2, Attacks::endlessJoin));
    ways.put("names that are all different", new Way(1, Attacks::names));
    ways.put("slow handshakes", new Way(2, Attacks::slowHandshake));
    ways.put("non-readers", new Way(2, Attacks::nonReader));
    ways.put("pings", new Way(2, Attacks::pings));
    ways.put("empty fragments", new Way(2, Attacks::emptyFragments));
    ways.put("handlers that sleep", new Way(2, Attacks::sleepers));
    return ways;
  }

  private static void emptyObjects(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.open(attack.port()));
    stranger.text(
        "{\"t\":\"join\",\"view\":\"board\",\"attempt\":1,\"params\":{\"a\":["
            + "{},".repeat(MEGABYTE / 3)
            + "{}]}}");
    stranger.await("joined");
  }

  private static void suspects(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.joined(attack.port()));
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

  private static void behindASlowHandler(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.joined(attack.port()));
    stranger.text(Frames.event(1, "sleep", FOREVER_MILLIS, 1));
    for (int n = 2; n < 1000 && attack.goesOn(); n++) {
      stranger.text(Frames.event(n, "note", "x".repeat(62_000), 1));
    }
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
      Stranger stranger = attack.keep(Stranger.open(attack.port()));
      stranger.text(join(attack.port()).toString());
      stranger.await("joined");
    }

    private synchronized ObjectNode join(int port) throws IOException {
      if (attempt == 1) {
        grow(port);
      }
      attempt++;
      ObjectNode join = Frames.join(attempt).put("token", whole).put("fork", isFork);
      return patch.isEmpty() ? join : join.put("patch", patch);
    }

    private void grow(int port) throws IOException {
      try (Stranger first = Stranger.joined(port)) {
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
    try (Stranger stranger = Stranger.joined(attack.port())) {
      stranger.text(Frames.kept(stranger.await("keep")));
    }
  }

  private static void endlessJoin(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.open(attack.port()));
    stranger.header(Stranger.TEXT, true, MEGABYTE);
    stranger.raw("x".repeat(MEGABYTE - 1).getBytes(StandardCharsets.US_ASCII));
  }

  private static void names(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.joined(attack.port()));
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

  private static void slowHandshake(Attack attack) throws IOException, InterruptedException {
    for (int n = 0; n < 20; n++) {
      attack.keep(new Stranger(attack.port())).raw(new byte[] {'G'});
    }
    Thread.sleep(100);
  }

  private static void nonReader(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.joined(attack.port()));
    for (int n = 1; n <= 4; n++) {
      stranger.text(Frames.event(n, "read", MEGABYTE, 1));
    }
  }

  private static void pings(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.joined(attack.port()));
    while (attack.goesOn()) {
      stranger.text("{\"t\":\"ping\"}");
      stranger.frame(Stranger.PING, true, new byte[125]);
    }
  }

  private static void emptyFragments(Attack attack) throws IOException {
    Stranger stranger = attack.keep(Stranger.joined(attack.port()));
    stranger.frame(Stranger.TEXT, false, new byte[0]);
    while (attack.goesOn()) {
      stranger.frame(Stranger.CONTINUATION, false, new byte[0]);
    }
  }

  private static void sleepers(Attack attack) throws IOException, InterruptedException {
    Stranger stranger = attack.keep(Stranger.joined(attack.port()));
    stranger.text(Frames.event(1, "sleep", FOREVER_MILLIS, 1));
    Thread.sleep(50);
  }
}
