package dev.livestash.bench;

import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.session.Transport;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.view.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What an event costs whose session sleeps, until it sleeps again, and one whose session is awake,
 * beside the opening of a token: in turn, in one thread, on lines in the same process.
 */
@NullMarked
final class WakeCost {
  private static final String OPEN = "open and bind";
  private static final String ASLEEP = "an event on a sleeper";
  private static final String AWAKE = "an event on one that is awake";
  private static final int MILLIS = 4_000;
  private static final long PAUSE_NANOS = 2_000_000_000;

  private WakeCost() {}

  /** Prints lines for each size. */
  public static void main(String[] args) {
    for (String size : List.of("10KB", "100KB")) {
      measure(size);
    }
  }

  private static void measure(String size) {
    Sample<Board> sample = Sample.board(size);
    LiveStashWay<Board> way = LiveStashWay.zstd(sample);
    String token = way.commit();
    // What a page is shown is the application's matter: next to nothing.
    View<Board> view =
        Server.boards(sample.state(), board -> Map.of("items", board.items().size()));
    // One that was woken does not sleep again at once: more time passes for it.
    AtomicLong ahead = new AtomicLong();
    ViewHost<Board> host = InProcess.host(view, 2, () -> System.nanoTime() + ahead.get());
    Tab sleeper = new Tab(host, true, () -> ahead.addAndGet(PAUSE_NANOS));
    Tab other = new Tab(host, false, () -> {});
    Map<String, Supplier<?>> tasks = new LinkedHashMap<>();
    tasks.put(OPEN, () -> way.open(token));
    tasks.put(ASLEEP, sleeper::event);
    tasks.put(AWAKE, other::event);
    Interleaved interleaved = new Interleaved(tasks);
    interleaved.warmUp(MILLIS);
    Map<String, Series> measured = interleaved.measure(tasks.keySet(), MILLIS);
    Series open = Objects.requireNonNull(measured.get(OPEN));
    measured.forEach(
        (name, series) ->
            System.out.printf(
                "%-6s %-30s %8.1f µs, over %s %.2f%n",
                size, name, series.cpuMicros().median(), OPEN, series.cpuOver(open).median()));
  }

  /** A tab, and the line to it. */
  private static final class Tab implements Transport {
    private final boolean sleeps;
    private final Runnable pause;
    private final Attachment attachment;
    private String token = "";
    private @Nullable String patch;
    private boolean isAsleep;
    private int done;
    private int n;

    Tab(ViewHost<Board> host, boolean sleeps, Runnable pause) {
      this.sleeps = sleeps;
      this.pause = pause;
      this.attachment = host.open(this, Runnable::run, InProcess.NOBODY);
      say(Server.join(Optional.empty()));
    }

    /** Sends an event, in front of which goes what its session needs. */
    Object event() {
      if (isAsleep != sleeps || done != n) {
        throw new IllegalStateException("the event before is not over: " + n);
      }
      n++;
      if (isAsleep) {
        isAsleep = false;
        String newest = patch == null ? "" : "\",\"patch\":\"" + patch;
        say("{\"t\":\"wake\",\"token\":\"" + token + newest + "\"}");
      }
      say(CrowdTab.event(Server.QUANTITY, n));
      return n;
    }

    private void say(String frame) {
      attachment.frame(frame.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void send(byte[] utf8, Runnable whenSent) {
      whenSent.run();
      String frame = new String(utf8, StandardCharsets.UTF_8);
      if (frame.startsWith("{\"t\":\"asleep\"")) {
        isAsleep = true;
      } else if (frame.startsWith("{\"t\":\"done\"")) {
        done++;
      } else {
        Server.kept(frame).ifPresent(kept -> keep(frame, kept));
      }
    }

    private void keep(String frame, String kept) {
      if (frame.contains("\"base\"")) {
        patch = tokenOf(frame);
      } else {
        token = tokenOf(frame);
        patch = null;
      }
      say(kept);
      if (sleeps) {
        pause.run();
        say("{\"t\":\"hidden\"}");
      }
    }

    private static String tokenOf(String keep) {
      String name = "\"token\":\"";
      int start = keep.indexOf(name) + name.length();
      return keep.substring(start, keep.indexOf('"', start));
    }

    @Override
    public void probe(Duration within, Consumer<Boolean> answer) {
      answer.accept(true);
    }

    @Override
    public void close(CloseCode code, String reason) {
      throw new IllegalStateException(code + ": " + reason);
    }
  }
}
