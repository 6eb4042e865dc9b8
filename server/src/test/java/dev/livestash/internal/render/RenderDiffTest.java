package dev.livestash.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A patch makes the very JSON of the later render, or there is none. */
class RenderDiffTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final RenderDiff DIFF = new RenderDiff(MAPPER);
  private static final int MAX_BYTES = 1 << 20;
  private static final String LONG =
      "A long text, of which a part changes now and then, 🌍 and all. ".repeat(3);

  record Item(int id, String title, List<String> tags, @Nullable LocalDate due) {}

  record Board(String name, List<Item> items, Map<String, Item> byName) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sparse(@Nullable String one, @Nullable String other, int n) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Shy(List<String> list, @Nullable String text, int n) {}

  record Around(@JsonUnwrapped Sparse inner, int m) {}

  record Ignoring(@JsonIgnoreProperties("id") List<Item> items) {}

  record Dated(@JsonFormat(pattern = "dd.MM.yyyy") List<LocalDate> days, int n) {}

  record Single(
      @JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) List<Item> items) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  sealed interface Shape permits Circle, Square {}

  record Circle(int radius) implements Shape {}

  record Square(int side, String label) implements Shape {}

  record Drawing(List<Shape> shapes, Shape first, Map<String, Shape> named) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrays2(Item[] items, int[] numbers, String[] words) {}

  static final class Any {
    private final Map<String, Object> all;

    Any(Map<String, Object> all) {
      this.all = all;
    }

    @JsonAnyGetter
    Map<String, Object> all() {
      return all;
    }
  }

  private static Item item(int id) {
    return new Item(id, "title " + id, List.of("a", "b" + id), LocalDate.of(2026, 11, 29));
  }

  private static List<Item> items(int from, int to) {
    return IntStream.range(from, to).mapToObj(RenderDiffTest::item).toList();
  }

  private static Map<String, Item> named(int... ids) {
    Map<String, Item> map = new LinkedHashMap<>();
    for (int id : ids) {
      map.put("k" + id, item(id));
    }
    return map;
  }

  private static <T> List<T> with(List<T> list, int at, T element) {
    List<T> copy = new ArrayList<>(list);
    copy.set(at, element);
    return copy;
  }

  static Stream<Arguments> changes() {
    List<Item> ten = items(0, 10);
    List<@Nullable Item> hole = new ArrayList<>(ten);
    hole.set(3, null);
    List<Item> moved = new ArrayList<>(ten);
    Collections.swap(moved, 1, 7);
    Map<String, Item> three = named(1, 2, 3);
    Map<String, Item> reordered = new LinkedHashMap<>();
    reordered.put("k3", three.get("k3"));
    reordered.putAll(three);
    return Stream.of(
        Arguments.of(new Board("b", ten, three), new Board("c", ten, three)),
        Arguments.of(ten, with(ten, 3, item(77))),
        Arguments.of(ten, hole),
        Arguments.of(hole, ten),
        Arguments.of(ten, ten.subList(0, 9)),
        Arguments.of(ten, ten.subList(2, 9)),
        Arguments.of(ten, items(0, 12)),
        Arguments.of(ten, Stream.concat(Stream.of(item(50)), ten.stream()).toList()),
        Arguments.of(ten, moved),
        Arguments.of(ten, items(0, 10)),
        Arguments.of(ten, List.of()),
        Arguments.of(List.of(), ten),
        Arguments.of(new LinkedHashSet<>(ten), new LinkedHashSet<>(items(0, 11))),
        Arguments.of(three, named(1, 2, 3, 4)),
        Arguments.of(three, named(1, 3)),
        Arguments.of(three, reordered),
        Arguments.of(three, Map.of("k2", item(9))),
        Arguments.of(Map.of("__proto__", 1, "a", LONG), Map.of("__proto__", 2, "a", LONG)),
        Arguments.of(
            Map.of("length", List.of(), "a", LONG), Map.of("length", List.of(1), "a", LONG)),
        Arguments.of(Map.of(1, item(1), 2, item(2)), Map.of(1, item(1), 2, item(3))),
        Arguments.of(LONG, LONG.replace("part", "piece")),
        Arguments.of(LONG, LONG.replace("🌍", "🌎")),
        Arguments.of(LONG, LONG + "🌎"),
        Arguments.of(List.of(LONG, 1), List.of(LONG.substring(5), 1)),
        Arguments.of(new Sparse("a", "b", 1), new Sparse("a", null, 1)),
        Arguments.of(new Sparse(null, "b", 1), new Sparse("a", "b", 1)),
        Arguments.of(new Shy(List.of("x"), "t", 1), new Shy(List.of(), "t", 1)),
        Arguments.of(new Shy(List.of(), "", 1), new Shy(List.of("x", "y"), "t", 2)),
        Arguments.of(
            new Around(new Sparse("a", "b", 1), 1), new Around(new Sparse("a", "c", 1), 1)),
        Arguments.of(
            new Ignoring(ten), new Ignoring(with(ten, 2, new Item(5, "x", List.of(), null)))),
        Arguments.of(
            new Dated(List.of(LocalDate.EPOCH), 1),
            new Dated(List.of(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(1)), 1)),
        Arguments.of(new Single(items(0, 2)), new Single(items(0, 1))),
        Arguments.of(new Single(items(0, 1)), new Single(items(1, 2))),
        Arguments.of(new Single(ten), new Single(items(0, 11))),
        Arguments.of(
            new Drawing(List.of(new Circle(1), new Square(2, "s")), new Circle(3), Map.of()),
            new Drawing(List.of(new Circle(1), new Square(3, "s")), new Circle(4), Map.of())),
        Arguments.of(
            new Drawing(List.of(), new Circle(3), Map.of("a", new Circle(1))),
            new Drawing(List.of(), new Square(3, "q"), Map.of("a", new Circle(2)))),
        Arguments.of(
            new Arrays2(ten.toArray(Item[]::new), new int[] {1, 2}, new String[] {"a", "b"}),
            new Arrays2(
                items(0, 11).toArray(Item[]::new), new int[] {1, 3}, new String[] {"a", "c"})),
        Arguments.of(new Object[] {1, ten, "x"}, new Object[] {1, items(0, 11), "y"}),
        Arguments.of(new Any(Map.of("a", 1)), new Any(Map.of("a", 2))),
        Arguments.of(MAPPER.readTree("{\"a\":[1,2]}"), MAPPER.readTree("{\"a\":[1,3]}")),
        Arguments.of(Optional.of(item(1)), Optional.of(item(2))),
        Arguments.of(1, 2),
        Arguments.of(1, "1"),
        Arguments.of(1.0, -0.0),
        Arguments.of(item(1), ten));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void makesTheVeryJson(Object before, Object now) {
    isRight(before, now);
    isRight(now, before);
    isRight(Arrays.asList(before, 7), Arrays.asList(now, 7));
    isRight(Map.of("x", before), Map.of("x", now));
  }

  private static Optional<JsonNode> isRight(Object before, Object now) {
    Optional<JsonNode> patch = DIFF.between(before, now, MAX_BYTES).map(MAPPER::readTree);
    patch.ifPresent(
        made -> {
          JsonNode old = tree(before);
          assertThat(RenderPatch.apply(old, made)).hasToString(tree(now).toString());
          assertThat(old).isEqualTo(tree(before));
        });
    return patch;
  }

  private static JsonNode tree(Object value) {
    return MAPPER.readTree(MAPPER.writeValueAsBytes(value));
  }

  @Test
  void saysWhatHasChangedAndNothingElse() {
    List<Item> many = items(0, 1000);
    Board board = new Board("b", many, Map.of());
    Item edited = new Item(500, "another", many.get(500).tags(), many.get(500).due());
    Board next = new Board("b", with(many, 500, edited), Map.of());
    assertThat(isRight(board, next).orElseThrow())
        .hasToString("{\"items\":{\"500\":{\"title\":[\"another\"]}}}");
    Board shorter = new Board("b", many.subList(1, 1000), Map.of());
    assertThat(isRight(board, shorter).orElseThrow()).hasToString("{\"items\":[[],1,1000,[]]}");
    assertThat(isRight(board, new Board("b", items(0, 1000), Map.of())).orElseThrow())
        .hasToString("{}");
  }

  @Test
  void isNoneIfItIsTooLong() {
    assertThat(DIFF.between(List.of("a", LONG), List.of("a", "other ".repeat(99)), 100)).isEmpty();
  }

  /** With each range, a tab copies what it has made so far. */
  @ParameterizedTest
  @CsvSource({"6000, true", "8000, false"})
  void aFilterIsSplicedUnlessThatWouldTakeTheTabLong(int rows, boolean isSpliced) {
    List<Item> before = items(0, rows);
    List<Item> now = before.stream().filter(item -> item.id() % 2 == 0).toList();
    assertThat(DIFF.between(before, now, MAX_BYTES).isPresent()).isEqualTo(isSpliced);
  }

  /** A window of the last or the first elements there are. */
  private static List<Item> made(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(id -> new Item(id, LONG + id, List.of("t" + id), null))
        .toList();
  }

  private int patchBytes(Object before, Object now) {
    return isRight(before, now).orElseThrow().toString().length();
  }

  /** By which objects they are, or by what they are. */
  @ParameterizedTest
  @ValueSource(ints = {4, 10, 50, 1000})
  void aWindowThatMovesOnCostsWhatIsNew(int size) {
    List<Item> all = made(0, size + 1);
    int oneBytes = tree(all.get(size)).toString().length();
    List<Item> before = all.subList(0, size);
    List<Item> now = all.subList(1, size + 1);
    for (List<Item> next : List.of(now, made(1, size + 1))) {
      assertThat(patchBytes(before, next)).isLessThan(oneBytes + 50);
      assertThat(patchBytes(next, before)).isLessThan(oneBytes + 50);
    }
    assertThat(isRight(before, now).orElseThrow().toString())
        .startsWith("[[],1," + size + ",[{\"id\":" + size);
    assertThat(patchBytes(new LinkedHashSet<>(before), new LinkedHashSet<>(now)))
        .isLessThan(oneBytes + 50);
  }

  @Test
  void aWindowMovesOnByManyAndWithAnEdit() {
    List<Item> all = made(0, 200);
    int oneBytes = tree(all.get(150)).toString().length();
    List<Item> before = all.subList(0, 150);
    for (List<Item> now : List.of(all.subList(32, 182), made(32, 182))) {
      assertThat(patchBytes(before, now)).isLessThan(32 * (oneBytes + 5));
      Item edited = new Item(1, "edited", List.of(), null);
      assertThat(patchBytes(before, with(now, 70, edited))).isLessThan(33 * (oneBytes + 5));
    }
  }

  @Test
  void linesThatAreEqualMoveOn() {
    List<String> lines = IntStream.range(0, 60).mapToObj(i -> i % 7 == 0 ? "e" + i : LONG).toList();
    assertThat(patchBytes(lines.subList(0, 50), lines.subList(1, 51)))
        .isLessThan(LONG.length() + 50);
    List<Object> typed = List.of(new Circle(1), new Circle(2), new Circle(3), new Square(4, LONG));
    isRight(
        new Drawing(List.copyOf(circles(0, 20)), new Circle(1), Map.of()),
        new Drawing(List.copyOf(circles(1, 21)), new Circle(1), Map.of()));
    isRight(typed, List.of(new Circle(2), new Circle(3), new Square(4, LONG), new Circle(5)));
  }

  private static List<Shape> circles(int from, int to) {
    return IntStream.range(from, to).<Shape>mapToObj(Circle::new).toList();
  }

  /** What looks as if it had moved on at its start, and has not. */
  @Test
  void whatHasNotMovedOnCostsWhatHasChanged() {
    List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
    assertThat(isRight(numbers, with(numbers, 0, 1)).orElseThrow()).hasToString("{\"0\":[1]}");
    List<Item> all = made(0, 1000);
    assertThat(isRight(all, with(all, 0, all.get(1))).orElseThrow().toString())
        .startsWith("{\"0\":");
    List<Item> lifted = new ArrayList<>(all);
    lifted.add(16, lifted.remove(0));
    assertThat(patchBytes(all, lifted)).isLessThan(500);
    List<Item> edited = with(lifted, 998, new Item(998, "edited", List.of("t998"), null));
    assertThat(patchBytes(all, edited)).isLessThan(8000);
  }

  /** A list in a list in a list is not looked at again for each that it is in. */
  @Test
  void lookingForWhatHasMovedTakesNoTimeThatGrowsWithDepth() {
    AtomicInteger looks = new AtomicInteger();
    Object before = nested(7, new Looked(1, looks));
    Object now = nested(7, new Looked(2, looks));
    long leaves = (long) Math.pow(4, 7);
    DIFF.between(before, now, MAX_BYTES);
    assertThat(looks.get()).isLessThan((int) (8 * leaves));
  }

  /** What a view makes anew is mostly what it was, and is not asked for all that it shows. */
  @Test
  void whatIsMadeAnewAndEqualIsNotAskedForWhatItShows() {
    AtomicInteger looks = new AtomicInteger();
    List<Looked> before = looked(looks, 100);
    List<Looked> now = with(looked(looks, 100), 50, new Looked(-1, looks));
    byte[] patch = DIFF.between(before, now, MAX_BYTES).orElseThrow();
    assertThat(looks.get()).isLessThan(10);
    assertThat(new String(patch, StandardCharsets.UTF_8)).isEqualTo("{\"50\":{\"value\":[-1]}}");
  }

  private static List<Looked> looked(AtomicInteger looks, int size) {
    return IntStream.range(0, size).mapToObj(i -> new Looked(i, looks)).toList();
  }

  private static Object nested(int depth, Looked leaf) {
    return depth == 0
        ? leaf
        : IntStream.range(0, 4).mapToObj(i -> nested(depth - 1, leaf.again())).toList();
  }

  /** Counts how often it is looked at. */
  static final class Looked {
    private final int value;
    private final AtomicInteger looks;

    Looked(int value, AtomicInteger looks) {
      this.value = value;
      this.looks = looks;
    }

    Looked again() {
      return new Looked(value, looks);
    }

    public int getValue() {
      looks.incrementAndGet();
      return value;
    }
  }

  /** Random renders, some parts of which are the same objects, some equal, and some others. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void makesTheVeryJsonOfWhatComesToARandomMind(long seed) {
    RandomRender random = new RandomRender(new Random(seed));
    Object now = random.value(5);
    int patches = 0;
    for (int i = 0; i < 400; i++) {
      Object next = random.changed(now, 5);
      if (now != null && next != null) {
        patches += isRight(now, next).isPresent() ? 1 : 0;
      }
      now = next;
    }
    assertThat(patches).isPositive();
  }

  @Test
  void isOfBytesThatAreUtf8() {
    byte[] patch = DIFF.between(LONG, LONG + "ü🌎", MAX_BYTES).orElseThrow();
    assertThat(new String(patch, StandardCharsets.UTF_8)).contains("ü🌎");
  }
}
