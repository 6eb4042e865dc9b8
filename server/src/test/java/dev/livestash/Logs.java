package dev.livestash;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is logged, from WARNING on, by whichever thread, until it is closed. */
public final class Logs implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("dev.livestash");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(text(line));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  public Logs() {
    LOG.addHandler(handler);
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
  }
}
