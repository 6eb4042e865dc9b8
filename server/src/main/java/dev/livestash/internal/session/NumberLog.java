package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.OnceLog;
import dev.livestash.internal.wire.FrameCodec;
import java.lang.System.Logger.Level;
import java.util.regex.Pattern;

/** Says once for each place of a view's frames that a browser has another number there. */
final class NumberLog implements FrameCodec.NumberListener {
  private static final int MAX_DIGITS = 40;
  private static final Pattern INDEX = Pattern.compile("/\\d+");

  private final String view;
  private final OnceLog log = new OnceLog();

  NumberLog(String view) {
    this.view = view;
  }

  @Override
  public void inexact(String frame, String path, String number) {
    String shown = number.length() > MAX_DIGITS ? number.substring(0, MAX_DIGITS) + "…" : number;
    log.say(
        Level.WARNING,
        frame + INDEX.matcher(path).replaceAll("/*"),
        String.format(
            "%s: the number %s at %s of %s is another one in the browser, which has integers up to"
                + " 2^53 - 1 and some 17 digits. Send it as a string:"
                + " @JsonFormat(shape = JsonFormat.Shape.STRING).",
            view, shown, path, frame));
  }
}
