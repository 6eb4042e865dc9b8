package dev.livestash.internal.session;

import java.util.ArrayList;
import java.util.List;

/** Immutable lists, each made from another. */
final class Lists {
  private Lists() {}

  static <T> List<T> plus(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list.size() + 1);
    longer.addAll(list);
    longer.add(last);
    return List.copyOf(longer);
  }

  static <T> List<T> rest(List<T> list) {
    return List.copyOf(list.subList(1, list.size()));
  }

  static <T> List<T> with(List<T> list, int index, T element) {
    List<T> changed = new ArrayList<>(list);
    changed.set(index, element);
    return List.copyOf(changed);
  }
}
