package dev.livestash.internal.state;

import java.net.URL;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What classes of the JDK have that their equality does not tell, or should not be asked for. */
final class Details {
  private Details() {}

  /** All of a value, as something with equality; null if its class has none of this. */
  static @Nullable Object whole(Object value) {
    if (value instanceof Pattern pattern) {
      return List.of(pattern.pattern(), pattern.flags());
    } else if (value instanceof URL url) {
      return url.toExternalForm(); // its equality would ask the DNS
    } else if (value instanceof ByteBuffer buffer) {
      return List.of(buffer, buffer.order().toString(), buffer.position());
    }
    return null;
  }

  /** What a container has besides its elements; empty if that is nothing. */
  static Map<String, Object> besides(Object container) {
    if (container instanceof BlockingQueue<?> queue) {
      return Map.of("capacity", queue.remainingCapacity() + (long) queue.size());
    } else if (container instanceof Properties properties) {
      Map<String, Object> all = new TreeMap<>();
      properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
      return all;
    }
    return Map.of();
  }
}
