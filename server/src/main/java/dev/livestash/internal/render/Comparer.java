package dev.livestash.internal.render;

import dev.livestash.internal.render.Change.Parts;
import dev.livestash.internal.render.Change.Written;
import dev.livestash.internal.state.SureEquality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.jdk.MapSerializer;
import tools.jackson.databind.ser.jdk.StringSerializer;

/**
 * Compares two renders as Jackson would write them, object by object, and goes down only where they
 * are not the very same. What it does not know how to take apart is written anew as a whole.
 */
final class Comparer {
  /** Deeper parts are written as a whole. */
  private static final int MAX_DEPTH = 48;

  /** It cannot be a member that JavaScript sets like any other. */
  private static final String PROTOTYPE = "__proto__";

  /**
   * How much is looked at to find that all of it is equal, before it is taken apart: what is larger
   * has parts of that size, so that each value is looked at some times and no more.
   */
  private static final int MAX_EQUAL_VALUES = 64;

  private final PlainBeans beans;
  private final SureEquality equality;
  private final SerializationContext context;
  private final Contents contents;
  private int depth;

  /** Whether nothing else is asked for now, so that whatever is not the same is as good as anew. */
  private boolean asksIfSame;

  Comparer(PlainBeans beans, SureEquality equality, Usual usual, SerializationContext context) {
    this.beans = beans;
    this.equality = equality;
    this.context = context;
    this.contents = new Contents(usual, context);
  }

  /**
   * Compares two values.
   *
   * @param serializer writes the later one
   * @param member whose value it is, or that of what holds it; null for a render itself
   */
  Change compare(
      @Nullable Object before,
      @Nullable Object now,
      ValueSerializer<?> serializer,
      @Nullable BeanProperty member) {
    if (before == now) {
      return Change.SAME;
    }
    if (before == null || now == null || depth == MAX_DEPTH) {
      return Change.ANEW;
    }
    if (Values.isOne(now)) {
      return value(before, now, serializer);
    }
    if (equality.holds(before, now, MAX_EQUAL_VALUES)) {
      return Change.SAME;
    }
    depth++;
    try {
      return parts(before, now, serializer, member);
    } finally {
      depth--;
    }
  }

  private static Change value(Object before, Object now, ValueSerializer<?> serializer) {
    if (before.equals(now)) {
      return Change.SAME;
    }
    return before instanceof String old
            && now instanceof String text
            && serializer instanceof StringSerializer
        ? Strings.change(old, text)
        : Change.ANEW;
  }

  private Change parts(
      Object before, Object now, ValueSerializer<?> serializer, @Nullable BeanProperty member) {
    if (beans.isPlain(serializer)) {
      return before.getClass() == now.getClass() ? members(before, now, serializer) : Change.ANEW;
    }
    if (contents.isAltered(member) || !contents.areAlike(before, now)) {
      return Change.ANEW;
    }
    if (now instanceof Map<?, ?> map
        && before instanceof Map<?, ?> old
        && serializer instanceof MapSerializer writer) {
      return entries(old, map, writer, member);
    }
    return contents.isSequence(serializer) && isSequence(before) && isSequence(now)
        ? elements(before, now, serializer, member)
        : Change.ANEW;
  }

  // --- the members of an object

  private Change members(Object before, Object now, ValueSerializer<?> serializer) {
    Map<String, Change> changes = new LinkedHashMap<>();
    Iterator<PropertyWriter> members = serializer.properties();
    while (members.hasNext()) {
      BeanPropertyWriter member = (BeanPropertyWriter) members.next();
      Change change = member(member, before, now);
      if (change == Change.ANEW || (asksIfSame && change != Change.SAME)) {
        return Change.ANEW;
      }
      if (change != Change.SAME) {
        changes.put(member.getName(), change);
      }
    }
    return changes.isEmpty() ? Change.SAME : named(changes);
  }

  private static Change named(Map<String, Change> changes) {
    return changes.containsKey(PROTOTYPE) ? Change.ANEW : new Parts(changes);
  }

  /** {@code ANEW} says that the object is to be written anew. */
  private Change member(BeanPropertyWriter member, Object before, Object now) {
    Object old = Getters.value(member, before);
    Object value = Getters.value(member, now);
    if (old == value || (old != null && Values.isOne(old) && old.equals(value))) {
      return Change.SAME;
    }
    return switch (contents.presence(member, old, value)) {
      case UNKNOWN -> Change.ANEW;
      case GONE -> Change.GONE;
      case BOTH -> {
        Change change = ofMember(member, old, value);
        yield change == Change.ANEW ? written(member, now) : change;
      }
    };
  }

  private Change ofMember(BeanPropertyWriter member, @Nullable Object old, @Nullable Object value) {
    return old == null
            || value == null
            || member.getTypeSerializer() != null
            || !contents.isUsual(member)
        ? Change.ANEW
        : compare(old, value, contents.serializer(member, value), member);
  }

