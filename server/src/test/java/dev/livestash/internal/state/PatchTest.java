package dev.livestash.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.pack.Inflated;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;

/** A patch makes the very bytes that a whole encoding makes, whatever changed. */
class PatchTest {
  record Item(int id, String name, boolean done, List<String> tags) {}

  record Root(
      String title,
      List<Item> items,
      List<List<String>> rows,
      Map<String, Item> byName,
      Item one) {}

  private static final int CAP_BYTES = 1 << 24;
  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(new TracingModule()).build();

  private static void write(CappedBuffer buffer, String claims, Object state) {
    try (JsonGenerator out = JSON.createGenerator(buffer)) {
      out.writeStartObject();
      out.writeStringProperty("claims", claims);
      out.writeName("state");
      out.flush();
      if (buffer instanceof PatchBuffer patch) {
        patch.endOfClaims(out);
      }
      JSON.writeValue(out, state);
      out.writeEndObject();
    }
  }

  private static byte[] whole(String claims, Object state) {
    CappedBuffer buffer = new CappedBuffer(CAP_BYTES);
    write(buffer, claims, state);
    return Arrays.copyOf(buffer.array(), buffer.size());
  }

  private static Base base(String claims, Object state) {
    BaseBuffer buffer = new BaseBuffer(CAP_BYTES);
    write(buffer, claims, state);
    String start = "{\"claims\":\"" + claims + "\",\"state\"";
    return buffer.base(start.length()).orElseThrow();
  }

  private static byte[] patch(Base base, String claims, Object state) {
    PatchBuffer buffer =
        new PatchBuffer(base, CAP_BYTES, JSON::createGenerator, new SureEquality());
    write(buffer, claims, state);
    byte[] whole = whole(claims, state);
    assertThat(buffer.plaintextSize()).isEqualTo(whole.length);
    return buffer.patch("own");
  }

  private static byte[] apply(byte[] base, byte[] patch) {
    return Patches.apply(base, patch, "own", CAP_BYTES) instanceof Inflated.Plain plain
        ? plain.bytes()
        : new byte[0];
  }

  private static void isExact(Object before, Object after) {
    byte[] patch = patch(base("one 1", before), "one 2", after);
    assertThat(new String(apply(whole("one 1", before), patch), StandardCharsets.UTF_8))
        .isEqualTo(new String(whole("one 2", after), StandardCharsets.UTF_8));
  }

  private static Item item(int id) {
    return new Item(id, "item number " + id + " €", id % 2 == 0, List.of("a", "tag" + id));
  }

  private static Root root(int size) {
    List<Item> items = IntStream.range(0, size).mapToObj(PatchTest::item).toList();
    List<List<String>> rows =
        IntStream.range(0, size)
            .mapToObj(i -> List.of("row " + i, "some text here", "x" + i, ""))
            .toList();
    Map<String, Item> byName = new LinkedHashMap<>();
    IntStream.range(0, size / 10).forEach(i -> byName.put("key" + i, item(1000 + i)));
    return new Root("the title", items, rows, byName, item(7));
  }

