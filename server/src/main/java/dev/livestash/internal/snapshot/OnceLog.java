package dev.livestash.internal.snapshot;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says each thing about a view once: what is wrong with one state is wrong with the next, too. */
public final class OnceLog {
  private static final int MAX_SAID = 100;

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /** Nothing is said yet. */
  public OnceLog() {}

  /**
   * Says something, unless it was said before. After 100 different things, nothing more is said.
   *
   * @param level how bad it is
   * @param about what makes it the same thing
   * @param text what is said
   */
  public void say(Level level, String about, String text) {
    if (isNew(about)) {
      System.getLogger("dev.livestash").log(level, "{0}", text + last());
    }
  }

  /**
   * The same, and each time at level DEBUG.
   *
   * @param once for what it is said once, such as {@code a view}
   */
  public void sayEach(Level level, String about, String text, String once) {
    say(level, about, text + " (said once for " + once + "; each is at level DEBUG)");
    System.getLogger("dev.livestash").log(Level.DEBUG, "{0}", text);
  }

  /**
   * Says what was thrown, with its trace: once for a case, and each other one at level DEBUG.
   *
   * @param failure what was thrown
   */
  public void say(Level level, String about, String text, Throwable failure) {
    System.Logger log = System.getLogger("dev.livestash");
    if (isNew(about)) {
      String again = " (said once for a case; each other one is at level DEBUG)";
      log.log(level, text + again + last(), failure);
    } else {
      log.log(Level.DEBUG, text, failure);
    }
  }

  private boolean isNew(String about) {
    return said.size() < MAX_SAID && said.add(about);
  }

  private String last() {
    return said.size() < MAX_SAID ? "" : " Nothing more of this kind is said.";
  }
}
