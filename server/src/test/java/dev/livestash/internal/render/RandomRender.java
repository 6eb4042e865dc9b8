package dev.livestash.internal.render;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes renders up, and changes them. */
final class RandomRender {
  private static final String WORDS =
      "ein Text, der sich ändert 🌍 und länger ist als die anderen ";
  private final Random random;

  RandomRender(Random random) {
    this.random = random;
  }

  record Node(@Nullable Object left, @Nullable Object right, String name) {}

  @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> random.nextInt(9);
      case 1 -> random.nextInt(9) / 4.0;
      case 2 -> random.nextBoolean() ? null : random.nextBoolean();
      case 3 -> text();
      case 4 -> WORDS.repeat(1 + random.nextInt(3)) + text();
      case 5 -> list(depth);
      case 6 -> map(depth);
      case 7 -> new LinkedHashSet<>(list(depth));
      default -> new Node(value(depth - 1), value(depth - 1), text());
    };
  }

  private String text() {
    return Integer.toString(random.nextInt(1000), Character.MAX_RADIX);
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      list.add(value(depth - 1));
    }
    return list;
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      map.put(text(), value(depth - 1));
    }
    return map;
  }

  /** A value like another one, which is not changed. */
  @Nullable Object changed(@Nullable Object old, int depth) {
    if (random.nextInt(8) == 0) {
      return value(depth);
    }
    if (old instanceof Node node) {
      return random.nextBoolean()
          ? new Node(changed(node.left(), depth - 1), node.right(), node.name())
          : new Node(node.left(), changed(node.right(), depth - 1), text());
    }
    if (old instanceof Map<?, ?> map) {
      return changed(map, depth);
    }
    if (old instanceof Collection<?> list) {
      List<Object> made = changed(new ArrayList<Object>(list), depth);
      return old instanceof List ? made : new LinkedHashSet<>(made);
    }
    return old instanceof String text && text.length() > 50
        ? text.substring(random.nextInt(9)) + text()
        : value(0);
  }

  private List<Object> changed(List<Object> list, int depth) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(list.size() + 1);
      switch (random.nextInt(5)) {
        case 0 -> list.add(at, value(depth - 1));
        case 1 ->
            list.addAll(at, List.copyOf(list.stream().filter(e -> e != null).limit(2).toList()));
        case 2 -> list.subList(at / 2, at).clear();
        case 3 -> moveOn(list, depth);
        default -> list.replaceAll(one -> random.nextInt(3) > 0 ? one : changed(one, depth - 1));
      }
    }
    return list;
  }

  /** As a window of as many as before. */
  private void moveOn(List<Object> list, int depth) {
    boolean isAtEnd = random.nextBoolean();
    for (int i = random.nextInt(3); i >= 0 && !list.isEmpty(); i--) {
      list.remove(isAtEnd ? 0 : list.size() - 1);
      list.add(isAtEnd ? list.size() : 0, value(depth - 1));
    }
  }

  private Map<String, Object> changed(Map<?, ?> old, int depth) {
    Map<String, Object> made = new LinkedHashMap<>();
    old.forEach(
        (key, value) -> {
          int dice = random.nextInt(5);
          if (dice > 0) {
            made.put((String) key, dice > 1 ? value : changed(value, depth - 1));
          }
        });
    if (random.nextBoolean()) {
      made.put(text(), value(depth - 1));
    }
    return made;
  }
}