  static int[] sizes() {
    return new int[] {0, 1, 2, 10, 50, 500};
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void theSameStateIsOneCopy(int size) {
    Root root = root(size);
    isExact(root, root);
    assertThat(patch(base("one 1", root), "one 2", root)).hasSizeLessThan(32);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void anEqualStateOfOtherObjectsIsExactToo(int size) {
    isExact(root(size), root(size));
  }

  @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
  static final class Node {
    public final String text = "of some length, so that it is worth tracing";
  }

  @Test
  void whatIsWrittenOnceAndReferredToThenHasNoPatch() {
    BaseBuffer withoutOne = new BaseBuffer(CAP_BYTES);
    JSON.writeValue(withoutOne, List.of(item(1)));
    Base base = withoutOne.base(0).orElseThrow();
    Node node = new Node();
    BaseBuffer withOne = new BaseBuffer(CAP_BYTES);
    JSON.writeValue(withOne, List.of(item(1), node, node));
    assertThat(withOne.base(0)).isEmpty();
    PatchBuffer patch = new PatchBuffer(base, CAP_BYTES, JSON::createGenerator, new SureEquality());
    JSON.writeValue(patch, List.of(item(1), node, node));
    assertThat(patch.overflowed()).isTrue();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
  sealed interface Duty permits Task {}

  record Task(String text) implements Duty {}

  record Plan(List<Duty> tasks, List<Duty> urgent) {}

  /** Written with its type, it goes another way through the serializers. */
  @Test
  void neitherHasOneThatHasAType() {
    StateCodec<Plan> codec = new StateCodec<>(JsonMapper.builder().build(), Plan.class);
    List<Duty> tasks =
        IntStream.range(0, 40).<Duty>mapToObj(n -> new Task("a task of some length " + n)).toList();
    BaseBuffer base = new BaseBuffer(CAP_BYTES);
    try (JsonGenerator out = codec.generator(base)) {
      codec.write(out, new Plan(tasks, tasks.subList(12, 15)));
    }
    assertThat(base.base(0)).isEmpty();
    BaseBuffer none = new BaseBuffer(CAP_BYTES);
    try (JsonGenerator out = codec.generator(none)) {
      codec.write(out, new Plan(List.of(), List.of()));
    }
    PatchBuffer patch =
        new PatchBuffer(
            none.base(0).orElseThrow(), CAP_BYTES, codec::generator, new SureEquality());
    try (JsonGenerator out = codec.generator(patch)) {
      codec.write(out, new Plan(tasks, tasks.subList(1, 3)));
    }
    assertThat(patch.overflowed()).isTrue();
  }

  record Sparse(List<String> list, String text, Map<String, String> map, int n) {}

  /** What an application leaves out of its pages' JSON is in a state all the same. */
  @Test
  @SuppressWarnings("NullAway") // a map's value
  void anApplicationsMapperThatLeavesEmptyValuesOutKeepsThemInStates() {
    JsonMapper shy =
        JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                said ->
                    JsonInclude.Value.construct(
                        JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.NON_EMPTY))
            .build();
    StateCodec<Sparse> codec = new StateCodec<>(shy, Sparse.class);
    CappedBuffer written = new CappedBuffer(CAP_BYTES);
    try (JsonGenerator out = codec.generator(written)) {
      codec.write(out, new Sparse(List.of(), "", Collections.singletonMap("k", null), 0));
    }
    assertThat(new String(written.array(), 0, written.size(), StandardCharsets.UTF_8))
        .isEqualTo("{\"list\":[],\"text\":\"\",\"map\":{\"k\":null},\"n\":0}");
  }

  @Test
  void anApplicationsMapperThatIndentsDoesNotIndentStates() {
    JsonMapper indenting = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    StateCodec<Item> codec = new StateCodec<>(indenting, Item.class);
    CappedBuffer written = new CappedBuffer(CAP_BYTES);
    try (JsonGenerator out = codec.generator(written)) {
      codec.write(out, item(1));
    }
    assertThat(new String(written.array(), 0, written.size(), StandardCharsets.UTF_8))
        .isEqualTo(JsonMapper.shared().writeValueAsString(item(1)));
  }

  @Test
  void oneChangedElementOfALargeListCostsItsChange() {
    Root root = root(5000);
    List<List<String>> rows = new ArrayList<>(root.rows());
    rows.set(2500, List.of("row 2500", "CHANGED", "x2500", ""));
    Root after = new Root(root.title(), root.items(), rows, root.byName(), root.one());
    isExact(root, after);
    assertThat(patch(base("one 1", root), "one 2", after)).hasSizeLessThan(128);
  }

  record Words(List<String> words, List<Long> numbers, Map<String, String> byName) {}

  private static Words words(int size) {
    Map<String, String> byName = new LinkedHashMap<>();
    IntStream.range(0, size).forEach(i -> byName.put("name " + i, "value " + i * 7919));
    return new Words(
        IntStream.range(0, size).mapToObj(i -> "word " + i * 7919).toList(),
        IntStream.range(0, size).mapToObj(i -> i * 7919L).toList(),
        byName);
  }

  @Test
  void oneChangeInManyShortValuesCostsItsChange() {
    Words before = words(5000);
    List<String> words = new ArrayList<>(before.words());
    words.set(2500, "CHANGED");
    List<Long> numbers = new ArrayList<>(before.numbers());
    numbers.add(42L);
    Map<String, String> byName = new LinkedHashMap<>(before.byName());
    byName.remove("name 17");
    for (Words after :
        List.of(
            new Words(words, before.numbers(), before.byName()),
            new Words(before.words(), numbers, before.byName()),
            new Words(before.words(), before.numbers(), byName))) {
      isExact(before, after);
      assertThat(patch(base("one 1", before), "one 2", after)).hasSizeLessThan(128);
    }
    isExact(before, new Words(words, numbers, byName));
    isExact(before, words(3));
    isExact(words(3), before);
  }

  /** Counts how often it is written. */
  record Text(String text) {
    static final AtomicInteger READS = new AtomicInteger();

    @Override
    public String text() {
      READS.incrementAndGet();
      return text;
    }
  }

  @Test
  void manySmallValuesBeforeALargeOneDoNotCostItManyTimes() {
    Text large = new Text("x".repeat(100_000));
    List<Text> before = List.of(large);
    List<Text> after = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> after.add(new Text("a short one, number " + i)));
    after.add(large);
    Base base = base("one 1", before);
    int reads = Text.READS.get();
    write(
        new PatchBuffer(base, CAP_BYTES, JSON::createGenerator, new SureEquality()),
        "one 2",
        after);
    assertThat(Text.READS.get() - reads).isLessThan(110);
    isExact(before, after);
  }

  /** What is the same object is not written again, however much of it there is. */
  @Test
  void oneChangedElementIsWrittenAloneWithItsOldVersion() {
    List<Text> before =
        IntStream.range(0, 5000).mapToObj(i -> new Text("the text of number " + i)).toList();
    List<Text> after = new ArrayList<>(before);
    after.set(4000, new Text("another text, of number 4000"));
    Base base = base("one 1", before);
    int reads = Text.READS.get();
    write(
        new PatchBuffer(base, CAP_BYTES, JSON::createGenerator, new SureEquality()),
        "one 2",
        after);
    assertThat(Text.READS.get() - reads).isEqualTo(2);
  }

  private static Text longText(int number, String with) {
    return new Text("the long enough text of number " + number + " ends with " + with);
  }

  private static int readsOfPatch(Base base, byte[] baseBytes, List<Text> state) {
    int reads = Text.READS.get();
    PatchBuffer buffer =
        new PatchBuffer(base, CAP_BYTES, JSON::createGenerator, new SureEquality());
    write(buffer, "one 2", state);
    int needed = Text.READS.get() - reads;
    byte[] made = apply(baseBytes, buffer.patch("own"));
    assertThat(Arrays.equals(made, whole("one 2", state))).as("is exact").isTrue();
    return needed;
  }

  @Test
  void whatHasChangedSinceTheBaseIsWrittenOnceAndNotAtEachPatch() {
    List<Text> first = IntStream.range(0, 500).mapToObj(i -> longText(i, "a")).toList();
    Base base = base("one 1", first);
    byte[] baseBytes = whole("one 1", first);
    List<Text> state = new ArrayList<>(first);
    for (int at : new int[] {300, 100, 400, 299, 301, 100, 0, 499}) {
      state.set(at, longText(at, "another " + at));
      assertThat(readsOfPatch(base, baseBytes, state)).isEqualTo(2);
    }
    assertThat(readsOfPatch(base, baseBytes, state)).isZero();
    state.remove(200);
    assertThat(readsOfPatch(base, baseBytes, state)).isZero();
  }

  @Test
  void whatAnEarlierPatchHasFoundIsBounded() {
    List<Text> before = IntStream.range(0, 5000).mapToObj(i -> longText(i, "a")).toList();
    List<Text> after = IntStream.range(0, 5000).mapToObj(i -> longText(i, "other")).toList();
    Base base = base("one 1", before);
    byte[] baseBytes = whole("one 1", before);
    assertThat(readsOfPatch(base, baseBytes, after)).isEqualTo(2 * 5000);
    int held = 5000 - readsOfPatch(base, baseBytes, after) / 2;
    assertThat(held * 96).isBetween(base.size() / 20, base.size() / 16);
  }

  /** The part of it that there was room for is not taken for all of it later. */
  @ParameterizedTest
  @ValueSource(ints = {5_000, 9_000, 30_000, 200_000})
  void whatDidNotFitIsNotRemembered(int length) {
    String start = "y".repeat(4_000); // with what fits of the rest, it is a buffer of Jackson's
    Text before = new Text(start);
    Text after = new Text(start + "x".repeat(length));
    Base base = base("one 1", before);
    PatchBuffer tight = new PatchBuffer(base, 4_500, JSON::createGenerator, new SureEquality());
    write(tight, "one 2", after);
    assertThat(tight.overflowed()).isTrue();
    byte[] made = apply(whole("one 1", before), patch(base, "one 2", after));
    assertThat(Arrays.equals(made, whole("one 2", after))).as("is exact").isTrue();
  }

  private static void costs(List<?> before, List<?> after, int maxBytes) {
    isExact(before, after);
    assertThat(patch(base("one 1", before), "one 2", after)).hasSizeLessThan(maxBytes);
  }

  @Test
  void manyElementsInARowCostThemselvesAndNotWhatFollows() {
    List<Item> before = IntStream.range(0, 3000).mapToObj(PatchTest::item).toList();
    List<Item> others =
        IntStream.range(0, 100)
            .mapToObj(i -> new Item(-i, Integer.toString(i * 7919, 36), true, List.of("none")))
            .toList();
    int bytes = whole("", others).length;
    List<Item> replaced = new ArrayList<>(before);
    IntStream.range(0, 100).forEach(i -> replaced.set(1000 + i, others.get(i)));
    costs(before, replaced, bytes + 200);
    List<Item> inserted = new ArrayList<>(before);
    inserted.addAll(1000, others);
    costs(before, inserted, bytes + 200);
    List<Item> removed = new ArrayList<>(before);
    removed.subList(1000, 1100).clear();
    // Beyond the window that is looked ahead, what follows is written until it comes into sight.
    costs(before, removed, bytes + 200);
  }

  @Test
  void aLargeElementThatIsInsertedCostsItself() {
    List<List<Item>> before =
        IntStream.range(0, 50)
            .mapToObj(i -> IntStream.range(100 * i, 100 * i + 100).mapToObj(PatchTest::item))
            .map(Stream::toList)
            .toList();
    List<Item> large = IntStream.range(9000, 9100).mapToObj(PatchTest::item).toList();
    List<List<Item>> after = new ArrayList<>(before);
    after.add(3, large);
    costs(before, after, whole("", large).length + 200);
  }

  @Test
  void aPatchThatCannotBecomeSmallIsGivenUpEarly() {
    List<Text> before =
        IntStream.range(0, 4000).mapToObj(i -> new Text("the text of number " + i)).toList();
    List<Text> after = new ArrayList<>(before);
    Collections.shuffle(after, new Random(5));
    Base base = base("one 1", before);
    int reads = Text.READS.get();
    PatchBuffer patch =
        new PatchBuffer(base, base.size() / 4, JSON::createGenerator, new SureEquality());
    write(patch, "one 2", after);
    assertThat(patch.overflowed()).isTrue();
    assertThat(Text.READS.get() - reads).isLessThan(8000 / 2);
  }

  /** All that Jackson may write in a way of its own. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Shapes(
      Object[] array,
      Set<String> set,
      Optional<Item> optional,
      JsonNode tree,
      List<Shape> shapes,
      @JsonUnwrapped Item unwrapped,
      @JsonSerialize(using = Upside.class) String custom,
      @JsonRawValue String raw,
      List<Item> shared,
      List<Item> sharedAgain,
      Map<Integer, List<Optional<Item>>> nested) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(value = Named.class, name = "named")
  })
  sealed interface Shape {}

  record Circle(double radius, String label) implements Shape {}

  record Named(String name, @JsonValue List<String> parts) implements Shape {}

  static final class Upside extends ValueSerializer<String> {
    @Override
    public void serialize(String value, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      out.writeString(new StringBuilder(value).reverse().toString());
      out.writeRawValue("[ 1,2 ]");
      out.writeEndArray();
    }
  }

  private static Shapes shapes(Random random, Shapes old) {
    int which = random.nextInt(12);
    List<Item> shared =
        which == 9 ? edited(old.shared(), item(random.nextInt(50)), random) : old.shared();
    return new Shapes(
        which == 0 ? new Object[] {item(random.nextInt(9)), 1.5, null, "€"} : old.array(),
        which == 1 ? Set.of("one of a set, " + random.nextInt(99)) : old.set(),
        which == 2
            ? Optional.of(item(random.nextInt(99)))
            : which == 3 ? Optional.empty() : old.optional(),
        which == 4
            ? JSON.valueToTree(List.of(item(random.nextInt(99)), Map.of("a", item(3))))
            : old.tree(),
        which == 5
            ? edited(
                old.shapes(),
                random.nextBoolean()
                    ? new Circle(random.nextInt(9), "a circle with some text")
                    : new Named("n", List.of("part " + random.nextInt(9), "another part")),
                random)
            : old.shapes(),
        which == 6 ? item(random.nextInt(99)) : old.unwrapped(),
        which == 7 ? "some custom text, number " + random.nextInt(99) : old.custom(),
        which == 8 ? "{ \"raw\" : [ " + random.nextInt(99) + " ] }" : old.raw(),
        shared,
        which == 10 ? old.shared() : old.sharedAgain(),
        which == 11
            ? Map.of(random.nextInt(9), List.of(Optional.of(item(5)), Optional.empty()))
            : old.nested());
  }

  @Test
  void randomEditsOfAllShapesAreExact() {
    Random random = new Random(44);
    for (int round = 0; round < 20; round++) {
      List<Item> some = IntStream.range(0, 60).mapToObj(PatchTest::item).toList();
      Shapes first =
          new Shapes(
              new Object[] {some, item(1)},
              Set.of("a set's only element"),
              Optional.of(item(2)),
              JSON.valueToTree(some),
              List.of(new Circle(1, "a circle with some text")),
              item(3),
              "some custom text",
              "[ 1 , 2 ]",
              some,
              some,
              Map.of(1, List.of(Optional.of(item(4)))));
      Base base = base("c 1", first);
      byte[] baseBytes = whole("c 1", first);
      Shapes now = first;
      for (int step = 0; step < 100; step++) {
        now = shapes(random, now);
        assertThat(apply(baseBytes, patch(base, "c 22", now))).isEqualTo(whole("c 22", now));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "6", "x", "", "a longer one", "7\",\"done"})
  void oneCharacterThatChangesIsNotLost(String name) {
    Root before =
        new Root("t", List.of(new Item(1, "5", true, List.of())), List.of(), Map.of(), item(1));
    Root after =
        new Root("t", List.of(new Item(1, name, true, List.of())), List.of(), Map.of(), item(1));
    isExact(before, after);
  }

  @Test
  void randomEditsAreExact() {
    Random random = new Random(42);
    for (int size : new int[] {3, 40, 400}) {
      Root first = root(size);
      Base base = base("c 1", first);
      byte[] baseBytes = whole("c 1", first);
      Root now = first;
      for (int step = 0; step < 300; step++) {
        now = edited(now, random);
        String claims = "c " + random.nextInt(100_000);
        assertThat(apply(baseBytes, patch(base, claims, now))).isEqualTo(whole(claims, now));
      }
    }
  }

  /**
   * A state that grows over what a patch may have, and shrinks again, on one base; as large as what
   * is just compared as a whole.
   */
  @Test
  void randomEditsAreExactWhereSomeDoNotFit() {
    Random random = new Random(46);
    int fitting = 0;
    int tooLarge = 0;
    for (int round = 0; round < 300; round++) {
      Root first = sizedLike(PatchBuffer.MAX_COMPARED_BYTES - random.nextInt(100));
      int maxNewBytes = 4096 + random.nextInt(8192);
      Base base = base("c 1", first);
      byte[] baseBytes = whole("c 1", first);
      Root now = first;
      for (int step = 0; step < 20; step++) {
        now =
            switch (random.nextInt(3)) {
              case 0 -> now;
              case 1 -> sized(now, random);
              default -> edited(now, random);
            };
        PatchBuffer buffer =
            new PatchBuffer(base, maxNewBytes, JSON::createGenerator, new SureEquality());
        write(buffer, "c 22", now);
        if (buffer.overflowed()) {
          tooLarge++;
        } else {
          fitting++;
          byte[] made = apply(baseBytes, buffer.patch("own"));
          assertThat(Arrays.equals(made, whole("c 22", now))).as("is exact").isTrue();
        }
      }
    }
    assertThat(fitting).isGreaterThan(500);
    assertThat(tooLarge).isGreaterThan(500);
  }

  private static Root sizedLike(int bytes) {
    Root root = root(20);
    String title = "t".repeat(bytes - JSON.writeValueAsBytes(root).length);
    return new Root(root.title() + title, root.items(), root.rows(), root.byName(), root.one());
  }

  private static Root sized(Root root, Random random) {
    int chars = random.nextBoolean() ? random.nextInt(30_000) : random.nextInt(9);
    Item one = new Item(1, "x".repeat(chars), true, List.of());
    return new Root(root.title(), root.items(), root.rows(), root.byName(), one);
  }

  private static Root anew(Root root) {
    return JSON.readValue(JSON.writeValueAsBytes(root), Root.class);
  }

  @Test
  void randomEditsAreExactWhereAllIsMadeAnew() {
    Random random = new Random(45);
    for (int size : new int[] {3, 40, 400}) {
      Root first = anew(root(size));
      Base base = base("c 1", first);
      byte[] baseBytes = whole("c 1", first);
      Root now = first;
      for (int step = 0; step < 300; step++) {
        now = anew(edited(now, random));
        assertThat(apply(baseBytes, patch(base, "c 22", now))).isEqualTo(whole("c 22", now));
      }
    }
  }

  @Test
  void whatIsMadeAnewCostsWhatHasChangedOfIt() {
    Root all = root(500);
    Root first = anew(new Root(all.title(), all.items(), all.rows(), Map.of(), all.one()));
    List<Item> items = new ArrayList<>(first.items());
    items.set(100, item(7777));
    items.add(200, item(8888));
    items.remove(300);
    Root after = anew(new Root(first.title(), items, first.rows(), Map.of(), first.one()));
    isExact(first, after);
    assertThat(patch(base("c 1", first), "c 2", after)).hasSizeLessThan(300);
  }

  /** All of one name are equal. */
  record Person(String name, String town) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Person person && person.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  @Test
  void whatOnlySaysThatItIsEqualIsWrittenAnew() {
    List<Person> before =
        IntStream.range(0, 50).mapToObj(i -> new Person("a person " + i, "here")).toList();
    List<Person> after = before.stream().map(person -> new Person(person.name(), "there")).toList();
    assertThat(after).isEqualTo(before);
    isExact(before, after);
  }

  /** A server that has read what a tab holds: a base, and what a patch has made of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Resumed(Root state, byte[] baseBytes, Base base) {
    static Resumed from(Root first, Root now) {
      byte[] baseBytes = whole("c 1", first);
      Copies copies = new Copies();
      byte[] patch = patch(PatchTest.base("c 1", first), "c 22", now);
      Inflated made = Patches.apply(baseBytes, patch, "own", CAP_BYTES, copies);
      byte[] newest = ((Inflated.Plain) made).bytes();
      HeldState held = new HeldState(state(newest, "c 22"), state(baseBytes, "c 1"), copies);
      Root read = JSON.readValue(JSON.writeValueAsBytes(now), Root.class);
      BaseBuffer written = new BaseBuffer(CAP_BYTES);
      write(written, "c 333", read);
      Base base = written.base(start("c 333").length() - 1, held).orElseThrow();
      return new Resumed(read, baseBytes, base);
    }

    private static JsonSlice state(byte[] plaintext, String claims) {
      int offset = start(claims).length();
      return new JsonSlice(plaintext, offset, plaintext.length - offset - 1);
    }

    private static String start(String claims) {
      return "{\"claims\":\"" + claims + "\",\"state\":";
    }
  }

  @Test
  void whatATabHoldsIsPatchedOn() {
    Root first = root(500);
    List<Item> items = new ArrayList<>(first.items());
    items.set(250, item(7777));
    Root now = new Root(first.title(), items, first.rows(), first.byName(), first.one());
    Resumed resumed = Resumed.from(first, now);
    assertThat(patch(resumed.base(), "c 4", resumed.state())).hasSizeLessThan(300);
    List<Item> more = new ArrayList<>(resumed.state().items());
    more.set(20, item(8888));
    Root after = new Root(now.title(), more, resumed.state().rows(), now.byName(), now.one());
    byte[] patch = patch(resumed.base(), "c 5", after);
    assertThat(apply(resumed.baseBytes(), patch)).isEqualTo(whole("c 5", after));
  }

  @Test
  void randomEditsOfWhatATabHoldsAreExact() {
    Random random = new Random(43);
    for (int round = 0; round < 60; round++) {
      Root first = root(List.of(3, 40, 400).get(round % 3));
      Root now = first;
      for (int edits = random.nextInt(6); edits > 0; edits--) {
        now = edited(now, random);
      }
      Resumed resumed = Resumed.from(first, now);
      Root after = resumed.state();
      for (int step = 0; step < 20; step++) {
        String claims = "c " + random.nextInt(100_000);
        byte[] patch = patch(resumed.base(), claims, after);
        assertThat(apply(resumed.baseBytes(), patch)).isEqualTo(whole(claims, after));
        after = edited(after, random);
      }
    }
  }

  private static Root edited(Root root, Random random) {
    return switch (random.nextInt(5)) {
      case 0 ->
          new Root(
              "title " + random.nextInt(9), root.items(), root.rows(), root.byName(), root.one());
      case 1 ->
          new Root(
              root.title(),
              edited(root.items(), item(random.nextInt(50)), random),
              root.rows(),
              root.byName(),
              root.one());
      case 2 ->
          new Root(
              root.title(),
              root.items(),
              edited(root.rows(), List.of("r", "s" + random.nextInt(5)), random),
              root.byName(),
              root.one());
      case 3 ->
          new Root(
              root.title(), root.items(), root.rows(), edited(root.byName(), random), root.one());
      default ->
          new Root(root.title(), root.items(), root.rows(), root.byName(), item(random.nextInt(9)));
    };
  }

  private static <T> List<T> edited(List<T> list, T element, Random random) {
    List<T> copy = new ArrayList<>(list);
    int at = copy.isEmpty() ? 0 : random.nextInt(copy.size());
    switch (random.nextInt(4)) {
      case 0 -> copy.add(at, element);
      case 1 -> copy.subList(at, Math.min(copy.size(), at + random.nextInt(40))).clear();
      case 2 -> swapEnds(copy);
      default -> {
        if (!copy.isEmpty()) {
          copy.set(at, element);
        }
      }
    }
    return copy;
  }

  private static <T> void swapEnds(List<T> list) {
    if (!list.isEmpty()) {
      Collections.swap(list, 0, list.size() - 1);
    }
  }

  private static Map<String, Item> edited(Map<String, Item> map, Random random) {
    Map<String, Item> copy = new LinkedHashMap<>(map);
    copy.put("key" + random.nextInt(60), item(random.nextInt(9)));
    return copy;
  }

  @Test
  void aPatchThatIsNotOneIsCorruptAndNeverLarge() {
    Root root = root(50);
    byte[] base = whole("one 1", root);
    byte[] patch = patch(base("one 1", root), "one 2", root(51));
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = Arrays.copyOf(patch, random.nextInt(patch.length + 1));
      if (broken.length > 0) {
        broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Inflated made = Patches.apply(base, broken, "own", 100_000);
      assertThat(!(made instanceof Inflated.Plain plain) || plain.bytes().length <= 100_000)
          .isTrue();
    }
    assertThat(Patches.apply(base, patch, "own", 1000)).isInstanceOf(Inflated.TooLarge.class);
    assertThat(Patches.apply(base, patch, "oWn", CAP_BYTES)).isInstanceOf(Inflated.Corrupt.class);
    assertThat(Patches.apply(new byte[10], patch, "own", CAP_BYTES))
        .isInstanceOf(Inflated.Corrupt.class);
  }
}
