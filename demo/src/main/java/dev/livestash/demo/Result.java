package dev.livestash.demo;

import java.util.Locale;

/**
 * What became of an event.
 *
 * @param sheet the sheet from now on
 * @param answer what the page is told
 */
record Result(Sheet sheet, Answer answer) {

  /**
   * The answer to an event.
   *
   * @param ok whether it was done
   * @param message a sentence to show, empty where the sheet speaks for itself
   */
  record Answer(boolean ok, String message) {}

  static Result done(Sheet next) {
    return new Result(next, new Answer(true, ""));
  }

  static Result done(Sheet next, String message, Object... parts) {
    return new Result(next, new Answer(true, String.format(Locale.ENGLISH, message, parts)));
  }

  /** Leaves the sheet as it is, and says why. */
  static Result refused(Sheet present, String why, Object... parts) {
    return new Result(present, new Answer(false, String.format(Locale.ENGLISH, why, parts)));
  }
}
