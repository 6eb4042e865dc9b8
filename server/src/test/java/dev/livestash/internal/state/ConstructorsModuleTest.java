package dev.livestash.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Beside a mapper without the module: what is made, and what is told of what cannot be. */
class ConstructorsModuleTest {
  private static final JsonMapper STANDARD = JsonMapper.builder().build();
  private static final JsonMapper PREPARED =
      JsonMapper.builder().addModule(new ConstructorsModule()).build();

  private record Nested(int one, String two, List<Nested> three) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Varied(long first, String... rest) {}

  private record Empty() {}

  private record Checked(String name, int age) {
    @SuppressWarnings("UnusedMethod") // Jackson uses it
    Checked {
      Objects.requireNonNull(name, "a name is needed");
      if (age < 0) {
        throw new IllegalArgumentException("nobody is that young");
      }
      if (age > 200) {
        throw new StackOverflowError("older than the stack");
      }
    }
  }

  private record Made(int made) {
    @JsonCreator
    static Made of(@JsonProperty("made") int made, @JsonProperty("plus") int plus) {
      return new Made(made + plus);
    }
  }

  /** No record, but made by a constructor as they are. */
  private static final class Classic {
    private final String one;
    private final double two;

    @JsonCreator
    Classic(@JsonProperty("one") String one, @JsonProperty("two") double two) {
      this.one = one;
      this.two = two;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Classic that && one.equals(that.one) && two == that.two;
    }

    @Override
    public int hashCode() {
      return Objects.hash(one, two);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"one\":1,\"two\":\"2\",\"three\":[{\"one\":4,\"two\":null,\"three\":null}]}",
        "{\"one\":1}",
        "{}"
      })
  void makesWhatJacksonMakes(String json) {
    assertThat(PREPARED.readValue(json, Nested.class))
        .isEqualTo(STANDARD.readValue(json, Nested.class));
  }

  @Test
  void makesWhatIsVariedOrEmpty() {
    Varied varied = PREPARED.readValue("{\"first\":1,\"rest\":[\"a\",\"b\"]}", Varied.class);
    assertThat(varied.first()).isEqualTo(1);
    assertThat(varied.rest()).containsExactly("a", "b");
    assertThat(PREPARED.readValue("{}", Empty.class)).isEqualTo(new Empty());
  }

  @Test
  void makesClassesByTheirConstructorAndLeavesFactoriesAlone() {
    assertThat(PREPARED.readValue("{\"one\":\"1\",\"two\":2.5}", Classic.class))
        .isEqualTo(new Classic("1", 2.5));
    assertThat(PREPARED.readValue("{\"made\":1,\"plus\":2}", Made.class)).isEqualTo(new Made(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"age\":3}", "{\"name\":\"Ada\",\"age\":-1}"})
  void tellsAConstructorsExceptionAsJacksonDoes(String json) {
    assertThatThrownBy(() -> PREPARED.readValue(json, Checked.class))
        .isInstanceOf(JacksonException.class)
        .hasMessage(failure(json));
  }

  private static @Nullable String failure(String json) {
    try {
      STANDARD.readValue(json, Checked.class);
      return "none";
    } catch (JacksonException standard) {
      return standard.getMessage();
    }
  }

  @Test
  void letsErrorsThrough() {
    assertThatThrownBy(() -> PREPARED.readValue("{\"name\":\"Ada\",\"age\":201}", Checked.class))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("older than the stack");
  }
}
