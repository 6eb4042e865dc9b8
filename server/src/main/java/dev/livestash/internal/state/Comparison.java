package dev.livestash.internal.state;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares a state with what was read back of it, member by member. Values are the same if they are
 * equal, and so are the fields of those of the application's classes; where a class does not say
 * what equality means, if their members are. A list is as good as any other list, and so are sets,
 * maps and deques, as long as their order is the same, unless the application extends one.
 */
final class Comparison {
  private static final int MAX_DIFFERENCES = 16;

  private final BiPredicate<Object, Object> isSameJson;
  private final Members members = new Members();
  private final IdentityHashMap<Object, Object> twins = new IdentityHashMap<>();
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
    comparison.compare(Place.STATE, was, is);
    return comparison.differences;
  }

  @SuppressWarnings("ReferenceEquality") // what is one object is not asked, nor looked into
  private void compare(Place place, @Nullable Object was, @Nullable Object is) {
    if (was == is || differences.size() == MAX_DIFFERENCES) {
      return;
    }
    if (was == null || is == null) {
      differ(place, was, is);
    } else if (isExtended(place, was, is)) {
      return;
    } else if (!compareContents(place, was, is) && !isSame(place, was, is)) {
      differ(place, was, is);
    }
  }

  private void differ(Place place, @Nullable Object was, @Nullable Object is) {
    differ(place, was, is, Difference.Kind.VALUE);
  }

  private void differ(
      Place place, @Nullable Object was, @Nullable Object is, Difference.Kind kind) {
    if (differences.size() < MAX_DIFFERENCES) {
      differences.add(new Difference(place.pointer(), was, is, kind));
    }
  }

  // --- containers

  /**
   * Whether the one is of a class that an application has made of a container, and the other is
   * not. If both are, what the class has is compared.
   */
  private boolean isExtended(Place place, Object was, Object is) {
    Class<?> own = was instanceof Collection || was instanceof Map ? Members.extension(was) : null;
    if (own == null) {
      return false;
    }
    if (own != Members.extension(is)) {
      differ(place, was, is);
      return true;
    }
    if (sameClass(was, is)) {
      compareMembers(place, members.besides(was, is));
    }
    return false;
  }

  private void compareMembers(Place place, List<Members.Member> inside) {
    inside.forEach(one -> compare(place.to(one.name()), one.was(), one.is()));
  }

  /** Whether the two are containers of a kind, whose contents are compared then. */
  private boolean compareContents(Place place, Object was, Object is) {
    if (was instanceof Map<?, ?> one && is instanceof Map<?, ?> other) {
      compareMaps(place, one, other);
    } else if (isSequence(was, is)) {
      compareKinds(place, was, is);
      compareSequences(place, (Collection<?>) was, (Collection<?>) is);
    } else if (was instanceof Set<?> one && is instanceof Set<?> other) {
      compareSets(place, one, other);
    } else if (was.getClass().isArray() && was.getClass() == is.getClass()) {
      compareArrays(place, was, is);
    } else if (was instanceof Optional<?> one && is instanceof Optional<?> other) {
      compare(place, one.orElse(null), other.orElse(null));
    } else if (was instanceof AtomicReference<?> one && is instanceof AtomicReference<?> other) {
      compare(place, one.get(), other.get());
    } else if (was instanceof Map.Entry<?, ?> one && is instanceof Map.Entry<?, ?> other) {
      compare(place.to("key"), one.getKey(), other.getKey());
      compare(place.to("value"), one.getValue(), other.getValue());
    } else if (was instanceof JsonNode one && is instanceof JsonNode other) {
      compareNodes(place, one, other);
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

  /** What two containers are, whatever they contain. */
  private void compareKinds(Place place, Object was, Object is) {
    Object one = Orders.comparator(was);
    Object other = Orders.comparator(is);
    if (!Orders.isSame(one, other)) {
      differ(place.to("comparator"), one, other);
    }
    Map<String, Object> all = Details.besides(is);
    Details.besides(was).forEach((name, it) -> compare(place.to(name), it, all.get(name)));
  }

  private void compareSequences(Place place, Collection<?> was, Collection<?> is) {
    if (was.size() != is.size()) {
      differ(place, was, is);
      return;
    }
    Iterator<?> others = is.iterator();
    int index = 0;
    for (Object element : was) {
      compare(place.to(index++), element, others.next());
    }
  }

  private void compareArrays(Place place, Object was, Object is) {
    int length = Array.getLength(was);
    if (length != Array.getLength(is)) {
      differ(place, was, is);
      return;
    }
    for (int i = 0; i < length; i++) {
      compare(place.to(i), Array.get(was, i), Array.get(is, i));
    }
  }

  private void compareSets(Place place, Set<?> was, Set<?> is) {
    compareKinds(place, was, is);
    if (!was.equals(is)) {
      compareSequences(place, was, is);
      return;
    }
    if (Orders.isLost(was, is)) {
      differ(place, was, is, Difference.Kind.ORDER);
    }
    Map<Object, Object> equals = equals(is);
    int index = 0;
    for (Object element : was) {
      compare(place.to(index++), element, equals.getOrDefault(element, element));
    }
  }

  private void compareMaps(Place place, Map<?, ?> was, Map<?, ?> is) {
    compareKinds(place, was, is);
    if (was.size() != is.size()) {
      differ(place, was, is);
      return;
    }
    if (Orders.isLost(was, is)) {
      differ(place, was, is, Difference.Kind.ORDER);
    }
    Map<Object, Object> keys = equals(is.keySet());
    // One may order its entries by access, so that nothing can be asked while they are gone
    // through.
    Iterator<Map.Entry<?, ?>> others = new ArrayList<Map.Entry<?, ?>>(is.entrySet()).iterator();
    for (Map.Entry<?, ?> entry : was.entrySet()) {
      Map.Entry<?, ?> other = others.next();
      Object key = entry.getKey();
      boolean hasKey = hasKey(is, key);
      compare(place.to(key), key, hasKey ? keys.getOrDefault(key, key) : other.getKey());
      compare(place.to(key), entry.getValue(), hasKey ? is.get(key) : other.getValue());
    }
  }

  /** Each of them, to be found by what equals it. */
  private static Map<Object, Object> equals(Set<?> all) {
    Map<Object, Object> equals = new HashMap<>();
    all.forEach(one -> equals.put(one, one));
    return equals;
  }

  /** Those of a sorted map are of one class, which need not be this key's. */
  private static boolean hasKey(Map<?, ?> map, Object key) {
    try {
      return map.containsKey(key);
    } catch (ClassCastException | NullPointerException ofAnotherKind) {
      return false;
    }
  }

  // --- trees

  /** What a tree reads as text may have been something else. */
  private void compareNodes(Place place, JsonNode was, JsonNode is) {
    if (was.isObject() && is.isObject() && was.size() == is.size()) {
      was.properties()
          .forEach(one -> compare(place.to(one.getKey()), one.getValue(), is.get(one.getKey())));
    } else if (was.isArray() && is.isArray() && was.size() == is.size()) {
      for (int i = 0; i < was.size(); i++) {
        compare(place.to(i), was.get(i), is.get(i));
      }
    } else if (!Numbers.isSame(was, is)) {
      differ(place, was, is);
    }
  }

  // --- what holds no elements

  private static boolean sameClass(Object was, Object is) {
    return was.getClass() == is.getClass();
  }

  private boolean isSame(Place place, Object was, Object is) {
    if (!sameClass(was, is)) {
      return false;
    }
    Object whole = Details.whole(was);
    if (whole != null) {
      return whole.equals(Details.whole(is));
    }
    if (Members.hasIdentity(was) && isTwo(was, is)) {
      differ(place, was, is, Difference.Kind.IDENTITY);
    }
    boolean saysWhatIsEqual = !was.getClass().isRecord() && Members.overridesEquals(was);
    if (saysWhatIsEqual && was.equals(is)) {
      compareMembers(place, members.besides(was, is));
      return true;
    }
    Optional<List<Members.Member>> inside = members.of(was, is);
    inside.ifPresent(all -> compareMembers(place, all));
    return inside.isPresent() || (!saysWhatIsEqual && isSameJson.test(was, is));
  }

  /** Whether an object that was met before has come back as another one there. */
  @SuppressWarnings("ReferenceEquality") // these very objects are meant
  private boolean isTwo(Object was, Object is) {
    Object before = twins.putIfAbsent(was, is);
    return before != null && before != is;
  }
}
