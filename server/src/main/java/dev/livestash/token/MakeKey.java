package dev.livestash.token;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The key-making command: writes a JWK Set with one new key to a new file, readable by its owner
 * only.
 */
public final class MakeKey {
  private MakeKey() {}

  /**
   * Makes the file.
   *
   * @param args its path
   */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("Usage: MakeKey FILE");
      System.exit(2);
    }
    Path file = Path.of(args[0]);
    if (Files.exists(file)) {
      System.err.println(file + " exists already; it was not changed.");
      System.exit(1);
    }
    KeyFile.create(file);
    System.out.println(
        "Made a key in " + file + ". Give every node this file, and keep it secret.");
  }
}
