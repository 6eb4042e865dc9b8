package dev.livestash.internal.inspect;

import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Dictionary;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The command that takes a token apart, for whoever has its key: its header, claims, sizes and
 * state. Prints no key.
 */
public final class Inspect {
  static final String USAGE =
      """
      Usage: TOKEN --keys FILE [--base TOKEN] [--dictionary FILE]...
        TOKEN              a token, the file that it is in, or - to read it from the standard input,
                           so that it stands in no shell's history
        --keys FILE        the keys, one of which has sealed it
        --base TOKEN       the whole token that it is a patch against, or its file
        --dictionary FILE  a dictionary that it may be compressed with
      """;

  private static final int EXIT_SHUT = 1;
  private static final int EXIT_MISUSE = 2;

  private final InputStream in;
  private final Deque<String> rest;
  private final List<Dictionary> dictionaries = new ArrayList<>();
  private Optional<String> token = Optional.empty();
  private Optional<String> base = Optional.empty();
  private Optional<Path> keys = Optional.empty();

  private Inspect(List<String> arguments, InputStream in) {
    this.rest = new ArrayDeque<>(arguments);
    this.in = in;
  }

  /**
   * Runs the command. It ends with 0 if the token was opened, 1 if it was not, and 2 if this is no
   * such command.
   *
   * @param arguments as {@code ./dev inspect} shows them
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      Inspection inspection = run(List.of(arguments), System.in);
      out.print(Report.of(inspection, Instant.now(Clock.systemUTC())));
      System.exit(inspection instanceof Inspection.Open ? 0 : EXIT_SHUT);
    } catch (IllegalArgumentException misuse) {
      System.err.print(misuse.getMessage() + "\n" + USAGE);
      System.exit(EXIT_MISUSE);
    } catch (IllegalStateException failure) {
      System.err.println(failure.getMessage());
      System.exit(EXIT_SHUT);
    }
  }

  /**
   * What came of it.
   *
   * @throws IllegalArgumentException if this is no such command
   * @throws IllegalStateException if a file cannot be read, or is not what it should be
   */
  static Inspection run(List<String> arguments, InputStream in) {
    return new Inspect(arguments, in).run();
  }

  private Inspection run() {
    while (!rest.isEmpty()) {
      String word = rest.remove();
      switch (word) {
        case "--keys" -> keys = Optional.of(Path.of(value(word)));
        case "--base" -> base = Optional.of(read(value(word)));
        case "--dictionary" -> dictionaries.add(Dictionary.load(Path.of(value(word))));
        default -> token = Optional.of(only(word));
      }
    }
    if (token.isEmpty() || keys.isEmpty()) {
      throw new IllegalArgumentException("It needs a token and --keys.");
    }
    return new Inspector(KeyRing.load(keys.get()), dictionaries).inspect(token.get(), base);
  }

  private String only(String word) {
    if (token.isPresent() || word.startsWith("--")) {
      throw new IllegalArgumentException("It takes one token, and no other word.");
    }
    return read(word);
  }

  private String value(String option) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value behind it.");
    }
    return rest.remove();
  }

  private String read(String word) {
    if (word.equals("-")) {
      return read(in, "the standard input");
    }
    Optional<Path> file = file(word);
    if (file.isEmpty()) {
      return word;
    }
    try (InputStream from = Files.newInputStream(file.get())) {
      return read(from, word);
    } catch (IOException failure) {
      throw new IllegalStateException("Cannot read " + word + ".", failure);
    }
  }

  /** A token is longer than a file's name may be, and is then none. */
  private static Optional<Path> file(String word) {
    try {
      return Optional.of(Path.of(word)).filter(Files::isRegularFile);
    } catch (InvalidPathException none) {
      return Optional.empty();
    }
  }

  /** One character more than is taken is enough to see that it is too long. */
  private static String read(InputStream from, String what) {
    try {
      byte[] bytes = from.readNBytes(Inspector.MAX_TOKEN_CHARS + 1);
      return new String(bytes, StandardCharsets.US_ASCII).strip();
    } catch (IOException failure) {
      throw new IllegalStateException("Cannot read " + what + ".", failure);
    }
  }
}
