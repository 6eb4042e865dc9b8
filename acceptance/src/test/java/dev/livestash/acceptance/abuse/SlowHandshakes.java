package dev.livestash.acceptance.abuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** More and more sockets, each of which sends its handshake a byte a second. */
final class SlowHandshakes implements Attack.Deed {
  private static final int AT_ONCE = 20;
  private static final int BETWEEN_MILLIS = 100;
  private static final long BYTE_NANOS = 1_000_000_000L;
  private static final byte[] HANDSHAKE =
      Stranger.handshake(Victim.ATTACKED).getBytes(StandardCharsets.US_ASCII);

  /** The next byte of one; those that are due first come first. */
  private record Drip(Stranger stranger, int at, long dueNanos) {}

  private final Queue<Drip> drips = new ConcurrentLinkedQueue<>();

  @Override
  public void once(Attack attack) throws IOException, InterruptedException {
    for (int n = 0; n < AT_ONCE; n++) {
      drips.add(new Drip(attack.keep(new Stranger(attack.port())), 0, System.nanoTime()));
    }
    Thread.sleep(BETWEEN_MILLIS);
    Drip next = drips.poll();
    while (next != null && next.dueNanos() - System.nanoTime() <= 0) {
      send(attack, next);
      next = drips.poll();
    }
    if (next != null) {
      drips.add(next);
    }
  }

  private void send(Attack attack, Drip next) {
    try {
      next.stranger().raw(new byte[] {HANDSHAKE[next.at()]});
      int then = Math.min(next.at() + 1, HANDSHAKE.length - 1);
      drips.add(new Drip(next.stranger(), then, next.dueNanos() + BYTE_NANOS));
    } catch (IOException ended) {
      attack.isRefused();
    }
  }
}
