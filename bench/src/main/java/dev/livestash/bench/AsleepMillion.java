package dev.livestash.bench;

import dev.livestash.fence.MemoryFence;
import dev.livestash.internal.assembly.SystemScheduler;
import dev.livestash.internal.groups.Groups;
import dev.livestash.internal.memory.NodeMemory;
import dev.livestash.internal.memory.Share;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.session.Listeners;
import dev.livestash.internal.session.Services;
import dev.livestash.internal.session.Surroundings;
import dev.livestash.internal.session.Transport;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.session.Visitor;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.stores.Stores;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.stash.Stashing;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A million sessions that sleep, on lines in the same process, to be run in a heap of 1.2 GiB; then
 * some of them are woken.
 */
@NullMarked
final class AsleepMillion {
  private static final int TABS = 1_000_000;
  private static final int MAX_OPENING = 200;

  /** Of so many, one holds its token, and is woken. */
  private static final int ONE_OF = 1_000;

  private static final String SIZE = "10KB";
  private static final Visitor NOBODY =
      new Visitor(
          "192.0.2.1",
          Optional.empty(),
          Map.of(),
          Surroundings.NONE,
          () -> {},
          Share.UNCOUNTED,
          () -> Duration.ZERO);
  private static final byte[] HIDDEN = utf8("{\"t\":\"hidden\"}");
  private static final byte[] JOIN = utf8(Server.join(Optional.empty()));

  private final int count;
  private final SystemScheduler scheduler = new SystemScheduler(System::nanoTime);
  private final Executor pool = Executors.newFixedThreadPool(2, AsleepMillion::daemon);
  private final Semaphore opening = new Semaphore(MAX_OPENING);
  private final AtomicInteger asleep = new AtomicInteger();
  private final AtomicInteger woken = new AtomicInteger();
  private final ViewHost<Board> host;

  private AsleepMillion(int count) {
    this.count = count;
    this.host =
        new ViewHost<>(
            Paths.VIEW,
            SleeperServer.view(Sample.board(SIZE).state()),
            Stashing.inBrowser(),
            services(),
            blocked -> {});
  }

  /** The argument: how many, if not a million. */
  public static void main(String[] args) throws InterruptedException {
    new AsleepMillion(args.length > 0 ? Integer.parseInt(args[0]) : TABS).run();
  }

  private Services services() {
    Limits limits =
        Limits.defaults().withMaxInstances(2 * count).withMaxStatesBytes(Long.MAX_VALUE / 2);
    Times times = Times.defaults();
    return new Services(
        new Format(Paths.ISSUER, Packing.plain(Compression.ZSTD), false, limits, times),
        Optional.of("bench"),
        Paths.KEYS,
        new MemoryFence(2 * count, times.tokenLifetime(), times.forkGrace(), System::nanoTime),
        new Stores(limits, times, scheduler, System::nanoTime, (what, isAnswered, took) -> {}),
        Paths.MAPPER,
        new NodeClock(Clock.systemUTC(), System::nanoTime, times.tokenLifetime()),
        new SecureRandom(),
        System::nanoTime,
        scheduler,
        NodeMemory.of(limits, scheduler),
        Groups.alone(limits, Paths.MAPPER, NodeMemory.of(limits, scheduler).frames()),
        new Listeners(List.of()));
  }

  private void run() throws InterruptedException {
    Line[] some = new Line[count / ONE_OF];
    for (int i = 0; i < count; i++) {
      opening.acquire();
      boolean holds = i % ONE_OF == 0 && i / ONE_OF < some.length;
      Line line = new Line(holds);
      if (holds) {
        some[i / ONE_OF] = line;
      }
      line.open();
    }
    opening.acquire(MAX_OPENING);
    System.out.printf(
        "%,d of %,d sessions sleep; used heap %,d MiB of %,d MiB%n",
        asleep.get(), count, usedBytes() >> 20, Runtime.getRuntime().maxMemory() >> 20);
    opening.release(MAX_OPENING);
    for (Line line : some) {
      opening.acquire();
      line.wake();
    }
    opening.acquire(MAX_OPENING);
    System.out.printf("%,d of %,d that were asked have answered%n", woken.get(), some.length);
  }

  /** Ends with the measurement, whatever is still due. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A tab, and the line to it. */
  private final class Line implements Transport {
    private final boolean holds;
    private @Nullable Attachment attachment;
    private @Nullable String token;

    Line(boolean holds) {
      this.holds = holds;
    }

    void open() {
      attachment = host.open(this, pool, NOBODY);
      say(JOIN);
    }

    private void say(byte[] frame) {
      if (attachment != null) {
        attachment.frame(frame);
      }
    }

    void wake() {
      say(utf8("{\"t\":\"wake\",\"token\":\"" + token + "\"}"));
      say(utf8(CrowdTab.event(Server.QUANTITY, 1)));
    }

    @Override
    public void send(byte[] utf8, Runnable whenSent) {
      whenSent.run();
      String frame = new String(utf8, StandardCharsets.UTF_8);
      if (frame.startsWith("{\"t\":\"asleep\"")) {
        asleep.incrementAndGet();
        opening.release();
      } else if (frame.startsWith("{\"t\":\"done\"")) {
        woken.incrementAndGet();
        opening.release();
      } else {
        Server.kept(frame).ifPresent(kept -> keep(frame, kept));
      }
    }

    private void keep(String frame, String kept) {
      if (holds && token == null) {
        JsonNode keep = Paths.MAPPER.readTree(frame);
        token = keep.get("token").asString();
      }
      say(utf8(kept));
      if (woken.get() == 0) {
        say(HIDDEN);
      }
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
