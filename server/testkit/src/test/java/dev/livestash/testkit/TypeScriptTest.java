package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeScriptTest {
  enum Level {
    LOW,
    @JsonProperty("very-high")
    HIGH
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  sealed interface Mark permits Cross, Dot {}

  @JsonTypeName("x")
  record Cross(int size) implements Mark {}

  record Dot(boolean filled) implements Mark {}

  record Page<T>(List<T> rows, int of) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Node(
      String name,
      @Nullable Node parent,
      List<Node> children,
      Optional<Level> level,
      Map<String, List<Integer>> counts,
      LocalDate due,
      double[] weights,
      Object anything,
      @JsonIgnore String secret,
      @JsonProperty("last-mark") Mark mark,
      List<Mark> marks,
      Page<Level> page) {}

  record Add(String name, int at) {}

  record Total(long count) {}

  private static class Nodes implements View<Node> {
    @Override
    public Class<Node> stateType() {
      return Node.class;
    }

    @Override
    public Node first(Context<Node> context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object render(Node state, Context<Node> context) {
      return state;
    }

    @Override
    public void handlers(ViewHandlers<Node> on) {
      on.on("add", Add.class, (state, add, event) -> state)
          .on("clear all", (state, event) -> state)
          .message("line", String.class, (state, line, message) -> state);
    }
  }

  @TempDir Path folder;

  private static TypeScript types() {
    return TypeScript.of("Tree", new Nodes())
        .renders(Node.class)
        .replies("add", Total.class)
        .pushes("toast", String.class);
  }

  @Test
  void areWhatJacksonWrites() {
    assertThat(types().text())
        .isEqualTo(
            """
            // Made from the classes of the server; do not edit.

            export interface Tree {
              render: Node;
              events: {
                add: [Add, Total];
                "clear all": [null, unknown];
              };
              pushes: {
                toast: string;
              };
            }

            export interface Node {
              readonly name: string;
              readonly parent: Node | null;
              readonly children: readonly Node[];
              readonly level: "LOW" | "very-high" | null;
              readonly counts: { readonly [key: string]: readonly number[] };
              readonly due: string;
              readonly weights: readonly number[];
              readonly anything: unknown;
              readonly "last-mark": ({ readonly kind: "x" } & Cross) | ({ readonly kind: "TypeScriptTest$Dot" } & Dot);
              readonly marks: readonly (({ readonly kind: "x" } & Cross) | ({ readonly kind: "TypeScriptTest$Dot" } & Dot))[];
              readonly page: PageLevel;
            }

            export interface Cross {
              readonly size: number;
            }

            export interface Dot {
              readonly filled: boolean;
            }

            export interface PageLevel {
              readonly rows: readonly ("LOW" | "very-high")[];
              readonly of: number;
            }

            export interface Add {
              readonly name: string;
              readonly at: number;
            }

            export interface Total {
              readonly count: number;
            }
            """);
  }

  /** The browser's half compiles these, and a page that has them: its test is made.test.ts. */
  static void areCompiled(TypeScript types, String file) {
    types.isIn(Path.of("..", "..", "js-client", "test", "made", file));
  }

  @Test
  void areWhatAPageIsCompiledWith() {
    areCompiled(types(), "tree.ts");
  }

  @Test
  void areKeptInAFile() throws Exception {
    Path file = folder.resolve("tree.ts");
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> types().isIn(file));
    types().isIn(file);
    assertThat(file).hasContent(types().text());
    Files.writeString(file, "export {};");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> types().isIn(file))
        .withMessageContaining("tree.ts");
    types().isIn(file);
  }

  @Test
  void aFileMayHaveTheLineEndsOfWindows() throws Exception {
    Path file = folder.resolve("tree.ts");
    String text = types().text().replace("\n", "\r\n");
    Files.writeString(file, text);
    types().isIn(file);
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void aReplyToNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> types().replies("ad", Total.class))
        .withMessageContaining("add");
  }

  private static final class Other {
    record Total(String sum) {}
  }

  @Test
  void twoClassesOfOneNameAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> types().pushes("sum", Other.Total.class).text())
        .withMessageContaining("Total");
  }

  record Cost$(int size) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Many(
      Page<List<Cross>> crosses, Page<List<Dot>> dots, Page<String[]> texts, Page<Cost$> sizes) {}

  private static final class Sizes extends Nodes {
    @Override
    public void handlers(ViewHandlers<Node> on) {
      on.on("size", Cost$.class, (state, size, event) -> state);
    }
  }

  @Test
  void namesHaveAllArguments() {
    assertThat(TypeScript.of("View", new Sizes()).renders(Many.class).text())
        .contains("  readonly crosses: PageListCross;\n")
        .contains("  readonly dots: PageListDot;\n")
        .contains("export interface PageStringArray {\n")
        .contains("export interface PageCost$ {\n")
        .contains("    size: [Cost$, unknown];\n")
        .doesNotContain("\u0001");
  }
}
