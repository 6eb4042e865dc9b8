package dev.livestash.internal.state;

import org.jspecify.annotations.Nullable;

/**
 * A place in a state. It is a text only if somebody asks: most never do, and a key's {@code
 * toString} is the application's code.
 *
 * @param in what it is in, null for the state itself
 * @param step the name of a member, an index, or a map's key
 */
record Place(@Nullable Place in, @Nullable Object step) {
  static final Place STATE = new Place(null, null);

  Place to(@Nullable Object next) {
    return new Place(this, next);
  }

  /** A JSON pointer (RFC 6901). */
  String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (Place at = this; at.in != null; at = at.in) {
      pointer.insert(0, "/" + escaped(text(at.step)));
    }
    return pointer.toString();
  }

  private static String text(@Nullable Object step) {
    try {
      return String.valueOf(String.valueOf(step)); // toString may be null
    } catch (RuntimeException | StackOverflowError unprintable) {
      return "(" + unprintable.getClass().getSimpleName() + " in toString)";
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
