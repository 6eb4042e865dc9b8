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
   * The same with what was thrown, and its trace.
   *
   * @param failure what was thrown
   * @return false if nothing was said
   */
  public boolean say(Level level, String about, String text, Throwable failure) {
    boolean isNew = isNew(about);
    if (isNew) {
      System.getLogger("dev.livestash").log(level, text + last(), failure);
    }
    return isNew;
  }

  private boolean isNew(String about) {
    return said.size() < MAX_SAID && said.add(about);
  }

  private String last() {
    return said.size() < MAX_SAID ? "" : " Nothing more of this kind is said.";
  }
}
