package dev.livestash.internal.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.PriorityBlockingQueue;
import org.jspecify.annotations.Nullable;

/** In what order a container has its elements. */
final class Orders {
  private Orders() {}

  /** What sorts it; null if nothing does, or the elements do themselves. */
  static @Nullable Object comparator(Object container) {
    Object order = null;
    if (container instanceof SortedMap<?, ?> map) {
      order = map.comparator();
    } else if (container instanceof SortedSet<?> set) {
      order = set.comparator();
    } else if (container instanceof PriorityQueue<?> queue) {
      order = queue.comparator();
    } else if (container instanceof PriorityBlockingQueue<?> queue) {
      order = queue.comparator();
    }
    return Comparator.naturalOrder().equals(order) ? null : order;
  }

  static boolean isSame(@Nullable Object one, @Nullable Object other) {
    return Objects.equals(one, other)
        || (one != null && other != null && one.getClass() == other.getClass());
  }

  /** Whether the one promises an order, and the other has the same elements in another order. */
  static boolean isLost(Map<?, ?> was, Map<?, ?> is) {
    boolean isOrdered =
        was instanceof LinkedHashMap || was instanceof SortedMap || was instanceof EnumMap;
    return isOrdered && isOther(was.keySet(), is.keySet());
  }

  /** The same of sets. */
  static boolean isLost(Set<?> was, Set<?> is) {
    boolean isOrdered =
        was instanceof LinkedHashSet || was instanceof SortedSet || was instanceof EnumSet;
    return isOrdered && isOther(was, is);
  }

  private static boolean isOther(Set<?> was, Set<?> is) {
    return was.equals(is) && !new ArrayList<>(was).equals(new ArrayList<>(is));
  }
}
