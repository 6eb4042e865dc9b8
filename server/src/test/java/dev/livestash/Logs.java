package dev.livestash;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, from WARNING on if not said otherwise, by whichever thread, until it is closed.
 */
public final class Logs implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("dev.livestash");

  private final @Nullable Level before = LOG.getLevel();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Level least;
  private final Predicate<LogRecord> isAsked;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (line.getLevel().intValue() >= least.intValue() && isAsked.test(line)) {
            lines.add(text(line));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  public Logs() {
    this(Level.WARNING);
  }

  /** From another level on; FINE is what {@link System.Logger} calls DEBUG. */
  public Logs(Level least) {
    this(least, line -> true);
  }

  private Logs(Level least, Predicate<LogRecord> isAsked) {
    this.least = least;
    this.isAsked = isAsked;
    if (least.intValue() < Level.INFO.intValue()) {
      LOG.setLevel(least);
    }
    LOG.addHandler(handler);
  }

  /** Only what this thread says: whatever else runs may speak, too. */
  public static Logs ofThisThread() {
    long id = Thread.currentThread().getId();
    return new Logs(Level.WARNING, line -> line.getLongThreadID() == id);
  }

  private static String text(LogRecord line) {
    Object @Nullable [] parameters = line.getParameters();
    Throwable thrown = line.getThrown();
    return (parameters == null
            ? line.getMessage()
            : MessageFormat.format(line.getMessage(), parameters))
        + (thrown == null ? "" : " " + thrown);
  }

  /** The lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    LOG.removeHandler(handler);
    LOG.setLevel(before);
  }
}
