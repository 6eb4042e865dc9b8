package dev.livestash.keys;

import dev.livestash.internal.jwk.KeyFile;
import dev.livestash.internal.jwk.KeySet;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The key command: makes a key file, and changes one step by step when its keys are rotated. Prints
 * key ids, which are no secret, and never a key.
 */
public final class KeyTool {
  static final String USAGE =
      """
      Usage:
        FILE              make a new file with one key
        add FILE          add a new key that only opens, as the last one
        promote FILE KID  make a key the one that seals; add has printed its id
        retire FILE KID   remove a key that only opens
        list FILE         list the key ids, and what each key does
      """;

  private static final Set<String> COMMANDS = Set.of("add", "promote", "retire", "list");

  private KeyTool() {}

  /**
   * Runs the command.
   *
   * @param args as {@code ./dev key} shows them
   */
  public static void main(String[] args) {
    try {
      System.out.print(run(List.of(args)));
    } catch (IllegalArgumentException misuse) {
      System.err.print(misuse.getMessage() + "\n" + USAGE);
      System.exit(2);
    } catch (IllegalStateException failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  /**
   * What the command prints.
   *
   * @throws IllegalArgumentException if it is none
   * @throws IllegalStateException if it cannot be done; the file is as before
   */
  static String run(List<String> args) {
    boolean makes = args.size() == 1 && !COMMANDS.contains(args.get(0));
    String command = makes ? "make" : args.isEmpty() ? "" : args.get(0);
    return switch (command + "/" + args.size()) {
      case "make/1" -> make(Path.of(args.get(0)));
      case "add/2" -> changed(args, KeySet::withNewKey);
      case "promote/3" -> changed(args, keys -> keys.withFirst(args.get(2)));
      case "retire/3" -> changed(args, keys -> keys.without(args.get(2)));
      case "list/2" -> KeyFile.open(Path.of(args.get(1))).list();
      default -> throw new IllegalArgumentException("There is no such key command.");
    };
  }

  private static String make(Path file) {
    if (!KeyFile.isMissing(file)) {
      throw new IllegalStateException(file + " exists already; it was not changed.");
    }
    KeyFile.create(file);
    return "Made a key in " + file + ". Give every node this file, and keep it secret.\n";
  }

  private static String changed(List<String> args, KeySet.Change change) {
    Path file = Path.of(args.get(1));
    KeySet changed = change.apply(KeyFile.open(file));
    KeyFile.replace(file, changed);
    return changed.list();
  }
}
