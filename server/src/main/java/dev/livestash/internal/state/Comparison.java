package dev.livestash.internal.state;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares a state with what was read back of it, member by member. Values are the same if they are
 * equal; where a class does not say what that means, if their members are. A list is as good as any
 * other list, and so are sets, maps and deques, as long as their order is the same.
 */
final class Comparison {
  private static final int MAX_DIFFERENCES = 16;

  private final BiPredicate<Object, Object> isSameJson;
  private final Members members = new Members();
  private final List<Difference> differences = new ArrayList<>();

  private Comparison(BiPredicate<Object, Object> isSameJson) {
    this.isSameJson = isSameJson;
  }

  /**
   * The differences between two values, at most 16.
   *
   * @param isSameJson what is asked of values that show neither members nor equality
   */
  static List<Difference> of(Object was, Object is, BiPredicate<Object, Object> isSameJson) {
    Comparison comparison = new Comparison(isSameJson);
    comparison.compare("", was, is);
    return comparison.differences;
  }

  @SuppressWarnings("ReferenceEquality") // what is one object is not asked, nor looked into
  private void compare(String path, @Nullable Object was, @Nullable Object is) {
    if (was == is || differences.size() == MAX_DIFFERENCES) {
      return;
    }
    if (was == null || is == null) {
      differ(path, was, is);
    } else if (!compareContents(path, was, is) && !isSame(path, was, is)) {
      differ(path, was, is);
    }
  }

  private void differ(String path, @Nullable Object was, @Nullable Object is) {
    differences.add(new Difference(path, was, is));
  }

  /** Whether the two are containers of a kind, whose contents are compared then. */
  private boolean compareContents(String path, Object was, Object is) {
    if (was instanceof Map<?, ?> one && is instanceof Map<?, ?> other) {
      compareMaps(path, one, other);
    } else if (isSequence(was, is)) {
      compareSequences(path, (Collection<?>) was, (Collection<?>) is);
    } else if (was instanceof Set<?> one && is instanceof Set<?> other) {
      compareSets(path, one, other);
    } else if (was.getClass().isArray() && was.getClass() == is.getClass()) {
      compareArrays(path, was, is);
    } else if (was instanceof Optional<?> one && is instanceof Optional<?> other) {
      compare(path, one.orElse(null), other.orElse(null));
    } else if (was instanceof AtomicReference<?> one && is instanceof AtomicReference<?> other) {
      compare(path, one.get(), other.get());
    } else if (was instanceof Map.Entry<?, ?> one && is instanceof Map.Entry<?, ?> other) {
      compare(path + "/key", one.getKey(), other.getKey());
      compare(path + "/value", one.getValue(), other.getValue());
    } else {
      return false;
    }
    return true;
  }

  private static boolean isSequence(Object was, Object is) {
    return (was instanceof List && is instanceof List)
        || (was instanceof Deque && is instanceof Deque)
        || (was instanceof Collection && !(was instanceof Set) && was.getClass() == is.getClass());
  }

  // --- containers

  private void compareSequences(String path, Collection<?> was, Collection<?> is) {
    if (was instanceof PriorityQueue<?> one && is instanceof PriorityQueue<?> other) {
      compareOrders(path, one.comparator(), other.comparator());
    }
    if (was.size() != is.size()) {
      differ(path, was, is);
      return;
    }
    Iterator<?> others = is.iterator();
    int index = 0;
    for (Object element : was) {
      compare(path + "/" + index++, element, others.next());
    }
  }

  private void compareArrays(String path, Object was, Object is) {
    int length = Array.getLength(was);
    if (length != Array.getLength(is)) {
      differ(path, was, is);
      return;
    }
    for (int i = 0; i < length; i++) {
      compare(path + "/" + i, Array.get(was, i), Array.get(is, i));
    }
  }

  private void compareSets(String path, Set<?> was, Set<?> is) {
    if (was instanceof SortedSet<?> one && is instanceof SortedSet<?> other) {
      compareOrders(path, one.comparator(), other.comparator());
    }
    if (!was.equals(is)) {
      compareSequences(path, was, is);
    }
  }

  private void compareMaps(String path, Map<?, ?> was, Map<?, ?> is) {
    if (was instanceof SortedMap<?, ?> one && is instanceof SortedMap<?, ?> other) {
      compareOrders(path, one.comparator(), other.comparator());
    }
    if (was.size() != is.size()) {
      differ(path, was, is);
      return;
    }
    Iterator<? extends Map.Entry<?, ?>> others = is.entrySet().iterator();
    for (Map.Entry<?, ?> entry : was.entrySet()) {
      Map.Entry<?, ?> other = others.next();
      String at = path + "/" + escaped(String.valueOf(entry.getKey()));
      if (hasKey(is, entry.getKey())) {
        compare(at, entry.getValue(), is.get(entry.getKey()));
      } else {
        compare(at, entry.getKey(), other.getKey());
        compare(at, entry.getValue(), other.getValue());
      }
    }
  }

  /** Those of a sorted map are of one class, which need not be this key's. */
  private static boolean hasKey(Map<?, ?> map, Object key) {
    try {
      return map.containsKey(key);
    } catch (ClassCastException | NullPointerException ofAnotherKind) {
      return false;
    }
  }

  private void compareOrders(String path, @Nullable Object was, @Nullable Object is) {
    boolean isSame = Objects.equals(was, is) || (was != null && is != null && sameClass(was, is));
    if (!isSame) {
      differ(path + "/comparator", was, is);
    }
  }

  private static boolean sameClass(Object was, Object is) {
    return was.getClass() == is.getClass();
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  // --- what holds no elements

  private boolean isSame(String path, Object was, Object is) {
    if (was instanceof JsonNode && is instanceof JsonNode) {
      return isSameJson.test(was, is);
    }
    if (!sameClass(was, is)) {
      return false;
    }
    if (was instanceof Pattern one && is instanceof Pattern other) {
      return one.pattern().equals(other.pattern()) && one.flags() == other.flags();
    }
    boolean saysWhatIsEqual = !was.getClass().isRecord() && Members.overridesEquals(was);
    if (saysWhatIsEqual && was.equals(is)) {
      return true;
    }
    Optional<List<Members.Member>> inside = members.of(was, is);
    if (inside.isPresent()) {
      inside.get().forEach(one -> compare(path + "/" + one.name(), one.was(), one.is()));
      return true;
    }
    return !saysWhatIsEqual && isSameJson.test(was, is);
  }
}
