package dev.livestash.internal.snapshot;

import dev.livestash.internal.state.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** In what a state's JSON differs from what is written of what was bound to it. */
final class OtherMembers {
  private static final int MAX_PATHS = 100;

  private final List<String> dropped = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();

  List<String> dropped() {
    return dropped;
  }

  List<String> missing() {
    return missing;
  }

  List<String> changed() {
    return changed;
  }

  boolean isEmpty() {
    return dropped.isEmpty() && missing.isEmpty() && changed.isEmpty();
  }

  @Override
  public String toString() {
    return dropped + " " + missing + " " + changed;
  }

  void compare(String path, JsonNode before, JsonNode now) {
    if (before.isObject() && now.isObject()) {
      compareObjects(path, before, now);
    } else if (before.isArray() && now.isArray()) {
      compareArrays(path, before, now);
    } else if (!isSame(before, now)) {
      add(changed, path.isEmpty() ? "/" : path);
    }
  }

  private void compareObjects(String path, JsonNode before, JsonNode now) {
    before
        .propertyStream()
        .forEach(
            one -> {
              String at = path + "/" + one.getKey();
              if (now.has(one.getKey())) {
                compare(at, one.getValue(), now.get(one.getKey()));
              } else if (!one.getValue().isNull()) {
                add(dropped, at);
              }
            });
    now.propertyNames().stream()
        .filter(name -> !before.has(name))
        .forEach(name -> add(missing, path + "/" + name));
  }

  private void compareArrays(String path, JsonNode before, JsonNode now) {
    if (before.size() != now.size()) {
      add(changed, path.isEmpty() ? "/" : path);
    } else if (isReordered(before, now)) {
      return;
    }
    for (int i = 0; i < Math.min(before.size(), now.size()); i++) {
      compare(path + "/*", before.get(i), now.get(i));
    }
  }

  /** A set need not have the order that it was written in. */
  private static boolean isReordered(JsonNode before, JsonNode now) {
    Map<JsonNode, Integer> counts = new HashMap<>();
    before.forEach(one -> counts.merge(one, 1, Integer::sum));
    now.forEach(one -> counts.merge(one, -1, Integer::sum));
    return counts.values().stream().allMatch(count -> count == 0);
  }

  /** A migration may have put in what is not JSON yet. */
  private static boolean isSame(JsonNode before, JsonNode now) {
    return before.isPojo() || before.isBinary() || Numbers.isSame(before, now);
  }

  private static void add(List<String> paths, String path) {
    if (paths.size() < MAX_PATHS && !paths.contains(path)) {
      paths.add(path);
    }
  }
}
