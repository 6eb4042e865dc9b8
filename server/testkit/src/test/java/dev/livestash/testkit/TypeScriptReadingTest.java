package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Events have what Jackson reads. */
class TypeScriptReadingTest {
  private static final JsonMapper JACKSON = JsonMapper.shared();

  static final class Account {
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public int id = 7;

    public String name = "";

    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
    public String password = "";

    private @Nullable String hint;

    public void setHint(@Nullable String hint) {
      this.hint = hint;
    }

    public boolean isHinted() {
      return hint != null;
    }
  }

  static final class Login {
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
    public String password = "";
  }

  record Both(List<Account> accounts, Plain plain) {}

  record Plain(String text) {}

  private static final class Accounts implements View<Both> {
    @Override
    public Class<Both> stateType() {
      return Both.class;
    }

    @Override
    public Both first(Context<Both> context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object render(Both state, Context<Both> context) {
      return state;
    }

    @Override
    public void handlers(ViewHandlers<Both> on) {
      on.on("all", Both.class, (state, all, event) -> state)
          .on("login", Login.class, (state, login, event) -> state)
          .on("one", TypeScriptVariantsTest.A.class, (state, one, event) -> state);
    }
  }

  @Test
  void areWhatJacksonReads() {
    Account read =
        JACKSON.readValue(
            "{\"id\":8,\"name\":\"ann\",\"password\":\"secret\",\"hint\":\"h\"}", Account.class);
    assertThat(read.id).isEqualTo(7);
    assertThat(read.password).isEqualTo("secret");
    assertThat(JACKSON.readTree(JACKSON.writeValueAsString(read)).propertyNames())
        .containsExactlyInAnyOrder("id", "name", "hinted");
    assertThat(JACKSON.readValue("{\"outer\":\"D\",\"d\":1}", TypeScriptVariantsTest.A.class))
        .isEqualTo(new TypeScriptVariantsTest.D(1));
    String text = TypeScript.of("View", new Accounts()).renders(Both.class).text();
    assertThat(text)
        .contains("  render: Both;\n")
        .contains("    all: [BothSent, unknown];\n")
        .contains("    login: [Login, unknown];\n")
        .contains("    one: [({ readonly outer: \"D\" } & D) | ");
    assertThat(lines(text, "Both")).containsExactly("accounts: Account[];", "plain: Plain;");
    assertThat(lines(text, "BothSent"))
        .containsExactly("accounts: AccountSent[];", "plain: Plain;");
    assertThat(lines(text, "Account"))
        .containsExactlyInAnyOrder("id: number;", "name: string;", "hinted: boolean;");
    assertThat(lines(text, "AccountSent"))
        .containsExactlyInAnyOrder("name: string;", "password: string;", "hint: string | null;");
    assertThat(lines(text, "Login")).containsExactly("password: string;");
    assertThat(text).doesNotContain("PlainSent").doesNotContain("\u0001");
  }

  record Inner(int x, int y) {}

  record Outer(int first, @JsonUnwrapped Inner inner, int last) {}

  private static final class Moves implements View<Outer> {
    @Override
    public Class<Outer> stateType() {
      return Outer.class;
    }

    @Override
    public Outer first(Context<Outer> context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object render(Outer state, Context<Outer> context) {
      return state;
    }

    @Override
    public void handlers(ViewHandlers<Outer> on) {
      on.on("move", Outer.class, (state, moved, event) -> state);
    }
  }

  @Test
  void haveNoNameOfTheirOwnForTheirOrder() {
    String text = TypeScript.of("View", new Moves()).renders(Outer.class).text();
    assertThat(text).contains("    move: [Outer, unknown];\n").doesNotContain("OuterSent");
    assertThat(lines(text, "Outer"))
        .containsExactly("first: number;", "x: number;", "y: number;", "last: number;");
  }

  /** The members of an interface; none of them may have a brace. */
  static List<String> lines(String text, String name) {
    String head = "export interface " + name + " {\n";
    String body = text.substring(text.indexOf(head) + head.length());
    return body.substring(0, body.indexOf('}'))
        .lines()
        .map(line -> line.replace("readonly ", "").strip())
        .toList();
  }
}
