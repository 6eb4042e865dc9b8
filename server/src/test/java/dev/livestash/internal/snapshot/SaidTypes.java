package dev.livestash.internal.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.livestash.internal.snapshot.EqualTypes.Box;
import dev.livestash.internal.snapshot.EqualTypes.Point;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.JsonNodeFactory;

/** What does not come back as it was, and is said when it is committed. */
@SuppressWarnings({"DoNotCallSuggester", "InfiniteRecursion"}) // some of it fails on purpose
final class SaidTypes {
  private SaidTypes() {}

  /**
   * A type and a value of it.
   *
   * @param name as docs/types.md has it
   * @param path which the log names
   */
  record Said(String name, Type type, Object value, String path) {
    static <T> Said of(String name, Class<? super T> type, T value, String path) {
      return new Said(name, type, value, path);
    }

    static <T> Said of(String name, TypeReference<? super T> type, T value, String path) {
      return new Said(name, type.getType(), value, path);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Said> all() {
    List<Said> all = new ArrayList<>();
    all.addAll(untyped());
    all.addAll(SaidBesides.trees());
    all.addAll(halfWritten());
    all.addAll(SaidBesides.equality());
    all.addAll(SaidBesides.containers());
    all.addAll(orders());
    all.addAll(SaidBesides.orders());
    all.addAll(SaidBesides.identity());
    all.addAll(unwritable());
    return all;
  }

  // --- where the type does not say what the value is

  record Raw(@SuppressWarnings("rawtypes") Box box) {}

  record Wild(List<?> list) {}

  private static List<Said> untyped() {
    return List.of(
        Said.of("Object: a long", Object.class, 5L, ""),
        Said.of("Object: a double", Object.class, 1.5, ""),
        Said.of("Object: NaN", Object.class, Double.NaN, ""),
        Said.of("Object: a char", Object.class, 'x', ""),
        Said.of("Object: a date", Object.class, LocalDate.EPOCH, ""),
        Said.of("Object: an enum", Object.class, TimeUnit.DAYS, ""),
        Said.of("Object: a record", Object.class, new Point(1, 2), ""),
        Said.of("Object: bytes", Object.class, new byte[] {1}, ""),
        Said.of("Object: a set", Object.class, Set.of(1), ""),
        Said.of("Object[] with longs", Object[].class, new Object[] {1, 2L}, "/1"),
        Said.of("Number: a double", Number.class, 1.5, ""),
        Said.of(
            "Map<String, Object> with a date",
            new TypeReference<Map<String, Object>>() {},
            Map.of("a/b", List.of(1, LocalDate.EPOCH)),
            "/a~1b/1"),
        Said.of(
            "Map<Object, …> with numbers",
            new TypeReference<Map<Object, String>>() {},
            Map.of(1, "a"),
            "/1"),
        Said.of(
            "a generic member without its argument",
            Raw.class,
            new Raw(new Box<>(LocalDate.EPOCH)),
            "/box/inside"),
        Said.of("List<?>", Wild.class, new Wild(List.of(LocalDate.EPOCH)), "/list/0"),
        Said.of("CharSequence: a StringBuilder", CharSequence.class, new StringBuilder("a"), ""),
        Said.of(
            "Collection<T>: a set",
            new TypeReference<Collection<String>>() {},
            new LinkedHashSet<>(List.of("a")),
            ""),
        Said.of(
            "JsonNode: a POJONode",
            new TypeReference<Box<Object>>() {},
            new Box<Object>(JsonNodeFactory.instance.pojoNode(LocalDate.EPOCH)),
            "/inside"),
        Said.of("a subclass", Base.class, new Derived(), ""));
  }

  static class Base {
    public int x = 1;
  }

  static final class Derived extends Base {
    public int y = 2;
  }

  // --- where Jackson writes only a part

  record Secret(String name, @JsonIgnore @Nullable String password) {}

  record WriteOnly(
      String name, @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String pin) {}

  static final class Cached {
    public String text = "t";
    private transient int length = 1;

    int length() {
      return length++;
    }
  }

  static final class HalfEqual {
    public String id = "i";
    private String note = "";

    HalfEqual with(String newNote) {
      note = newNote;
      return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof HalfEqual half && half.id.equals(id) && half.note.equals(note);
    }

    @Override
    public int hashCode() {
      return Objects.hash(id, note);
    }
  }

  record Name(String text) {}

  record Thing(Object inside) {
    Thing {
      if (inside instanceof String) {
        throw new IllegalArgumentException("no text, please");
      }
    }
  }

  private static GregorianCalendar calendar() {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
    calendar.setTimeInMillis(1_900_000_000_000L);
    return calendar;
  }

  private static LongAdder adder() {
    LongAdder adder = new LongAdder();
    adder.add(7);
    return adder;
  }

  private static List<Said> halfWritten() {
    return List.of(
        Said.of("BitSet", BitSet.class, BitSet.valueOf(new long[] {5}), ""),
        Said.of(
            "BitSet in a record",
            new TypeReference<Box<BitSet>>() {},
            new Box<>(BitSet.valueOf(new long[] {5})),
            "/inside"),
        Said.of(
            "Pattern with flags",
            Pattern.class,
            Pattern.compile("a", Pattern.CASE_INSENSITIVE),
            ""),
        Said.of("Calendar", GregorianCalendar.class, calendar(), ""),
        Said.of("LongAdder", LongAdder.class, adder(), ""),
        Said.of("InetAddress of a host's name", InetAddress.class, host(), ""),
        Said.of("@JsonIgnore", Secret.class, new Secret("a", "b"), "/password"),
        Said.of(
            "@JsonProperty(access = WRITE_ONLY)",
            WriteOnly.class,
            new WriteOnly("a", "1234"),
            "/pin"),
        Said.of("a transient field", Cached.class, cached(), "/length"),
        Said.of(
            "a private field without a getter",
            HalfEqual.class,
            new HalfEqual().with("n"),
            "/note"),
        Said.of(
            "Map<a record of one String, …>",
            new TypeReference<Map<Name, Integer>>() {},
            Map.of(new Name("n"), 1),
            "/Name[text=n]/text"),
        Said.of("Random", Random.class, new Random(1), ""),
        Said.of("an exception", IOException.class, new IOException("e"), ""),
        Said.of(
            "a constructor that refuses what was written",
            Thing.class,
            new Thing(LocalDate.EPOCH),
            ""));
  }

  private static Cached cached() {
    Cached cached = new Cached();
    cached.length();
    return cached;
  }

  private static InetAddress host() {
    try {
      return InetAddress.getByAddress("host", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  // --- where the order is lost

  private static List<Said> orders() {
    SortedSet<String> byCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    byCase.addAll(List.of("b", "A"));
    TreeMap<String, Integer> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(Map.of("a", 1, "b", 2));
    PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(List.of(1, 2, 3));
    return List.of(
        Said.of(
            "SortedSet with a comparator",
            new TypeReference<SortedSet<String>>() {},
            byCase,
            "/comparator"),
        Said.of(
            "TreeMap with a comparator",
            new TypeReference<TreeMap<String, Integer>>() {},
            backwards,
            "/comparator"),
        Said.of(
            "PriorityQueue with a comparator",
            new TypeReference<PriorityQueue<Integer>>() {},
            queue,
            "/comparator"),
        Said.of(
            "Queue<T>: a PriorityQueue",
            new TypeReference<Queue<Integer>>() {},
            new PriorityQueue<>(List.of(1)),
            ""));
  }

  // --- what cannot be written

  static final class Cycle {
    public @Nullable Object next;
    public List<Object> others = new ArrayList<>();
  }

  record Failing(int x) {
    public int getOops() {
      throw new IllegalStateException("x is " + x);
    }
  }

  record Overflowing(int x) {
    public int getOops() {
      return getOops() + 1;
    }
  }

  private static List<Said> unwritable() {
    Cycle cycle = new Cycle();
    Cycle other = new Cycle();
    cycle.others.add(other);
    other.next = cycle;
    Map<@Nullable String, Integer> nullKey = new HashMap<>();
    nullKey.put(null, 1);
    return List.of(
        Said.of("a cycle", Cycle.class, cycle, "/others/0/next/others/0"),
        Said.of(
            "a map with the key null",
            new TypeReference<Map<@Nullable String, Integer>>() {},
            nullKey,
            ""),
        Said.of("600 lists in each other", Object.class, nested(600), "/0/0/0"),
        Said.of("a getter that throws", Failing.class, new Failing(1), "/oops"),
        Said.of(
            "a getter that overflows the stack", Overflowing.class, new Overflowing(1), "/oops"));
  }

  private static Object nested(int depth) {
    Object list = List.of();
    for (int i = 1; i < depth; i++) {
      list = List.of(list);
    }
    return list;
  }
}
