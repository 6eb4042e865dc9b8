package dev.livestash.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.SimpleBeanPropertyFilter;
import tools.jackson.databind.ser.std.SimpleFilterProvider;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * What Jackson can be told to write otherwise than as its parts is written whole, or as Jackson
 * would: an application's filter holds in a patch, too.
 */
class OddRendersTest {
  private static final int MAX_BYTES = 1 << 20;
  private static final String LONG = "text ".repeat(99);

  @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
  record Card(int id, String text) {}

  record Hand(Card selected, List<Card> cards, int n) {}

  static final class Node {
    public final String name;

    Node(String name) {
      this.name = name;
    }
  }

  record Tree(
      @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class) Node first,
      @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class) Node second,
      int n) {}

  record User(String name, String password) {}

  record Filtered(@JsonFilter("safe") User user, int n) {}

  record FilteredMap(@JsonFilter("safe") Map<String, String> user, int n) {}

  record FilteredList(@JsonFilter("safe") List<User> users, int n) {}

  record Ignored(@JsonIgnoreProperties("password") Map<String, String> user, int n) {}

  record Included(@JsonIncludeProperties("name") Map<String, String> user, int n) {}

  @JsonIgnoreProperties("password")
  static final class Secrets extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1;

    Secrets(Map<String, String> all) {
      super(all);
    }
  }

  @JsonInclude(content = JsonInclude.Include.NON_NULL)
  static final class NoNulls extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1;

    NoNulls(Map<String, String> all) {
      super(all);
    }
  }

  record Holds(Object it, int n) {}

  record Circle(int radius) {}

  record Square(int side) {}

  record Typed(@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME) Map<String, Object> in, int n) {}

  record TypedList(@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME) List<Object> in, int n) {}

  record Sorted(
      @JsonFormat(with = JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES) Map<String, Integer> all,
      int n) {}

  static final class WithCurrency extends ValueSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal value, JsonGenerator out, SerializationContext context) {
      out.writeString(value + " " + ((Price) out.currentValue()).currency());
    }
  }

  record Price(@JsonSerialize(using = WithCurrency.class) BigDecimal amount, String currency) {}

  static final class Tags extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Tags(List<String> all) {
      super(all);
    }

    @JsonValue
    String joined() {
      return String.join(",", this);
    }
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static <T> Set<T> set(List<T> elements) {
    return new LinkedHashSet<>(elements);
  }

  @SuppressWarnings("NullAway") // one of the maps has a null
  static Stream<Arguments> changes() {
    Card one = new Card(1, "aaa");
    Card two = new Card(2, "bbb");
    List<Card> cards = List.of(one, two);
    Node node = new Node("a");
    Map<String, String> alice = map("name", "a", "password", "pw1");
    Map<String, String> changed = map("name", "a", "password", "pw2");
    return Stream.of(
        Arguments.of(new Hand(one, cards, 1), new Hand(two, cards, 99)),
        Arguments.of(new Tree(node, new Node("b"), 1), new Tree(node, node, 2)),
        Arguments.of(new Filtered(new User("a", "pw1"), 1), new Filtered(new User("a", "pw2"), 99)),
        Arguments.of(new FilteredMap(alice, 1), new FilteredMap(changed, 99)),
        Arguments.of(
            new FilteredList(List.of(new User("a", "pw1")), 1),
            new FilteredList(List.of(new User("a", "pw2")), 99)),
        Arguments.of(new Ignored(alice, 1), new Ignored(changed, 99)),
        Arguments.of(new Included(alice, 1), new Included(changed, 99)),
        Arguments.of(new Holds(new Secrets(alice), 1), new Holds(new Secrets(changed), 99)),
        Arguments.of(
            new Holds(List.of(new Secrets(alice)), 1), new Holds(List.of(new Secrets(changed)), 9)),
        Arguments.of(
            new Holds(new NoNulls(map("a", "1", "b", "2")), 1),
            new Holds(new NoNulls(map("a", "1", "b", null)), 99)),
        Arguments.of(
            new Typed(Map.of("a", new Circle(1)), 1), new Typed(Map.of("a", new Square(1)), 99)),
        Arguments.of(
            new TypedList(List.of(new Circle(1)), 1), new TypedList(List.of(new Square(1)), 99)),
        Arguments.of(
            new Sorted(Map.of("b", 1), 1),
            new Sorted(new LinkedHashMap<>(Map.of("b", 1, "a", 2)), 9)),
        Arguments.of(
            new Price(new BigDecimal("10"), "EUR"), new Price(new BigDecimal("10"), "USD")),
        Arguments.of(
            new Price(new BigDecimal("10"), "EUR"), new Price(new BigDecimal("11"), "EUR")),
        Arguments.of(new Holds(new Tags(List.of("a", "b")), 1), new Holds(List.of("a", "b"), 1)),
        Arguments.of(new Holds(List.of("a", "b"), 1), new Holds(new Tags(List.of("a", "b")), 1)));
  }

  private static JsonMapper.Builder mapper() {
    return JsonMapper.builder()
        .filterProvider(
            new SimpleFilterProvider()
                .addFilter("safe", SimpleBeanPropertyFilter.serializeAllExcept("password")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void areWhatJacksonWrites(Object before, Object now) {
    makesTheSame(mapper().build(), before, now);
  }

  /** Which are said of all maps, and not of one. */
  @Test
  void whatIsIgnoredOfAllMapsIsNotInAPatch() {
    JsonMapper ignoring =
        mapper()
            .withConfigOverride(
                Map.class,
                said -> said.setIgnorals(JsonIgnoreProperties.Value.forIgnoredProperties("b")))
            .build();
    Map<String, String> before = map("a", "1", "b", "2");
    Map<String, String> now = map("a", "1", "b", "3");
    makesTheSame(ignoring, new Holds(before, 1), new Holds(now, 99));
    makesTheSame(ignoring, new Holds(List.of(before), 1), new Holds(List.of(now), 99));
    makesTheSame(ignoring, before, now);
  }

  @Test
  @SuppressWarnings("NullAway") // one of the maps has a null
  void whatIsLeftOutOfAllTextsIsLeftOut() {
    JsonMapper shy =
        mapper()
            .withConfigOverride(
                String.class,
                said ->
                    said.setInclude(
                        JsonInclude.Value.construct(
                            JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY)))
            .build();
    makesTheSame(shy, new Texts(map("a", "1"), 1), new Texts(map("a", ""), 99));
  }

  record Texts(Map<String, String> all, int n) {}

  @Test
  void whatTheApplicationsIntrospectorFiltersIsNotInAPatch() {
    JsonMapper filtering =
        mapper()
            .annotationIntrospector(
                new JacksonAnnotationIntrospector() {
                  private static final long serialVersionUID = 1;

                  @Override
                  public Object findFilterId(MapperConfig<?> config, Annotated of) {
                    return of.getName().equals("all") ? "safe" : super.findFilterId(config, of);
                  }
                })
            .build();
    makesTheSame(
        filtering,
        new Texts(map("name", "a", "password", "1"), 1),
        new Texts(map("name", "a", "password", "2"), 99));
  }

  /** As numbers that a browser does not hold are, often. */
  record Row(@JsonSerialize(using = ToStringSerializer.class) long id, String text) {}

  @Test
  void aSerializerOfJacksonsOwnDoesNotKeepItsObjectFromBeingTakenApart() {
    RenderDiff diff = new RenderDiff(JsonMapper.shared());
    List<Row> before = IntStream.range(0, 100).mapToObj(n -> new Row(n, "text " + n)).toList();
    List<Row> now =
        IntStream.range(0, 100).mapToObj(n -> new Row(n, n == 7 ? "other" : "text " + n)).toList();
    assertThat(
            new String(diff.between(before, now, MAX_BYTES).orElseThrow(), StandardCharsets.UTF_8))
        .hasSizeLessThan(50);
    makesTheSame(JsonMapper.shared(), before, now);
  }

  @Test
  void setsThatAreSortedAreWrittenSorted() {
    JsonMapper sorted = mapper().enable(SerializationFeature.ORDER_SET_ELEMENTS).build();
    makesTheSame(
        sorted, new Holds(set(List.of("b", "a")), 1), new Holds(set(List.of("b", "c")), 99));
  }

  @Test
  void keysOfAnApplicationsOwnAreWrittenByIt() {
    SimpleModule keys = new SimpleModule();
    keys.addKeySerializer(
        String.class,
        new ValueSerializer<>() {
          @Override
          public void serialize(String key, JsonGenerator out, SerializationContext context) {
            out.writeName(key.toLowerCase(Locale.ROOT));
          }
        });
    makesTheSame(
        mapper().addModule(keys).build(),
        new Holds(map("A", "1", "B", "2"), 1),
        new Holds(map("A", "1", "B", "3"), 99));
  }

  /** Whatever an application's modifier makes of a class is known here. */
  @Test
  void whatAModifierFiltersIsNotInAPatch() {
    SimpleModule filtering = new SimpleModule();
    filtering.setSerializerModifier(
        new ValueSerializerModifier() {
          private static final long serialVersionUID = 1;

          @Override
          public BeanSerializerBuilder updateBuilder(
              SerializationConfig config,
              BeanDescription.Supplier bean,
              BeanSerializerBuilder builder) {
            if (bean.getBeanClass() == User.class) {
              builder.setFilterId("safe");
            }
            return builder;
          }
        });
    makesTheSame(
        mapper().addModule(filtering).build(),
        new Holds(new User("a", "1"), 1),
        new Holds(new User("a", "2"), 99));
  }

  @Test
  void listsThatAreLeftOutWhereTheyAreEmptyAreLeftOut() {
    JsonMapper shy = mapper().disable(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS).build();
    makesTheSame(shy, new Lists(List.of("x"), 1), new Lists(List.of(), 99));
    makesTheSame(shy, new Lists(List.of(), 1), new Lists(List.of("x"), 99));
  }

  record Lists(List<String> all, int n) {}

  interface Item {}

  record Book(String title) implements Item {}

  record Song(String title, int seconds) implements Item {}

  record Beside(
      @JsonTypeInfo(
              use = JsonTypeInfo.Id.SIMPLE_NAME,
              include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
              property = "kind")
          Item item,
      int n) {}

  record Within(
      @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
          Item item,
      int n) {}

  record InArray(
      @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
          Item item,
      int n) {}

  record Existing(
      @JsonTypeInfo(
              use = JsonTypeInfo.Id.SIMPLE_NAME,
              include = JsonTypeInfo.As.EXISTING_PROPERTY,
              property = "title")
          Item item,
      int n) {}

  static Stream<Function<Item, Object>> typed() {
    return Stream.of(
        item -> new Beside(item, 1),
        item -> new Within(item, 1),
        item -> new InArray(item, 1),
        item -> new Existing(item, 1));
  }

  @ParameterizedTest
  @MethodSource("typed")
  void aTypeThatStandsBesideOrAroundAMemberIsWrittenWithIt(Function<Item, Object> holding) {
    for (Item other : List.of(new Book("c"), new Song("a", 1))) {
      Object before = holding.apply(new Book("a"));
      Object now = holding.apply(other);
      makesTheSame(JsonMapper.shared(), before, now);
      makesTheSame(JsonMapper.shared(), List.of(before, LONG), List.of(now, LONG));
      assertThat(patch(JsonMapper.shared(), List.of(before, LONG), List.of(now, LONG)))
          .get(InstanceOfAssertFactories.STRING)
          .doesNotContain(LONG);
    }
  }

  /** As the product does: the render before was written whole. */
  private static void makesTheSame(JsonMapper application, Object before, Object now) {
    RenderDiff diff = new RenderDiff(application);
    JsonNode old = application.readTree(diff.writer().writeValueAsBytes(before));
    Optional<byte[]> patch = diff.between(before, now, MAX_BYTES);
    JsonNode whole = application.readTree(application.writeValueAsBytes(now));
    patch.ifPresent(
        made ->
            assertThat(RenderPatch.apply(old, application.readTree(made)).toString())
                .as(new String(made, StandardCharsets.UTF_8))
                .isEqualTo(whole.toString()));
  }

  private static Optional<String> patch(JsonMapper application, Object before, Object now) {
    RenderDiff diff = new RenderDiff(application);
    diff.writer().writeValueAsBytes(before);
    return diff.between(before, now, MAX_BYTES)
        .map(made -> new String(made, StandardCharsets.UTF_8));
  }

  @Test
  void aNumberBeyondThoseOfABrowserHasACheck() {
    JsonMapper plain = JsonMapper.shared();
    assertThat(RenderPatch.checkOf(plain.readTree("1E+400"))).isZero();
    assertThat(RenderPatch.checkOf(plain.readTree("-1E+400"))).isZero();
    assertThat(RenderPatch.checkOf(plain.readTree("12345678901234567890"))).isNotZero();
  }
}
