package dev.livestash.keys;

import java.nio.file.Path;
import java.util.List;

/** What tests elsewhere need of rings and their tool. */
public final class TestKeys {
  private TestKeys() {}

  /** A ring of the first ring's newest key, which seals, and the other's. */
  public static KeyRing both(KeyRing first, KeyRing second) {
    return new KeyRing(List.of(first.newest(), second.newest()));
  }

  /** Makes the key seal that was added last. */
  public static void promoteLast(Path file) {
    List<String> kids = KeyRing.load(file).kids();
    KeyTool.run(List.of("promote", file.toString(), kids.get(kids.size() - 1)));
  }

  /** What the key command prints. */
  public static String tool(String... command) {
    return KeyTool.run(List.of(command));
  }
}
