package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What annotations make of a class is what its type is made of. */
class TypeScriptShapesTest {
  private static final JsonMapper JACKSON = JsonMapper.shared();

  private record Whole(Object data) {}

  /** A view with an event of a type. */
  private record Taking(Class<?> type) implements View<Whole> {
    @Override
    public Class<Whole> stateType() {
      return Whole.class;
    }

    @Override
    public Whole first(Context<Whole> context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object render(Whole state, Context<Whole> context) {
      return state;
    }

    @Override
    public void handlers(ViewHandlers<Whole> on) {
      on.on("event", type, (state, data, event) -> state);
    }
  }

  private static String text(Class<?> type) {
    return TypeScript.of("View", new Taking(type)).renders(type).text();
  }

  private static List<String> lines(Class<?> type) {
    return TypeScriptReadingTest.lines(text(type), type.getSimpleName());
  }

  enum Code {
    LOW(1),
    HIGH(-20);

    @SuppressWarnings("UnusedVariable") // read by Jackson
    @JsonValue
    private final int code;

    Code(int code) {
      this.code = code;
    }
  }

  enum Flag {
    NO,
    YES;

    @JsonValue
    boolean isYes() {
      return this == YES;
    }
  }

  enum Word {
    HERE;

    @JsonValue
    String word() {
      return "\"here\"";
    }
  }

  record Values(Code code, Flag flag, Word word, List<Code> codes) {}

  @Test
  void anEnumIsWhatItsValuesAre() {
    assertThat(
            JACKSON.writeValueAsString(
                new Values(Code.LOW, Flag.YES, Word.HERE, List.of(Code.HIGH))))
        .isEqualTo("{\"code\":1,\"flag\":true,\"word\":\"\\\"here\\\"\",\"codes\":[-20]}");
    assertThat(lines(Values.class))
        .containsExactly(
            "code: 1 | -20;",
            "flag: false | true;",
            "word: \"\\\"here\\\"\";",
            "codes: (1 | -20)[];");
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Point(int x, int y) {}

  record Line(Point from, Point to) {}

  @Test
  void aClassThatIsWrittenAsAnArrayIsRefused() {
    assertThat(JACKSON.writeValueAsString(new Line(new Point(1, 2), new Point(3, 4))))
        .isEqualTo("{\"from\":[1,2],\"to\":[3,4]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text(Line.class))
        .withMessageContaining("Point is written as an array");
  }

  record Person(
      String name,
      @JsonUnwrapped Address home,
      @JsonUnwrapped(prefix = "work-", suffix = "!") Address work) {}

  record Address(String street, int zip) {}

  @Test
  void unwrappedMembersStandInTheirPlace() {
    Person ann = new Person("ann", new Address("a", 1), new Address("b", 2));
    assertThat(JACKSON.readTree(JACKSON.writeValueAsString(ann)).propertyNames())
        .containsExactlyInAnyOrder("name", "street", "zip", "work-street!", "work-zip!");
    assertThat(JACKSON.readValue(JACKSON.writeValueAsString(ann), Person.class)).isEqualTo(ann);
    assertThat(lines(Person.class))
        .containsExactlyInAnyOrder(
            "name: string;",
            "street: string;",
            "zip: number;",
            "\"work-street!\": string;",
            "\"work-zip!\": number;");
    assertThat(text(Person.class)).contains("    event: [Person, unknown];\n");
  }

  record User(String name, String mail) {}

  record Talk(@JsonIgnoreProperties("mail") User author, List<User> readers) {}

  record Tree(String name, List<Tree> below, @JsonIgnoreProperties("below") List<Tree> leaves) {}

  record Twice(User one, User other, @JsonIgnoreProperties("none") User third) {}

  @Test
  void aClassWithOtherMembersInAnotherPlaceIsRefused() {
    User ann = new User("ann", "a@b");
    assertThat(JACKSON.writeValueAsString(new Talk(ann, List.of(ann))))
        .isEqualTo(
            "{\"author\":{\"name\":\"ann\"},\"readers\":[{\"name\":\"ann\",\"mail\":\"a@b\"}]}");
    assertThatIllegalStateException()
        .isThrownBy(() -> text(Talk.class))
        .withMessageContaining("User has the members [name] in one place and [mail, name]");
    assertThatIllegalStateException()
        .isThrownBy(() -> text(Tree.class))
        .withMessageContaining("Tree has the members");
    assertThat(lines(Twice.class)).containsExactly("one: User;", "other: User;", "third: User;");
  }
}
