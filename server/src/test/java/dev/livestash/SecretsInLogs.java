package dev.livestash;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Reads all that any test of this suite has logged, at all levels, and fails the test class in
 * which a token or a key was in it. JUnit finds it by itself: {@code junit-platform.properties}.
 * The suites of the starter, the demo and the acceptance tests have it on their class path, too.
 */
public final class SecretsInLogs implements BeforeAllCallback, AfterAllCallback {
  /**
   * A compact JWE or JWS begins with the base64url of a brace and a quote; a key's member is {@code
   * k}.
   */
  static final Pattern SECRET =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]*\\.|\"k\"\\s*:|\\bk=[A-Za-z0-9_-]{43}");

  private static final int SHOWN_CHARS = 60;

  private final Logger ours = Logger.getLogger("dev.livestash");
  private final Logger root = Logger.getLogger("");
  private final List<String> found = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          read(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private @Nullable Level before;

  @Override
  public void beforeAll(ExtensionContext context) {
    before = ours.getLevel();
    ours.setLevel(Level.ALL);
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    root.removeHandler(handler);
    ours.setLevel(before);
    failIfFound();
  }

  void read(LogRecord line) {
    String text = text(line);
    if (SECRET.matcher(text).find()) {
      found.add(line.getLoggerName() + " " + line.getLevel() + ": " + start(text));
    }
  }

  void failIfFound() {
    List<String> lines = new ArrayList<>(found);
    found.clear();
    if (!lines.isEmpty()) {
      throw new AssertionError("A secret was logged: " + lines);
    }
  }

  private static String start(String text) {
    return text.substring(0, Math.min(SHOWN_CHARS, text.length()));
  }

  /** The line as a file has it, with what was thrown and why. */
  static String text(LogRecord line) {
    Object @Nullable [] parameters = line.getParameters();
    StringBuilder text = new StringBuilder(String.valueOf(line.getMessage()));
    if (parameters != null) {
      text.append(' ').append(MessageFormat.format(line.getMessage(), parameters));
    }
    Throwable thrown = line.getThrown();
    for (int i = 0; thrown != null && i < 10; i++) {
      text.append(' ').append(thrown);
      thrown = thrown.getCause();
    }
    return text.toString();
  }
}
