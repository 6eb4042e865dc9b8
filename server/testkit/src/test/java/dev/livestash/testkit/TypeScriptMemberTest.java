package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What members may have in place of their value is what Jackson writes. */
class TypeScriptMemberTest {
  private static final JsonMapper JACKSON = JsonMapper.shared();

  private static List<String> members(JsonMapper mapper, Class<?> type) {
    String text = TypeScript.of("View", new CartView()).mapper(mapper).renders(type).text();
    return TypeScriptReadingTest.lines(text, type.getSimpleName());
  }

  record Included(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nonNull,
      @JsonInclude(JsonInclude.Include.NON_NULL) Optional<String> notAbsent,
      @JsonInclude(JsonInclude.Include.NON_NULL) int never,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> nonEmpty,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nonAbsent,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int nonDefault,
      @Nullable String always,
      OptionalInt count) {}

  @Test
  void whatIsLeftOutMayBeMissing() {
    assertThat(
            JACKSON.writeValueAsString(
                new Included(
                    null,
                    Optional.empty(),
                    0,
                    List.of(),
                    Optional.empty(),
                    0,
                    null,
                    OptionalInt.empty())))
        .isEqualTo("{\"notAbsent\":null,\"never\":0,\"always\":null,\"count\":null}");
    assertThat(members(JACKSON, Included.class))
        .containsExactly(
            "nonNull?: string;",
            "notAbsent?: string | null;",
            "never: number;",
            "nonEmpty?: string[];",
            "nonAbsent?: string;",
            "nonDefault?: number;",
            "always: string | null;",
            "count: number | null;");
  }

  record ByMapper(@Nullable String text, Optional<String> maybe) {}

  @Test
  void theMapperMaySaySo() {
    JsonMapper mapper =
        JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                all -> all.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .build();
    assertThat(mapper.writeValueAsString(new ByMapper(null, Optional.empty()))).isEqualTo("{}");
    assertThat(members(mapper, ByMapper.class))
        .containsExactly("text?: string;", "maybe?: string;");
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Values(
      byte[] bytes,
      char[] chars,
      ByteBuffer buffer,
      short[] shorts,
      boolean[] booleans,
      Byte[] boxed,
      char letter,
      UUID id,
      Duration took,
      Instant at,
      Locale locale,
      StringBuilder built) {}

  @Test
  void stringsAreStrings() {
    Map<String, Object> json =
        JACKSON.readValue(
            JACKSON.writeValueAsString(
                new Values(
                    new byte[] {1},
                    new char[] {'a'},
                    ByteBuffer.wrap(new byte[] {1}),
                    new short[] {1},
                    new boolean[] {true},
                    new Byte[] {1},
                    'a',
                    new UUID(1, 2),
                    Duration.ZERO,
                    Instant.EPOCH,
                    Locale.ROOT,
                    new StringBuilder("a"))),
            JACKSON
                .getTypeFactory()
                .constructMapType(LinkedHashMap.class, String.class, Object.class));
    List<String> written = new ArrayList<>();
    json.forEach((name, value) -> written.add(name + ": " + type(value) + ";"));
    assertThat(members(JACKSON, Values.class)).isEqualTo(written);
  }

  private static String type(Object value) {
    if (value instanceof List<?> list) {
      return type(list.get(0)) + "[]";
    }
    return value instanceof String ? "string" : value instanceof Boolean ? "boolean" : "number";
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Elements(
      List<Optional<String>> optionals,
      List<@Nullable String> nullables,
      Map<String, @Nullable String> values,
      @Nullable String[] array,
      String @Nullable [] noArray,
      Optional<List<@Nullable String>> deep) {}

  @Test
  void elementsMayBeNull() {
    assertThat(
            JACKSON.writeValueAsString(
                new Elements(
                    List.of(Optional.empty()),
                    Arrays.asList((String) null),
                    Collections.singletonMap("a", null),
                    new String[] {null},
                    null,
                    Optional.of(Arrays.asList((String) null)))))
        .isEqualTo(
            "{\"optionals\":[null],\"nullables\":[null],\"values\":{\"a\":null},\"array\":[null],\"noArray\":null,\"deep\":[null]}");
    assertThat(members(JACKSON, Elements.class).toString())
        .isEqualTo(
            "[optionals: (string | null)[];, nullables: (string | null)[];, values: { [key: string]: string | null]");
    assertThat(TypeScript.of("View", new CartView()).renders(Elements.class).text())
        .contains("  readonly array: readonly (string | null)[];\n")
        .contains("  readonly noArray: readonly string[] | null;\n")
        .contains("  readonly deep: readonly (string | null)[] | null;\n");
  }

  static final class Fields {
    public @Nullable String one;
    public List<@Nullable String> many = List.of();
  }

  @Test
  void aFieldMayBeNullable() {
    assertThat(JACKSON.writeValueAsString(new Fields())).contains("\"one\":null");
    assertThat(members(JACKSON, Fields.class))
        .contains("one: string | null;", "many: (string | null)[];");
  }
}
