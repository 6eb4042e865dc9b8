package dev.livestash.internal.snapshot;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What comes back as it was. */
@SuppressWarnings({
  "ArrayRecordComponent",
  "JavaUtilDate",
  "JdkObsolete",
  "NonApiType"
}) // applications have such states
final class EqualTypes {
  private static final String HIGH = "\uD83D";
  private static final String LOW = "\uDE00";

  private EqualTypes() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    all.addAll(numbers());
    all.addAll(texts());
    all.addAll(names());
    all.addAll(times());
    all.addAll(collections());
    all.addAll(maps());
    all.addAll(arrays());
    all.addAll(wrappers());
    all.addAll(trees());
    all.addAll(records());
    all.addAll(formatted());
    all.addAll(classes());
    all.addAll(sums());
    all.addAll(lists());
    return all;
  }

  // --- values

  private static List<Case> numbers() {
    return List.of(
        Case.of("int", int.class, Integer.MIN_VALUE),
        Case.of("Integer", Integer.class, 0),
        Case.of("long", long.class, Long.MAX_VALUE),
        Case.of("Long", Long.class, 5L),
        Case.of("short", short.class, Short.MIN_VALUE),
        Case.of("byte", byte.class, Byte.MIN_VALUE),
        Case.of("boolean", boolean.class, true),
        Case.of("float", float.class, 0.1f),
        Case.of("float: NaN", Float.class, Float.NaN),
        Case.of("float: the smallest", float.class, Float.MIN_VALUE),
        Case.of("double", double.class, 0.1 + 0.2),
        Case.of("double: -0.0", double.class, -0.0),
        Case.of("double: NaN", Double.class, Double.NaN),
        Case.of("double: infinite", Double.class, Double.NEGATIVE_INFINITY),
        Case.of("double: the largest", double.class, Double.MAX_VALUE),
        Case.of("BigInteger", BigInteger.class, BigInteger.TEN),
        Case.of("BigInteger: 5,000 digits", BigInteger.class, new BigInteger("7".repeat(5000))),
        Case.of("BigDecimal: 1.10", BigDecimal.class, new BigDecimal("1.10")),
        Case.of("BigDecimal: 1E+3", BigDecimal.class, new BigDecimal("1E+3")),
        Case.of(
            "BigDecimal: 3,000 digits", BigDecimal.class, new BigDecimal("0." + "3".repeat(3000))),
        Case.seen("AtomicInteger", AtomicInteger.class, new AtomicInteger(7), AtomicInteger::get),
        Case.seen("AtomicLong", AtomicLong.class, new AtomicLong(7), AtomicLong::get),
        Case.seen(
            "AtomicBoolean", AtomicBoolean.class, new AtomicBoolean(true), AtomicBoolean::get));
  }

  private static List<Case> texts() {
    return List.of(
        Case.of("String", String.class, "ein Gruß, 你好, 😀"),
        Case.of("String: empty", String.class, ""),
        Case.of("String: U+0000", String.class, "\u0000\u001f\u007f\u2028\ufeff"),
        Case.of("String: half an emoji", String.class, "a" + HIGH),
        Case.of("String: the other half", String.class, LOW + "a" + HIGH + "b"),
        Case.of("String: 2,000,000 characters", String.class, "lang ".repeat(400_000)),
        Case.of("char", char.class, 'x'),
        Case.of("char: half an emoji", char.class, HIGH.charAt(0)),
        Case.of("CharSequence", CharSequence.class, "text"),
        Case.seen(
            "StringBuilder", StringBuilder.class, new StringBuilder("b"), StringBuilder::toString));
  }

  private static List<Case> names() {
    return List.of(
        Case.of("UUID", UUID.class, UUID.fromString("0e1c1c43-9c93-4c9b-8f2a-6c1f6e8f0a11")),
        Case.of("URI", URI.class, URI.create("https://example.org/a?b=%20c#d")),
        Case.seen("URL", URL.class, url(), URL::toExternalForm),
        Case.of("Locale", Locale.class, Locale.forLanguageTag("zh-Hant-TW")),
        Case.of("Currency", Currency.class, Currency.getInstance("EUR")),
        Case.of("Charset", Charset.class, StandardCharsets.UTF_8),
        Case.of("TimeZone", TimeZone.class, TimeZone.getTimeZone("Europe/Berlin")),
        Case.of("InetAddress", InetAddress.class, address()),
        Case.of(
            "InetSocketAddress",
            InetSocketAddress.class,
            InetSocketAddress.createUnresolved("example.org", 80)),
        Case.of("File", File.class, new File("/a/b.txt")),
        Case.of("Path", Path.class, Path.of("/a/b.txt")),
        Case.seen("Pattern", Pattern.class, Pattern.compile("a+\\d"), Pattern::pattern),
        Case.of("Class", Class.class, LocalDate.class));
  }

  private static URL url() {
    try {
      return new URL("https://nowhere.invalid/a?b#c");
    } catch (MalformedURLException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static InetAddress address() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static List<Case> times() {
    return List.of(
        Case.of("Instant", Instant.class, Instant.parse("2030-01-02T03:04:05.123456789Z")),
        Case.of("LocalDate", LocalDate.class, LocalDate.of(-44, 3, 15)),
        Case.of("LocalTime", LocalTime.class, LocalTime.of(3, 4, 5, 6)),
        Case.of("LocalDateTime", LocalDateTime.class, LocalDateTime.of(2030, 1, 2, 3, 4)),
        Case.of(
            "OffsetDateTime",
            OffsetDateTime.class,
            OffsetDateTime.parse("2030-01-02T03:04:05+05:30")),
        Case.of("OffsetTime", OffsetTime.class, OffsetTime.parse("03:04:05-08:00")),
        Case.of(
            "ZonedDateTime",
            ZonedDateTime.class,
            LocalDateTime.of(2030, 7, 2, 3, 4).atZone(ZoneId.of("Europe/Berlin"))),
        Case.of(
            "ZonedDateTime: UTC",
            ZonedDateTime.class,
            LocalDateTime.of(2030, 7, 2, 3, 4).atZone(ZoneId.of("UTC"))),
        Case.of(
            "ZonedDateTime: an offset",
            ZonedDateTime.class,
            ZonedDateTime.parse("2030-01-02T03:04:05-03:00")),
        Case.of(
            "ZonedDateTime: the second 2:30 of a night",
            ZonedDateTime.class,
            LocalDateTime.of(2030, 10, 27, 2, 30)
                .atZone(ZoneId.of("Europe/Berlin"))
                .withLaterOffsetAtOverlap()),
        Case.of("Year", Year.class, Year.of(2030)),
        Case.of("YearMonth", YearMonth.class, YearMonth.of(2030, 2)),
        Case.of("MonthDay", MonthDay.class, MonthDay.of(2, 29)),
        Case.of("Month", Month.class, Month.MAY),
        Case.of("DayOfWeek", DayOfWeek.class, DayOfWeek.FRIDAY),
        Case.of("Duration", Duration.class, Duration.ofSeconds(1, 1)),
        Case.of("Period", Period.class, Period.of(1, -2, 3)),
        Case.of("ZoneId", ZoneId.class, ZoneId.of("Europe/Berlin")),
        Case.of("ZoneOffset", ZoneOffset.class, ZoneOffset.ofHoursMinutes(5, 30)),
        Case.of("Date", Date.class, new Date(1_900_000_000_123L)));
  }

  // --- containers

  private static List<Case> collections() {
    return List.of(
        Case.of("List<String>", new TypeReference<List<String>>() {}, List.of("b", "a")),
        Case.of(
            "List with null",
            new TypeReference<List<@Nullable String>>() {},
            Arrays.asList("a", null)),
        Case.of(
            "ArrayList<Long>",
            new TypeReference<ArrayList<Long>>() {},
            new ArrayList<>(List.of(1L))),
        Case.of(
            "LinkedList<LocalDate>",
            new TypeReference<LinkedList<LocalDate>>() {},
            new LinkedList<>(List.of(LocalDate.MAX))),
        Case.seen(
            "Set<String>, its order too",
            new TypeReference<Set<String>>() {},
            new LinkedHashSet<>(List.of("z", "y", "a", "m")),
            ArrayList::new),
        Case.of(
            "HashSet<UUID>",
            new TypeReference<HashSet<UUID>>() {},
            new HashSet<>(List.of(new UUID(1, 2), new UUID(3, 4)))),
        Case.of(
            "SortedSet<Integer>",
            new TypeReference<SortedSet<Integer>>() {},
            new TreeSet<>(List.of(3, 1, 2))),
        Case.of(
            "NavigableSet<String>",
            new TypeReference<NavigableSet<String>>() {},
            new TreeSet<>(List.of("b", "a"))),
        Case.of(
            "EnumSet<E>",
            new TypeReference<EnumSet<TimeUnit>>() {},
            EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS)),
        Case.of("Set.of", new TypeReference<Set<Integer>>() {}, Set.of(1, 2, 3)),
        Case.of("Collection<String>", new TypeReference<Collection<String>>() {}, List.of("a")),
        Case.of(
            "Collections.nCopies",
            new TypeReference<List<String>>() {},
            Collections.nCopies(3, "x")),
        Case.of(
            "CopyOnWriteArrayList<String>",
            new TypeReference<CopyOnWriteArrayList<String>>() {},
            new CopyOnWriteArrayList<>(List.of("a"))),
        Case.seen(
            "ArrayDeque<Integer>",
            new TypeReference<ArrayDeque<Integer>>() {},
            new ArrayDeque<>(List.of(1, 2)),
            ArrayList::new),
        Case.seen(
            "Deque<String>",
            new TypeReference<Deque<String>>() {},
            new ArrayDeque<>(List.of("b", "a")),
            ArrayList::new),
        Case.of(
            "Queue<String>",
            new TypeReference<Queue<String>>() {},
            new LinkedList<>(List.of("b", "a"))),
        Case.of(
            "List<List<Set<LocalDate>>>",
            new TypeReference<List<List<Set<LocalDate>>>>() {},
            List.of(List.of(Set.of(LocalDate.EPOCH)))),
        Case.of("400 lists in each other", new TypeReference<List<Object>>() {}, nested(400)));
  }

  private static List<Object> nested(int depth) {
    List<Object> list = List.of();
    for (int i = 1; i < depth; i++) {
      list = List.of(list);
    }
    return list;
  }

  private static List<Case> maps() {
    Map<String, @Nullable Object> withNull = new HashMap<>();
    withNull.put("a", null);
    Properties properties = new Properties();
    properties.setProperty("k", "v");
    return List.of(
        Case.seen(
            "Map<String, Integer>, its order too",
            new TypeReference<Map<String, Integer>>() {},
            ordered(),
            map -> new ArrayList<>(map.keySet())),
        Case.of(
            "LinkedHashMap<String, Integer>",
            new TypeReference<LinkedHashMap<String, Integer>>() {},
            ordered()),
        Case.of(
            "Map<String, Integer>: a TreeMap",
            new TypeReference<Map<String, Integer>>() {},
            new TreeMap<>(Map.of("b", 1, "a", 2))),
        Case.of(
            "Map<String, Integer>: filled where it is made",
            new TypeReference<Map<String, Integer>>() {},
            filled()),
        Case.of("a subclass of LinkedHashMap without fields", Recent.class, Recent.of("b", "a")),
        Case.of("Map with null", new TypeReference<Map<String, @Nullable Object>>() {}, withNull),
        Case.of(
            "Map<String, …> with half an emoji",
            new TypeReference<Map<String, Integer>>() {},
            Map.of("a" + HIGH, 1, LOW, 2, HIGH + "a" + HIGH + LOW, 3, HIGH, 4)),
        Case.of(
            "Map<String, …>: keys of 70,000 characters",
            new TypeReference<Map<String, String>>() {},
            Map.of("ß".repeat(70_000), HIGH, "k".repeat(70_000), "")),
        Case.of(
            "Map<String, …>: the empty key, and others",
            new TypeReference<Map<String, Integer>>() {},
            Map.of("", 1, "\u0000", 2, "a/b~\"\\", 3, "__proto__", 4)),
        Case.of(
            "Map<Integer, String>", new TypeReference<Map<Integer, String>>() {}, Map.of(-1, "a")),
        Case.of(
            "Map<Long, String>",
            new TypeReference<Map<Long, String>>() {},
            Map.of(Long.MAX_VALUE, "a")),
        Case.of(
            "Map<Boolean, String>",
            new TypeReference<Map<Boolean, String>>() {},
            Map.of(true, "a")),
        Case.of(
            "Map<Double, String>",
            new TypeReference<Map<Double, String>>() {},
            Map.of(1.5, "a", Double.NaN, "b", -0.0, "c")),
        Case.of(
            "Map<Character, String>",
            new TypeReference<Map<Character, String>>() {},
            Map.of('x', "a", HIGH.charAt(0), "b")),
        Case.of(
            "Map<E, String>",
            new TypeReference<Map<TimeUnit, String>>() {},
            Map.of(TimeUnit.DAYS, "a")),
        Case.of(
            "EnumMap<E, String>",
            new TypeReference<EnumMap<TimeUnit, String>>() {},
            new EnumMap<>(Map.of(TimeUnit.DAYS, "a"))),
        Case.of(
            "Map<UUID, String>",
            new TypeReference<Map<UUID, String>>() {},
            Map.of(new UUID(1, 2), "a")),
        Case.of(
            "Map<LocalDate, String>",
            new TypeReference<Map<LocalDate, String>>() {},
            Map.of(LocalDate.EPOCH, "a")),
        Case.of(
            "Map<Instant, String>",
            new TypeReference<Map<Instant, String>>() {},
            Map.of(Instant.ofEpochSecond(1, 2), "a")),
        Case.of(
            "Map<OffsetDateTime, String>",
            new TypeReference<Map<OffsetDateTime, String>>() {},
            Map.of(OffsetDateTime.parse("2030-01-02T03:04:05+05:30"), "a")),
        Case.of(
            "Map<ZonedDateTime, String>",
            new TypeReference<Map<ZonedDateTime, String>>() {},
            Map.of(LocalDateTime.of(2030, 7, 2, 3, 4).atZone(ZoneId.of("Europe/Berlin")), "a")),
        Case.of(
            "Map<Locale, String>",
            new TypeReference<Map<Locale, String>>() {},
            Map.of(Locale.GERMANY, "a")),
        Case.of(
            "Map<Currency, BigDecimal>",
            new TypeReference<Map<Currency, BigDecimal>>() {},
            Map.of(Currency.getInstance("EUR"), new BigDecimal("9.90"))),
        Case.of(
            "Map<URI, String>",
            new TypeReference<Map<URI, String>>() {},
            Map.of(URI.create("a:b"), "a")),
        Case.of(
            "Map with @JsonKey keys",
            new TypeReference<Map<Sku, String>>() {},
            Map.of(new Sku("a-1"), "b")),
        Case.of(
            "SortedMap<String, Integer>",
            new TypeReference<SortedMap<String, Integer>>() {},
            new TreeMap<>(Map.of("b", 1, "a", 2))),
        Case.of(
            "NavigableMap<LocalDate, Integer>",
            new TypeReference<NavigableMap<LocalDate, Integer>>() {},
            new TreeMap<>(Map.of(LocalDate.EPOCH, 1))),
        Case.of(
            "ConcurrentMap<String, Integer>",
            new TypeReference<ConcurrentMap<String, Integer>>() {},
            new ConcurrentHashMap<>(Map.of("b", 1))),
        Case.of("Properties", Properties.class, properties),
        Case.of(
            "Map<String, List<Map<Integer, Optional<LocalDate>>>>",
            new TypeReference<Map<String, List<Map<Integer, Optional<LocalDate>>>>>() {},
            Map.of("a", List.of(Map.of(1, Optional.of(LocalDate.EPOCH))))),
        Case.of(
            "Map.Entry<String, LocalDate>",
            new TypeReference<Map.Entry<String, LocalDate>>() {},
            Map.entry("a", LocalDate.EPOCH)));
  }

  /** Has its entries in the order of access. */
  static final class Recent extends LinkedHashMap<String, Integer> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    static Recent of(String... keys) {
      Recent recent = new Recent();
      List.of(keys).forEach(key -> recent.put(key, 1));
      return recent;
    }
  }

  @SuppressWarnings("DoubleBraceInitialization") // applications do so
  private static Map<String, Integer> filled() {
    return new HashMap<>() {
      private static final long serialVersionUID = 1;

      {
        put("a", 1);
      }
    };
  }

  private static LinkedHashMap<String, Integer> ordered() {
    LinkedHashMap<String, Integer> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put("a", 2);
    map.put("m", 3);
    return map;
  }

  private static List<Case> arrays() {
    return List.of(
        Case.of("int[]", int[].class, new int[] {1, -1}),
        Case.of("long[]", long[].class, new long[] {Long.MIN_VALUE}),
        Case.of("double[]", double[].class, new double[] {-0.0, Double.NaN, 0.1}),
        Case.of("float[]", float[].class, new float[] {0.1f, Float.POSITIVE_INFINITY}),
        Case.of("boolean[]", boolean[].class, new boolean[] {true, false}),
        Case.of("short[]", short[].class, new short[] {1}),
        Case.of("char[]", char[].class, ("a" + HIGH).toCharArray()),
        Case.of("byte[]", byte[].class, new byte[] {0, -1, 127}),
        Case.of("byte[][]", byte[][].class, new byte[][] {{1}, {}}),
        Case.of("int[][]", int[][].class, new int[][] {{1}, {}, {2, 3}}),
        Case.of("String[]", String[].class, new String[] {"a", HIGH}),
        Case.of("LocalDate[]", LocalDate[].class, new LocalDate[] {LocalDate.EPOCH}),
        Case.of("an array of records", Point[].class, new Point[] {new Point(1, 2)}),
        Case.of("ByteBuffer", ByteBuffer.class, ByteBuffer.wrap(new byte[] {1, 2})));
  }

  private static List<Case> wrappers() {
    return List.of(
        Case.of(
            "Optional<LocalDate>",
            new TypeReference<Optional<LocalDate>>() {},
            Optional.of(LocalDate.EPOCH)),
        Case.of("OptionalInt", OptionalInt.class, OptionalInt.of(3)),
        Case.of("OptionalLong", OptionalLong.class, OptionalLong.of(Long.MAX_VALUE)),
        Case.of("OptionalDouble", OptionalDouble.class, OptionalDouble.of(-0.0)),
        Case.of(
            "Optional of an empty Optional",
            new TypeReference<List<Optional<Optional<String>>>>() {},
            List.of(Optional.of(Optional.empty()))),
        Case.of(
            "Optional: empty",
            new TypeReference<List<Optional<String>>>() {},
            List.of(Optional.empty())),
        Case.seen(
            "AtomicReference<LocalDate>",
            new TypeReference<AtomicReference<LocalDate>>() {},
            new AtomicReference<>(LocalDate.EPOCH),
            AtomicReference::get));
  }

  private static List<Case> trees() {
    JsonMapper json = JsonMapper.shared();
    return List.of(
        Case.of("Object: text", Object.class, HIGH),
        Case.of("Object: an int", Object.class, 5),
        Case.of("Object: a large integer", Object.class, new BigInteger("9".repeat(1500))),
        Case.of("Object: a BigDecimal", Object.class, new BigDecimal("12345678901234567890.10")),
        Case.of("Object: true", Object.class, true),
        Case.of(
            "Object: lists and maps",
            Object.class,
            List.of(Map.of("a", List.of(new BigDecimal("1.0"), "b")))),
        Case.of("Number: a BigDecimal", Number.class, new BigDecimal("0.10")),
        Case.of("Number: an int", Number.class, 5),
        Case.of("JsonNode", JsonNode.class, json.readTree("{\"a\":[1,null,\"b\",true,{}]}")),
        Case.of(
            "JsonNode: a decimal",
            JsonNode.class,
            json.getNodeFactory().numberNode(new BigDecimal("1.10"))),
        Case.seen(
            "JsonNode: a float",
            JsonNode.class,
            json.getNodeFactory().numberNode(0.1f),
            JsonNode::asString),
        Case.of(
            "ObjectNode", ObjectNode.class, json.createObjectNode().putNull("a").put("b", HIGH)),
        Case.of("ArrayNode", ArrayNode.class, json.createArrayNode().add(1).add("b")));
  }

  // --- classes

  record Point(int x, int y) {}

  record Empty() {}

  record Box<T>(T inside) {}

  record Nested(Point point, @Nullable Nested next) {}

  record Renamed(
      @JsonProperty("a b") String name,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long number,
      @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day) {}

  record Bytes(byte[] bytes, int[] numbers) {}

  record Derived(int width, int height) {
    public int getArea() {
      return width * height;
    }

    public boolean isSquare() {
      return width == height;
    }
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record AsArray(int x, List<String> names) {}

  record Wrapping(@JsonUnwrapped Point point, String name) {}

  record Sku(@JsonKey @JsonValue String code) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Sku {}
  }

  private static List<Case> records() {
    return List.of(
        Case.of("a record", Point.class, new Point(1, 2)),
        Case.of("a record without components", Empty.class, new Empty()),
        Case.of(
            "a record in itself",
            Nested.class,
            new Nested(new Point(1, 2), new Nested(new Point(3, 4), null))),
        Case.of(
            "a generic record", new TypeReference<Box<LocalDate>>() {}, new Box<>(LocalDate.EPOCH)),
        Case.of(
            "a generic record of lists",
            new TypeReference<Box<List<Box<UUID>>>>() {},
            new Box<>(List.of(new Box<>(new UUID(1, 2))))),
        Case.of(
            "a record with annotations",
            Renamed.class,
            new Renamed("n", Long.MAX_VALUE, LocalDate.EPOCH)),
        Case.seen(
            "a record with arrays",
            Bytes.class,
            new Bytes(new byte[] {1}, new int[] {2}),
            one -> Arrays.asList(one.bytes()[0], one.numbers()[0])),
        Case.of("a record with getters of its own", Derived.class, new Derived(2, 2)),
        Case.of(
            "a record as an array, with @JsonFormat", AsArray.class, new AsArray(1, List.of("a"))),
        Case.of("a record with @JsonUnwrapped", Wrapping.class, new Wrapping(new Point(1, 2), "n")),
        Case.of("a record with @JsonValue", Sku.class, new Sku("a-1")));
  }

  // --- members that are said to be written in another way

  record Longs(@JsonFormat(shape = JsonFormat.Shape.STRING) List<Long> all) {}

  record LongSet(@JsonFormat(shape = JsonFormat.Shape.STRING) Set<Long> all) {}

  record LongMap(@JsonFormat(shape = JsonFormat.Shape.STRING) Map<String, Long> all) {}

  record LongLists(@JsonFormat(shape = JsonFormat.Shape.STRING) List<List<Long>> all) {}

  record MaybeLongs(@JsonFormat(shape = JsonFormat.Shape.STRING) Optional<List<Long>> all) {}

  record LongArray(@JsonFormat(shape = JsonFormat.Shape.STRING) long[] all) {}

  record TextArray(@JsonFormat(shape = JsonFormat.Shape.STRING) String[] all) {}

  record Days(
      @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "dd.MM.yyyy") List<LocalDate> all) {}

  record DayMap(
      @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "dd.MM.yyyy")
          Map<String, LocalDate> all) {}

  record DayArray(
      @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "dd.MM.yyyy") LocalDate[] all) {}

  record Numbers(@JsonFormat(shape = JsonFormat.Shape.NUMBER) List<TimeUnit> all) {}

  record PointArrays(@JsonFormat(shape = JsonFormat.Shape.ARRAY) List<Point> all) {}

  record PointArrayMap(@JsonFormat(shape = JsonFormat.Shape.ARRAY) Map<String, Point> all) {}

  record PointArray(@JsonFormat(shape = JsonFormat.Shape.ARRAY) Point point) {}

  record BothShapes(Point one, @JsonFormat(shape = JsonFormat.Shape.ARRAY) Point other) {}

  private static List<Case> formatted() {
    List<Long> longs = List.of(1L, Long.MAX_VALUE);
    List<LocalDate> days = List.of(LocalDate.EPOCH, LocalDate.of(2030, 1, 2));
    Point point = new Point(1, 2);
    return List.of(
        Case.of("List<Long> as texts", Longs.class, new Longs(longs)),
        Case.of("Set<Long> as texts", LongSet.class, new LongSet(Set.copyOf(longs))),
        Case.of("Map<String, Long> as texts", LongMap.class, new LongMap(Map.of("a", 1L))),
        Case.of(
            "List<List<Long>> as texts", LongLists.class, new LongLists(List.of(longs, List.of()))),
        Case.of(
            "Optional<List<Long>> as texts", MaybeLongs.class, new MaybeLongs(Optional.of(longs))),
        Case.seen(
            "long[] as texts", LongArray.class, new LongArray(new long[] {1, 2}), LongArray::all),
        Case.seen(
            "String[] as texts",
            TextArray.class,
            new TextArray(new String[] {"a", "b"}),
            TextArray::all),
        Case.of("List<LocalDate> with a pattern", Days.class, new Days(days)),
        Case.of(
            "Map<String, LocalDate> with a pattern",
            DayMap.class,
            new DayMap(Map.of("a", LocalDate.EPOCH))),
        Case.seen(
            "LocalDate[] with a pattern",
            DayArray.class,
            new DayArray(days.toArray(LocalDate[]::new)),
            DayArray::all),
        Case.of(
            "List<E> as numbers",
            Numbers.class,
            new Numbers(List.of(TimeUnit.DAYS, TimeUnit.HOURS))),
        Case.of("List of records as arrays", PointArrays.class, new PointArrays(List.of(point))),
        Case.of(
            "Map of records as arrays", PointArrayMap.class, new PointArrayMap(Map.of("a", point))),
        Case.of("a record as an array", PointArray.class, new PointArray(point)),
        Case.of(
            "one record as an object and as an array",
            BothShapes.class,
            new BothShapes(point, point)));
  }

  static final class Bean {
    private int count;
    private List<String> tags = List.of("default");

    public int getCount() {
      return count;
    }

    public void setCount(int newCount) {
      count = newCount;
    }

    public List<String> getTags() {
      return tags;
    }

    public void setTags(List<String> newTags) {
      tags = newTags;
    }
  }

  private static Bean bean() {
    Bean bean = new Bean();
    bean.setCount(3);
    bean.setTags(List.of());
    return bean;
  }

  static final class Fields {
    public int count = 1;
    public @Nullable String name;
  }

  static final class Made {
    private final String name;

    @JsonCreator
    Made(@JsonProperty("name") String name) {
      this.name = name;
    }

    public String getName() {
      return name;
    }
  }

  @JsonDeserialize(builder = Built.Builder.class)
  static final class Built {
    private final int size;

    private Built(int size) {
      this.size = size;
    }

    public int getSize() {
      return size;
    }

    @JsonPOJOBuilder
    static final class Builder {
      private int size;

      @JsonProperty
      Builder withSize(int newSize) {
        size = newSize;
        return this;
      }

      Built build() {
        return new Built(size);
      }
    }
  }

  static final class Open {
    private final Map<String, Object> more = new LinkedHashMap<>();

    @JsonAnyGetter
    public Map<String, Object> more() {
      return more;
    }

    @JsonAnySetter
    public void put(String name, Object value) {
      more.put(name, value);
    }
  }

  private static Open open() {
    Open open = new Open();
    open.put("a", "b");
    open.put("c", List.of(1));
    return open;
  }

  @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
  static final class Node {
    public List<Node> next = new ArrayList<>();
  }

  private static Node ring() {
    Node one = new Node();
    Node other = new Node();
    one.next.add(other);
    other.next.add(one);
    return one;
  }

  static final class Parent {
    @JsonManagedReference public List<Child> children = new ArrayList<>();
  }

  static final class Child {
    @JsonBackReference public @Nullable Parent parent;
    public String name = "";
  }

  private static Parent family() {
    Parent parent = new Parent();
    Child child = new Child();
    child.parent = parent;
    child.name = "c";
    parent.children.add(child);
    return parent;
  }

  static final class Hashed {
    public String text = "";
    private transient int hash;

    static Hashed of(String text) {
      Hashed hashed = new Hashed();
      hashed.text = text;
      hashed.hash = hashed.hashCode();
      return hashed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Hashed hashed && hashed.text.equals(text);
    }

    @Override
    public int hashCode() {
      return hash == 0 ? text.hashCode() : hash;
    }
  }

  private static List<Case> classes() {
    Fields fields = new Fields();
    fields.count = 2;
    return List.of(
        Case.seen(
            "a class with getters and setters",
            Bean.class,
            bean(),
            one -> List.of(one.getCount(), one.getTags())),
        Case.seen("a class with public fields", Fields.class, fields, one -> one.count),
        Case.seen("a class with @JsonCreator", Made.class, new Made("m"), Made::getName),
        Case.seen("a class with a builder", Built.class, new Built(9), Built::getSize),
        Case.seen(
            "classes that lead back, with @JsonManagedReference",
            Parent.class,
            family(),
            one -> one.children.get(0).name),
        Case.seen("a class with @JsonAnySetter", Open.class, open(), Open::more),
        Case.seen(
            "a ring, with @JsonIdentityInfo",
            Node.class,
            ring(),
            one -> one.next.get(0).next.get(0) == one),
        Case.of("equality, and a transient field", Hashed.class, Hashed.of("h")),
        Case.of("an enum", TimeUnit.class, TimeUnit.DAYS),
        Case.of("an enum with toString", Level.class, Level.LOW),
        Case.of("an enum with @JsonProperty", Level.class, Level.HIGH));
  }

  enum Level {
    LOW {
      @Override
      public String toString() {
        return "low!";
      }
    },
    @JsonProperty("the top")
    HIGH
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({@JsonSubTypes.Type(value = Dog.class, name = "dog")})
  interface Animal {}

  record Dog(String name) implements Animal {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(Circle2.class), @JsonSubTypes.Type(Square2.class)})
  interface Deduced {}

  record Circle2(int radius) implements Deduced {}

  record Square2(int side) implements Deduced {}

  record Holder(
      @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
          @JsonSubTypes({@JsonSubTypes.Type(value = Point.class, name = "point")})
          List<Object> anything) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Moss.class, name = "moss"),
    @JsonSubTypes.Type(value = Bush.class, name = "bush"),
    @JsonSubTypes.Type(value = Branch.class, name = "branch"),
    @JsonSubTypes.Type(value = Twigs.class, name = "twigs")
  })
  interface Plant {}

  record Moss(int age) implements Plant {}

  static final class Bush extends ArrayList<Animal> implements Plant {
    private static final long serialVersionUID = 1;

    static Bush of(Animal animal) {
      Bush bush = new Bush();
      bush.add(animal);
      return bush;
    }
  }

  static final class Branch extends ArrayList<LocalDate> implements Plant {
    private static final long serialVersionUID = 1;

    static Branch of(LocalDate day) {
      Branch branch = new Branch();
      branch.add(day);
      return branch;
    }
  }

  static final class Twigs extends LinkedHashMap<String, Long> implements Plant {
    private static final long serialVersionUID = 1;

    static Twigs of(String name, long length) {
      Twigs twigs = new Twigs();
      twigs.put(name, length);
      return twigs;
    }
  }

  record Plants(List<Plant> all) {}

  record PlantMap(Map<String, Plant> all) {}

  record PlantArray(Plant[] all) {}

  record MaybePlants(Optional<List<Plant>> all) {}

  record PlantLists(List<List<Plant>> all) {}

  private static List<Case> lists() {
    List<Plant> plants =
        List.of(new Moss(1), Branch.of(LocalDate.EPOCH), Twigs.of("t", 4), Bush.of(new Dog("d")));
    return List.of(
        Case.of("List of what may be a list or a map itself", Plants.class, new Plants(plants)),
        Case.of(
            "Map of what may be a list itself",
            PlantMap.class,
            new PlantMap(Map.of("a", plants.get(1)))),
        Case.seen(
            "an array of what may be a list itself",
            PlantArray.class,
            new PlantArray(plants.toArray(Plant[]::new)),
            PlantArray::all),
        Case.of(
            "Optional<List> of what may be a list itself",
            MaybePlants.class,
            new MaybePlants(Optional.of(plants))),
        Case.of(
            "List<List> of what may be a list itself",
            PlantLists.class,
            new PlantLists(List.of(plants))));
  }

  private static List<Case> sums() {
    return List.of(
        Case.of("a sealed interface with @JsonTypeInfo", Shape.class, new Square(2)),
        Case.of("an interface with @JsonTypeInfo and @JsonSubTypes", Animal.class, new Dog("d")),
        Case.of("an interface whose members tell", Deduced.class, new Circle2(1)),
        Case.of("a member with @JsonTypeInfo", Holder.class, new Holder(List.of(new Point(1, 2)))));
  }
}
