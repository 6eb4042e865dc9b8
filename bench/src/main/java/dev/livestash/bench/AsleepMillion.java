package dev.livestash.bench;

import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.session.Transport;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.wire.CloseCode;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
  private static final byte[] HIDDEN = utf8("{\"t\":\"hidden\"}");
  private static final byte[] JOIN = utf8(Server.join(Optional.empty()));

  private final int count;
  private final Executor pool = Executors.newFixedThreadPool(2, AsleepMillion::daemon);
  private final Semaphore opening = new Semaphore(MAX_OPENING);
  private final AtomicInteger asleep = new AtomicInteger();
  private final AtomicInteger woken = new AtomicInteger();
  private final ViewHost<Board> host;

  private AsleepMillion(int count) {
    this.count = count;
    this.host =
        InProcess.host(SleeperServer.view(Sample.board(SIZE).state()), count, System::nanoTime);
  }

  /** The argument: how many, if not a million. */
  public static void main(String[] args) throws InterruptedException {
    new AsleepMillion(args.length > 0 ? Integer.parseInt(args[0]) : TABS).run();
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
    if (asleep.get() < count || woken.get() < some.length) {
      throw new IllegalStateException("not all of them");
    }
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
      attachment = host.open(this, pool::execute, InProcess.NOBODY);
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