  private Written written(BeanPropertyWriter member, Object of) {
    return out -> {
      out.writeStartArray();
      Getters.write(member, of, out, context);
      out.writeEndArray();
    };
  }

  // --- the entries of a map

  private Change entries(
      Map<?, ?> before, Map<?, ?> now, MapSerializer serializer, @Nullable BeanProperty member) {
    if (!contents.hasPlainKeys(serializer)
        || contents.isTyped(serializer)
        || contents.isOverridden(serializer)
        || context.isEnabled(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        || !isOrdered(before, now)) {
      return Change.ANEW;
    }
    Map<String, Change> changes = new LinkedHashMap<>();
    for (Object key : before.keySet()) {
      if (!now.containsKey(key)) {
        changes.put((String) key, Change.GONE);
      }
    }
    now.forEach(
        (key, value) -> {
          ValueSerializer<Object> writer = contents.serializer(serializer, value, member);
          Change change =
              before.containsKey(key)
                  ? compare(before.get(key), value, writer, member)
                  : Change.ANEW;
          if (change != Change.SAME) {
            changes.put((String) key, change == Change.ANEW ? written(writer, value) : change);
          }
        });
    return changes.isEmpty() ? Change.SAME : named(changes);
  }

  /** Whether the old entries that are left come first and in their order, as in the browser. */
  private static boolean isOrdered(Map<?, ?> before, Map<?, ?> now) {
    Iterator<?> keys = now.keySet().iterator();
    for (Object key : before.keySet()) {
      if (!(key instanceof String)
          || (now.containsKey(key) && !(keys.hasNext() && key.equals(keys.next())))) {
        return false;
      }
    }
    while (keys.hasNext()) {
      Object key = keys.next();
      if (!(key instanceof String) || before.containsKey(key)) {
        return false;
      }
    }
    return true;
  }

  private Written written(ValueSerializer<Object> serializer, @Nullable Object value) {
    return out -> {
      out.writeStartArray();
      if (value == null) {
        context.defaultSerializeNullValue(out);
      } else {
        serializer.serialize(value, out, context);
      }
      out.writeEndArray();
    };
  }

  // --- the elements of a sequence

  private static boolean isSequence(Object value) {
    return value instanceof Collection || value instanceof Object[];
  }

  private Change elements(
      Object before, Object now, ValueSerializer<?> serializer, @Nullable BeanProperty member) {
    List<?> old = list(before);
    List<?> list = list(now);
    boolean isTyped = contents.isTyped(serializer);
    Sequences sequences =
        new Sequences(
            (one, other) -> one == other || isSame(one, other, serializer, member),
            (from, to) -> written(some(now, list, from, to), serializer));
    if (old.size() != list.size()) {
      return asksIfSame ? Change.ANEW : sequences.spliced(old, list);
    }
    Change moved = asksIfSame ? Change.ANEW : sequences.moved(old, list);
    if (moved != Change.ANEW) {
      return moved;
    }
    Map<String, Change> changes = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      if (old.get(i) != list.get(i)) {
        Change change = element(old.get(i), list.get(i), serializer, member);
        if (asksIfSame && change != Change.SAME) {
          return Change.ANEW;
        }
        if (change == Change.ANEW || (isTyped && change != Change.SAME)) {
          change = sequences.literal(i, i + 1);
        }
        if (change != Change.SAME) {
          changes.put(Integer.toString(i), change);
        }
      }
    }
    return changes.isEmpty() ? Change.SAME : new Parts(changes);
  }

  private boolean isSame(
      @Nullable Object before,
      @Nullable Object now,
      ValueSerializer<?> sequence,
      @Nullable BeanProperty member) {
    boolean asked = asksIfSame;
    asksIfSame = true;
    try {
      return element(before, now, sequence, member) == Change.SAME;
    } finally {
      asksIfSame = asked;
    }
  }

  private Change element(
      @Nullable Object before,
      @Nullable Object now,
      ValueSerializer<?> sequence,
      @Nullable BeanProperty member) {
    if (before == null || now == null) {
      return before == now ? Change.SAME : Change.ANEW;
    }
    return Values.isOne(now)
        ? (now.equals(before) ? Change.SAME : Change.ANEW)
        : compare(before, now, contents.serializer(sequence, now, member), member);
  }

  private static List<?> list(Object sequence) {
    if (sequence instanceof Object[] array) {
      return Arrays.asList(array);
    }
    return sequence instanceof List<?> list && list instanceof RandomAccess
        ? list
        : new ArrayList<>((Collection<?>) sequence);
  }

  /** Some of its elements, for what writes the whole. */
  private static Object some(Object sequence, List<?> elements, int from, int to) {
    return sequence instanceof Object[] array
        ? Arrays.copyOfRange(array, from, to)
        : elements.subList(from, to);
  }

  @SuppressWarnings("unchecked") // it writes the whole sequence
  private Written written(Object elements, ValueSerializer<?> serializer) {
    return out -> ((ValueSerializer<Object>) serializer).serialize(elements, out, context);
  }
}
