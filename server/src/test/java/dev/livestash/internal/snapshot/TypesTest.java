package dev.livestash.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.livestash.internal.snapshot.EqualTypes.Box;
import dev.livestash.internal.state.StateCodec;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/** The tables of docs/types.md: each type goes through a token to another node. */
class TypesTest {
  private static final JsonMapper PLAIN = JsonMapper.builder().build();
  private static final TypeFactory TYPES = PLAIN.getTypeFactory();

  static List<Case> equal() {
    return EqualTypes.all();
  }

  static List<RefusedTypes.Refused> refused() {
    return RefusedTypes.all();
  }

  static List<SaidTypes.Said> said() {
    return SaidTypes.all();
  }

  // --- equal

  @ParameterizedTest
  @MethodSource("equal")
  void comesBackAsItWasByItself(Case one) {
    TwoNodes.Result result = TwoNodes.inDevelopment().send(one.type(), one.value());
    assertThat(result.said()).isEmpty();
    assertThat(result.restored()).isPresent().get().matches(one::isEqual, "is equal");
  }

  @ParameterizedTest
  @MethodSource("equal")
  void comesBackAsItWasInARecord(Case one) {
    Type box = TYPES.constructParametricType(Box.class, boxed(one));
    TwoNodes.Result result = TwoNodes.inDevelopment().send(box, new Box<>(one.value()));
    assertThat(result.said()).isEmpty();
    Box<?> restored = (Box<?>) result.restored().orElseThrow();
    assertThat(one.isEqual(restored.inside())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("equal")
  void comesBackAsItWasInALargerStateOfSuch(Case one) {
    Type list = TYPES.constructCollectionType(List.class, boxed(one));
    // Another one, for some have an identity.
    Object same = TwoNodes.inDevelopment().send(one.type(), one.value()).restored().orElseThrow();
    TwoNodes.Result result = TwoNodes.inDevelopment().send(list, List.of(one.value(), same));
    assertThat(result.said()).isEmpty();
    List<?> restored = (List<?>) result.restored().orElseThrow();
    assertThat(restored).hasSize(2);
    assertThat(one.isEqual(restored.get(1))).isTrue();
  }

  private static JavaType boxed(Case one) {
    JavaType type = PLAIN.constructType(one.type());
    return type.isPrimitive() ? PLAIN.constructType(one.value().getClass()) : type;
  }

  /** Writes what it does not read, drops what it may, and reads little. */
  private static JsonMapper awkward() {
    StreamReadConstraints tight =
        StreamReadConstraints.builder()
            .maxDocumentLength(100)
            .maxNameLength(5)
            .maxNestingDepth(3)
            .maxNumberLength(5)
            .maxStringLength(10)
            .maxTokenCount(10)
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(tight).build())
        .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE)
        .enable(SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(SerializationFeature.WRITE_SELF_REFERENCES_AS_NULL)
        .enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
        .enable(DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
        .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .enable(DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS)
        .enable(DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
        .disable(JsonWriteFeature.QUOTE_PROPERTY_NAMES, JsonWriteFeature.WRITE_NAN_AS_STRINGS)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .defaultTimeZone(TimeZone.getTimeZone(ZoneOffset.ofHours(9)))
        .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }

  @ParameterizedTest
  @MethodSource("equal")
  void comesBackWhateverTheMapperOfTheApplicationIsLike(Case one) {
    TwoNodes.Result result = new TwoNodes(awkward(), true).send(one.type(), one.value());
    assertThat(result.said()).isEmpty();
    assertThat(result.restored()).isPresent().get().matches(one::isEqual, "is equal");
  }

  @Test
  void theMapperOfTheApplicationStaysAsItIs() {
    JsonMapper mapper = awkward();
    new StateCodec<>(mapper, Box.class);
    assertThat(mapper.isEnabled(SerializationFeature.INDENT_OUTPUT)).isTrue();
    assertThat(mapper.isEnabled(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)).isFalse();
    assertThat(mapper.tokenStreamFactory().streamReadConstraints().getMaxNameLength()).isEqualTo(5);
  }

  // --- refused

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedAtMountWithPathAndCauseAndWhatToDo(RefusedTypes.Refused one) {
    assertThatThrownBy(() -> new StateCodec<>(PLAIN, one.type()))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(one.word())
        .matches(text -> text.startsWith("at /") != one.path().isEmpty(), "has a path if need be")
        .contains(one.path().isEmpty() ? "" : "at " + one.path() + ",")
        .endsWith(".");
  }

  @Test
  void aMapperWithDefaultTypingIsRefused() {
    JsonMapper typing =
        JsonMapper.builder()
            .activateDefaultTyping(
                tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator.builder()
                    .allowIfSubType("java.")
                    .build())
            .build();
    assertThatThrownBy(() -> new StateCodec<>(typing, Box.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default typing");
  }

  // --- said

  @ParameterizedTest
  @MethodSource("said")
  void isSaidAtCommitWithPathAndValues(SaidTypes.Said one) {
    List<String> said = TwoNodes.inDevelopment().send(one.type(), one.value()).said();
    assertThat(said).isNotEmpty();
    assertThat(said.get(0))
        .matches(text -> text.contains(" at /") != one.path().isEmpty(), "has a path if need be")
        .contains(one.path().isEmpty() ? "" : " at " + one.path());
  }

  @Test
  void aLogInProductionNamesPathAndClassesAndNothingOfTheState() {
    TwoNodes nodes = new TwoNodes(PLAIN, false);
    for (SaidTypes.Said one : SaidTypes.all()) {
      TwoNodes.Result result = nodes.send(one.type(), one.value());
      assertThat(result.said()).as(one.name()).isNotEmpty();
      assertThat(result.said().get(0)).doesNotContain("1970", "1234", "x is", "no text");
    }
  }

  // --- the document

  @Test
  void theDocumentHasEachOfThem() throws IOException {
    assertThat(inDocument("Types that work")).containsExactlyElementsOf(names(EqualTypes.all()));
    assertThat(inDocument("Refused when the view is mounted"))
        .containsExactlyElementsOf(names(RefusedTypes.all()));
    assertThat(inDocument("Said when a state is committed"))
        .containsExactlyElementsOf(names(SaidTypes.all()));
  }

  private static List<String> names(List<?> all) {
    return all.stream().map(Object::toString).toList();
  }

  /** The semicolons of a table's second column separate its names. */
  private static List<String> inDocument(String heading) throws IOException {
    String section =
        Files.readString(Path.of("../docs/types.md")).split("\n## " + heading + "\n", 2)[1];
    return section
        .split("\n## ", 2)[0]
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> line.split("\\|", -1)[2])
        .flatMap(cell -> Stream.of(cell.split(";", -1)))
        .map(name -> name.replace("`", "").strip())
        .toList();
  }
}
