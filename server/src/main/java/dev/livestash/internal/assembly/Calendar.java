package dev.livestash.internal.assembly;

import dev.livestash.settings.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is due in a while, to the second: there is one entry for each socket and each sleeping tab,
 * so that it takes little.
 */
final class Calendar {
  private final NavigableMap<Long, Page> bySecond = new TreeMap<>();

  /** What is due in one second. */
  private static final class Page {
    final long second;
    @Nullable Entry first;

    Page(long second) {
      this.second = second;
    }
  }

  /** One of a page's; linked, so that it is found at once to be called off. */
  private final class Entry implements Scheduler.Timer {
    private final Page page;
    private @Nullable Runnable task;
    private @Nullable Entry before;
    private @Nullable Entry after;

    Entry(Page page, Runnable task) {
      this.page = page;
      this.task = task;
      this.after = page.first;
      if (after != null) {
        after.before = this;
      }
      page.first = this;
    }

    @Override
    public void cancel() {
      synchronized (Calendar.this) {
        if (task != null) {
          task = null;
          unlink();
        }
      }
    }

    private void unlink() {
      if (after != null) {
        after.before = before;
      }
      if (before != null) {
        before.after = after;
      } else {
        page.first = after;
      }
      before = null;
      after = null;
      if (page.first == null) {
        bySecond.remove(page.second);
      }
    }
  }

  /** Notes a task for a second. */
  synchronized Scheduler.Timer add(long second, Runnable task) {
    return new Entry(bySecond.computeIfAbsent(second, Page::new), task);
  }

  /** The first second for which something is noted; empty if nothing is. */
  synchronized OptionalLong next() {
    return bySecond.isEmpty() ? OptionalLong.empty() : OptionalLong.of(bySecond.firstKey());
  }

  /** Takes out what is due up to a second. */
  synchronized List<Runnable> take(long second) {
    List<Runnable> due = new ArrayList<>();
    while (!bySecond.isEmpty() && bySecond.firstKey() <= second) {
      take(bySecond.firstEntry().getValue(), due);
    }
    return due;
  }

  private static void take(Page page, List<Runnable> due) {
    for (Entry one = page.first; one != null; one = page.first) {
      if (one.task != null) {
        due.add(one.task);
      }
      one.task = null;
      one.unlink();
    }
  }

  synchronized void clear() {
    bySecond.clear();
  }
}
