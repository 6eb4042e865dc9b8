package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.std.StdSerializer;

/** What tells a sealed interface's classes apart is what Jackson writes. */
class TypeScriptVariantsTest {
  private static final JsonMapper JACKSON = JsonMapper.shared();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes(@JsonSubTypes.Type(value = Listed.class, name = "listed"))
  sealed interface Named permits Plain, Own, Listed {}

  record Plain(int a) implements Named {}

  @JsonTypeName("own")
  record Own(int a) implements Named {}

  record Listed(int a) implements Named {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  sealed interface Simple permits Shortly {}

  record Shortly(int a) implements Simple {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  sealed interface Full permits Wholly {}

  record Wholly(int a) implements Full {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
  sealed interface Minimal permits Barely {}

  record Barely(int a) implements Minimal {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  sealed interface Boxed permits InBox {}

  @JsonTypeName("in box")
  record InBox(int a) implements Boxed {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
  sealed interface Paired permits InPair {}

  @JsonTypeName("pair")
  record InPair(int a) implements Paired {}

  @JsonTypeInfo(
      use = JsonTypeInfo.Id.NAME,
      property = "kind",
      include = JsonTypeInfo.As.EXISTING_PROPERTY)
  sealed interface Existing permits There {}

  @JsonTypeName("there")
  record There(String kind) implements Existing {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Deduced permits Guess {}

  record Guess(int a) implements Deduced {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  sealed interface Bare permits Text, Level {}

  @JsonTypeName("text")
  record Text(@JsonValue String text) implements Bare {}

  @JsonTypeName("level")
  enum Level implements Bare {
    LOW
  }

  record All(
      Named plain,
      Named own,
      Named listed,
      Simple simple,
      Full full,
      Minimal minimal,
      Boxed boxed,
      Paired paired,
      Existing existing,
      Deduced deduced,
      Bare text,
      Bare level,
      Own itself) {}

  private static String text(Class<?> type) {
    return TypeScript.of("View", new CartView()).renders(type).text();
  }

