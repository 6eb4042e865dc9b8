package dev.livestash.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads what the page's build put on the class path. */
final class Resources {

  private Resources() {}

  static String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String path) {
    try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(
            path + " is not on the class path: build the page first, with npm run build");
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(path, broken);
    }
  }
}
