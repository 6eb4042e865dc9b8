package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocks of {@code docs/groups.md} compile, and the poll's own tests pass. */
class GroupsDocTest {
  private static final Path DOC = Path.of("../../docs/groups.md");
  private static final Path POLL = Path.of("../../examples/poll/src");

  private static final String IMPORTS =
      """
      import dev.livestash.*;
      import dev.livestash.keys.KeyRing;
      import dev.livestash.redis.RedisEngine;
      import dev.livestash.view.*;
      import java.time.Clock;
      import java.util.ArrayList;
      import java.util.List;
      """;

  @TempDir Path folder;

  static List<String> javaBlocks() throws IOException {
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOC))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
    return blocks;
  }

  /** A class as it is; anything else in a method, with what its reader has. */
  private static String whole(String block) {
    if (block.startsWith("public final class")) {
      return IMPORTS + block.replaceFirst("public final class", "final class");
    }
    String chat =
        block.contains("Chat.")
            ? "class Chat { record Line(String a, String b, String c) {} }"
            : "";
    return IMPORTS
        + chat
        + " class Doc { "
        + (block.contains("LiveStash stash") ? "" : "LiveStash stash;")
        + " KeyRing keys; View<Integer> board; void doc(ViewHandlers<String> on) { "
        + block
        + " } }";
  }

  @ParameterizedTest
  @MethodSource("javaBlocks")
  void theBlocksCompile(String block) {
    compile(List.of(source("Doc", whole(block))));
  }

  private void compile(List<JavaFileObject> sources) {
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(errors, null, null, options, null, sources)
            .call();
    assertThat(compiled).as(errors.toString()).isTrue();
  }

  private static JavaFileObject source(String name, String code) {
    URI uri = URI.create("string:///" + name + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }

  @Test
  void theExamplesTestsPass() throws Exception {
    compile(
        List.of(
            source("Poll", Files.readString(POLL.resolve("main/java/Poll.java"))),
            source("PollTest", Files.readString(POLL.resolve("test/java/PollTest.java")))));
    URL[] made = {folder.toUri().toURL()};
    try (var loader = new URLClassLoader(made, GroupsDocTest.class.getClassLoader())) {
      Class<?> tests = loader.loadClass("PollTest");
      var constructor = tests.getDeclaredConstructor();
      constructor.setAccessible(true);
      List<Method> all =
          Stream.of(tests.getDeclaredMethods())
              .filter(one -> one.isAnnotationPresent(Test.class))
              .toList();
      assertThat(all).hasSize(2);
      for (Method one : all) {
        one.setAccessible(true);
        one.invoke(constructor.newInstance());
      }
    }
  }

  @Test
  void theReadmeLinksIt() throws IOException {
    assertThat(Files.readString(Path.of("../../README.md"))).contains("(docs/groups.md)");
  }
}
