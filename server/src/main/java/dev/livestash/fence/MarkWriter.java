package dev.livestash.fence;

import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells an engine what tabs have kept, a while later and at most once an instance in that while, so
 * that an engine is not asked for each event. A mark that is still to be written lags behind what
 * the tab holds; none is ever ahead of it.
 */
final class MarkWriter {
  /** How many instances' marks may wait; a mark beyond is not written. */
  static final int MAX_WAITING = 100_000;

  /** How many marks are written at once. */
  static final int MAX_AT_ONCE = 1_000;

  /** How often in an interval it looks what is due. */
  private static final int TICKS = 20;

  private final Fence shared;
  private final SharedEngine engine;
  private final Duration interval;
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private boolean scheduled;

  MarkWriter(
      Fence shared,
      SharedEngine engine,
      Duration interval,
      Scheduler scheduler,
      LongSupplier nanoTime) {
    this.shared = shared;
    this.engine = engine;
    this.interval = interval;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  /** A mark and since when its instance waits. */
  private record Waiting(String sid, long gen, Mark mark, long sinceNanos) {
    Waiting or(Waiting newer) {
      boolean isLater = newer.gen > gen || (newer.gen == gen && newer.mark.compareTo(mark) >= 0);
      return isLater ? new Waiting(sid, newer.gen, newer.mark, sinceNanos) : this;
    }
  }

  synchronized void note(String sid, long gen, Mark mark) {
    if (waiting.size() < MAX_WAITING || waiting.containsKey(sid)) {
      waiting.merge(sid, new Waiting(sid, gen, mark, nanoTime.getAsLong()), Waiting::or);
      schedule(interval);
    }
  }

  private void schedule(Duration delay) {
    if (!scheduled) {
      scheduled = true;
      var unused = scheduler.after(delay, this::write);
    }
  }

  private void write() {
    due().forEach(this::write);
  }

  /**
   * Takes those that have waited long enough: one, if the engine is down, to see if it still is.
   */
  private synchronized List<Waiting> due() {
    scheduled = false;
    int most = engine.isDown() ? 1 : MAX_AT_ONCE;
    long now = nanoTime.getAsLong();
    List<Waiting> due = new ArrayList<>();
    Iterator<Waiting> oldest = waiting.values().iterator();
    while (due.size() < most && oldest.hasNext()) {
      Waiting next = oldest.next();
      if (now - next.sinceNanos < interval.toNanos()) {
        break;
      }
      due.add(next);
      oldest.remove();
    }
    if (!waiting.isEmpty()) {
      schedule(engine.isDown() ? interval : interval.dividedBy(TICKS));
    }
    return due;
  }

  private void write(Waiting one) {
    var unused =
        engine
            .ask(() -> shared.kept(one.sid, one.gen, one.mark))
            .thenAccept(
                answer -> {
                  if (answer.isEmpty()) {
                    note(one.sid, one.gen, one.mark);
                  }
                });
  }
}