  private static String line(Class<?> type, String member) {
    return text(type)
        .lines()
        .filter(line -> line.startsWith("  readonly " + member + ": "))
        .map(line -> line.substring(("  readonly " + member + ": ").length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void idsAreJacksons() {
    String json =
        JACKSON.writeValueAsString(
            new All(
                new Plain(1),
                new Own(1),
                new Listed(1),
                new Shortly(1),
                new Wholly(1),
                new Barely(1),
                new InBox(1),
                new InPair(1),
                new There("there"),
                new Guess(1),
                new Text("t"),
                Level.LOW,
                new Own(1)));
    Map<String, List<String>> told =
        Map.ofEntries(
            Map.entry(
                "plain",
                List.of(
                    "{\"@type\":\"TypeScriptVariantsTest$Plain\",\"a\":1}",
                    "({ readonly \"@type\": \"TypeScriptVariantsTest$Plain\" } & Plain)")),
            Map.entry(
                "own",
                List.of("{\"@type\":\"own\",\"a\":1}", "({ readonly \"@type\": \"own\" } & Own)")),
            Map.entry(
                "listed",
                List.of(
                    "{\"@type\":\"listed\",\"a\":1}",
                    "({ readonly \"@type\": \"listed\" } & Listed)")),
            Map.entry(
                "simple",
                List.of(
                    "{\"is\":\"Shortly\",\"a\":1}", "({ readonly is: \"Shortly\" } & Shortly);")),
            Map.entry(
                "full",
                List.of(
                    "{\"@class\":\"" + Wholly.class.getName() + "\",\"a\":1}",
                    "({ readonly \"@class\": \"" + Wholly.class.getName() + "\" } & Wholly);")),
            Map.entry(
                "minimal",
                List.of(
                    "{\"@c\":\".TypeScriptVariantsTest$Barely\",\"a\":1}",
                    "({ readonly \"@c\": \".TypeScriptVariantsTest$Barely\" } & Barely);")),
            Map.entry(
                "boxed", List.of("{\"in box\":{\"a\":1}}", "{ readonly \"in box\": InBox };")),
            Map.entry("paired", List.of("[\"pair\",{\"a\":1}]", "readonly [\"pair\", InPair];")),
            Map.entry(
                "existing",
                List.of("{\"kind\":\"there\"}", "({ readonly kind: \"there\" } & There);")),
            Map.entry("deduced", List.of("{\"a\":1}", "Guess;")),
            Map.entry("text", List.of("[\"text\",\"t\"]", "readonly [\"text\", string]")),
            Map.entry("level", List.of("[\"level\",\"LOW\"]", "readonly [\"level\", \"LOW\"]")),
            Map.entry(
                "itself",
                List.of(
                    "{\"@type\":\"own\",\"a\":1}", "({ readonly \"@type\": \"own\" } & Own);")));
    told.forEach(
        (member, both) -> {
          assertThat(json).contains("\"" + member + "\":" + both.get(0));
          assertThat(line(All.class, member)).contains(both.get(1));
        });
  }

  @Test
  void allOfThemAreCompiled() {
    TypeScript types = TypeScript.of("Variants", new CartView()).renders(All.class);
    TypeScriptTest.areCompiled(types, "variants.ts");
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "outer")
  sealed interface A permits B, C {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "inner")
  sealed interface B extends A permits D, E {}

  record C(int c) implements A {}

  record D(int d) implements B {}

  record E(List<A> all) implements B {}

  sealed interface Result<T> permits Ok, Not {}

  record Ok<T>(T value) implements Result<T> {}

  record Not<T>(String why) implements Result<T> {}

  record Deep(
      A one,
      List<A> many,
      Map<String, A> named,
      Optional<A> maybe,
      B inner,
      Result<Level> result) {}

  @Test
  void nestedOnesAreTheirClasses() {
    assertThat(
            JACKSON.writeValueAsString(
                new Deep(
                    new D(1),
                    List.of(new C(1)),
                    Map.of(),
                    Optional.of(new D(2)),
                    new D(3),
                    new Not<>("x"))))
        .isEqualTo(
            "{\"one\":{\"outer\":\"D\",\"d\":1},\"many\":[{\"outer\":\"C\",\"c\":1}],\"named\":{},\"maybe\":{\"outer\":\"D\",\"d\":2},\"inner\":{\"inner\":\"D\",\"d\":3},\"result\":{\"why\":\"x\"}}");
    String union =
        "({ readonly outer: \"D\" } & D) | ({ readonly outer: \"E\" } & E) | ({ readonly outer: \"C\" } & C)";
    assertThat(line(Deep.class, "one")).isEqualTo(union + ";");
    assertThat(line(Deep.class, "many")).isEqualTo("readonly (" + union + ")[];");
    assertThat(line(Deep.class, "named")).isEqualTo("{ readonly [key: string]: " + union + " };");
    assertThat(line(Deep.class, "maybe")).isEqualTo(union + " | null;");
    assertThat(line(Deep.class, "inner"))
        .isEqualTo("({ readonly inner: \"D\" } & D) | ({ readonly inner: \"E\" } & E);");
    assertThat(line(Deep.class, "result")).isEqualTo("OkLevel | NotLevel;");
  }

  @Test
  void nestedOnesAreCompiled() {
    TypeScript types = TypeScript.of("Nested", new CartView()).renders(Deep.class);
    TypeScriptTest.areCompiled(types, "nested.ts");
  }

  @Test
  void whatIsRenderedGoesByItsOwnClass() {
    assertThat(JACKSON.writeValueAsString(new D(1))).isEqualTo("{\"inner\":\"D\",\"d\":1}");
    assertThat(text(A.class))
        .contains(
            "  render: ({ readonly inner: \"D\" } & D) | ({ readonly inner: \"E\" } & E) | ({ readonly outer: \"C\" } & C);");
  }

  enum Bodies {
    ONE {
      @Override
      int count() {
        return 1;
      }
    },
    TWO {
      @Override
      int count() {
        return 2;
      }
    };

    abstract int count();
  }

  record Counted(Bodies bodies) {}

  @Test
  void anEnumWhoseConstantsHaveBodiesIsAnEnum() {
    assertThat(JACKSON.writeValueAsString(new Counted(Bodies.ONE)))
        .isEqualTo("{\"bodies\":\"ONE\"}");
    assertThat(line(Counted.class, "bodies")).isEqualTo("\"ONE\" | \"TWO\";");
  }

  sealed interface Untold permits Anything {}

  record Anything(int a) implements Untold {}

  record OfMember(
      @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is") Untold one,
      @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is") List<Untold> many) {}

  record Beside(
      @JsonTypeInfo(
              use = JsonTypeInfo.Id.SIMPLE_NAME,
              property = "is",
              include = JsonTypeInfo.As.EXTERNAL_PROPERTY)
          @JsonProperty("one")
          Untold one) {}

  @JsonTypeInfo(
      use = JsonTypeInfo.Id.SIMPLE_NAME,
      property = "is",
      include = JsonTypeInfo.As.EXTERNAL_PROPERTY)
  sealed interface External permits Within {}

  record Within(int a) implements External {}

  record Holder(External one) {}

  @Test
  void aMemberMayTellItself() {
    assertThat(JACKSON.writeValueAsString(new OfMember(new Anything(1), List.of(new Anything(2)))))
        .isEqualTo(
            "{\"one\":{\"is\":\"Anything\",\"a\":1},\"many\":[{\"is\":\"Anything\",\"a\":2}]}");
    assertThat(line(OfMember.class, "one"))
        .isEqualTo("({ readonly is: \"Anything\" } & Anything);");
    assertThat(line(OfMember.class, "many"))
        .isEqualTo("readonly ({ readonly is: \"Anything\" } & Anything)[];");
  }

  @Test
  void whatAMemberBesideItTellsIsRefused() {
    assertThat(JACKSON.writeValueAsString(new Beside(new Anything(1))))
        .isEqualTo("{\"one\":{\"a\":1},\"is\":\"Anything\"}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text(Beside.class))
        .withMessageContaining("use another 'include'");
  }

  @Test
  void ofAClassItIsAMemberOfItsOwn() {
    assertThat(JACKSON.writeValueAsString(new Holder(new Within(1))))
        .isEqualTo("{\"one\":{\"is\":\"Within\",\"a\":1}}");
    assertThat(line(Holder.class, "one")).isEqualTo("({ readonly is: \"Within\" } & Within);");
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(Polygon.class)
  })
  interface Figure {}

  record Circle(int radius) implements Figure {}

  @JsonSubTypes(@JsonSubTypes.Type(value = Square.class, name = "square"))
  abstract static class Polygon implements Figure {}

  static final class Square extends Polygon {
    public int side = 1;
  }

  record Triangle(int a) implements Figure {}

  record Drawing(Figure one, List<Figure> many) {}

  @Test
  void classesNeedNotBeSealed() {
    assertThat(JACKSON.writeValueAsString(new Drawing(new Circle(1), List.of(new Square()))))
        .isEqualTo(
            "{\"one\":{\"kind\":\"circle\",\"radius\":1},\"many\":[{\"kind\":\"square\",\"side\":1}]}");
    String union =
        "({ readonly kind: \"circle\" } & Circle) | ({ readonly kind: \"square\" } & Square)";
    assertThat(line(Drawing.class, "one")).isEqualTo(union + ";");
    assertThat(line(Drawing.class, "many")).isEqualTo("readonly (" + union + ")[];");
  }

  @Test
  void classesMayBeRegistered() {
    JsonMapper more =
        JsonMapper.builder().registerSubtypes(new NamedType(Triangle.class, "tri")).build();
    assertThat(more.writeValueAsString(new Drawing(new Triangle(1), List.of())))
        .startsWith("{\"one\":{\"kind\":\"tri\",\"a\":1}");
    assertThat(TypeScript.of("View", new CartView()).mapper(more).renders(Drawing.class).text())
        .contains(" | ({ readonly kind: \"tri\" } & Triangle);");
  }

  interface Fig {}

  record Dot(int x) implements Fig {}

  record Line(int y) implements Fig {}

  record NamedThere(
      @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
          @JsonSubTypes({
            @JsonSubTypes.Type(value = Dot.class, name = "dot"),
            @JsonSubTypes.Type(value = Line.class, name = "line")
          })
          Fig one,
      @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
          @JsonSubTypes(@JsonSubTypes.Type(value = Dot.class, name = "dot"))
          List<Fig> many) {}

  @Test
  void aMemberMayNameThem() {
    assertThat(JACKSON.writeValueAsString(new NamedThere(new Line(1), List.of(new Dot(2)))))
        .isEqualTo("{\"one\":{\"is\":\"line\",\"y\":1},\"many\":[{\"is\":\"dot\",\"x\":2}]}");
    assertThat(line(NamedThere.class, "one"))
        .isEqualTo("({ readonly is: \"dot\" } & Dot) | ({ readonly is: \"line\" } & Line);");
    assertThat(line(NamedThere.class, "many"))
        .isEqualTo("readonly ({ readonly is: \"dot\" } & Dot)[];");
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Loose.class, name = "loose")
  })
  sealed interface Partly permits Closed, Ajar {}

  record Closed(int a) implements Partly {}

  non-sealed interface Ajar extends Partly {}

  record Loose(int b) implements Ajar {}

  record Door(Partly one) {}

  @Test
  void aSealedOneMayNameThoseOfABranchThatIsNot() {
    assertThat(JACKSON.writeValueAsString(new Door(new Loose(1))))
        .isEqualTo("{\"one\":{\"is\":\"loose\",\"b\":1}}");
    assertThat(line(Door.class, "one"))
        .isEqualTo(
            "({ readonly is: \"closed\" } & Closed) | ({ readonly is: \"loose\" } & Loose);");
  }

  static final class InWords extends StdSerializer<Object> {
    InWords() {
      super(Object.class);
    }

    @Override
    public void serialize(Object value, JsonGenerator out, SerializationContext context) {
      out.writeString("in words");
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
      visitStringFormat(visitor, type);
    }
  }

  record AsItWants(
      @JsonSerialize(using = InWords.class) @JsonTypeInfo(use = JsonTypeInfo.Id.NONE) Open open,
      @JsonSerialize(using = InWords.class) @JsonTypeInfo(use = JsonTypeInfo.Id.NONE) Named sealed,
      @JsonTypeInfo(use = JsonTypeInfo.Id.NONE) Simple untold) {}

  @Test
  void aMemberMayHaveASerializerAndNoIds() {
    assertThat(
            JACKSON.writeValueAsString(new AsItWants(new Open() {}, new Plain(1), new Shortly(2))))
        .isEqualTo("{\"open\":\"in words\",\"sealed\":\"in words\",\"untold\":{\"a\":2}}");
    assertThat(line(AsItWants.class, "open")).isEqualTo("string;");
    assertThat(line(AsItWants.class, "sealed")).isEqualTo("string;");
    assertThat(line(AsItWants.class, "untold")).isEqualTo("Shortly;");
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  interface Open {}

  record Opened(Open one) {}

  @Test
  void classesThatNothingNamesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text(Opened.class))
        .withMessageContaining(Open.class.getName() + " is of is not said");
  }
}
