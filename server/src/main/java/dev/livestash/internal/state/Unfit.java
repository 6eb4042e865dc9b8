package dev.livestash.internal.state;

import tools.jackson.databind.JavaType;

/** Says which type of a state's cannot be kept. */
final class Unfit {
  private Unfit() {}

  /**
   * A refusal.
   *
   * @param path where the type stands in the state, {@code *} for the elements of a container
   * @param why a sentence's end that says what to do, without the period
   */
  static IllegalArgumentException at(String path, JavaType type, String why) {
    String where = path.isEmpty() ? "" : "at " + path + ", ";
    return new IllegalArgumentException(where + type.toCanonical() + " " + why + ".");
  }
}
