package dev.livestash.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * What a text asks of a {@link Victim} that is typed into a cell: {@code sleep 30000 edit 7}.
 *
 * @param kind what happens
 * @param amount milliseconds, characters, or which error
 */
public record Mischief(Kind kind, int amount) {
  /** What happens. */
  public enum Kind {
    /** The handler sleeps, and makes the edit then. */
    SLEEP,
    /** The same, but an interrupt does not wake it. */
    DOZE,
    /** The handler throws one of {@link Mischief#ERRORS}. */
    THROW,
    /** The edit is made; and, so many milliseconds later, the server notes it, unasked. */
    NOTE,
    /** So many characters are a part of the state from now on, in place of what there were. */
    GROW
  }

  /** What a handler throws. */
  interface Thrower {
    void run() throws Exception;
  }

  /** A class that cannot be initialized. */
  private static final class Unlucky {
    static final int NUMBER = Integer.parseInt("unlucky");
  }

  static final List<Thrower> ERRORS =
      List.of(
          Mischief::overflow,
          () -> {
            throw new AssertionError("thrown by a handler");
          },
          () -> {
            throw new NoClassDefFoundError("thrown by a handler");
          },
          // ExceptionInInitializerError, and NoClassDefFoundError from then on.
          () -> System.out.println(Unlucky.NUMBER),
          // OutOfMemoryError: no heap has room for it.
          () -> System.out.println(new long[Integer.MAX_VALUE].length),
          () -> {
            throw new IllegalStateException("thrown by a handler");
          },
          () -> {
            throw new Exception("thrown by a handler");
          });

  /** One of the errors. */
  public static Mischief error(Random random) {
    return new Mischief(Kind.THROW, random.nextInt(ERRORS.size()));
  }

  @SuppressWarnings("InfiniteRecursion") // on purpose
  private static void overflow() {
    overflow();
  }

  /**
   * What is to be typed.
   *
   * @param unique makes it different from all other texts
   */
  public String text(String unique) {
    return kind.name().toLowerCase(Locale.ROOT) + " " + amount + " " + unique;
  }

  /** What a text asks for, if it does. */
  public static Optional<Mischief> of(String text) {
    String[] words = text.split(" ", 3);
    for (Kind kind : Kind.values()) {
      if (words.length == 3 && kind.name().toLowerCase(Locale.ROOT).equals(words[0])) {
        return Optional.of(new Mischief(kind, Integer.parseInt(words[1])));
      }
    }
    return Optional.empty();
  }

  /** Characters that hardly compress, others for each text, and the same for the same. */
  public String ballast(String text) {
    return new Random(text.hashCode())
        .ints(amount, ' ' + 1, '\u007f')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
