package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The poll's own tests pass. */
class PollExampleTest {
  private static final Path POLL = Path.of("../../examples/poll/src");

  @TempDir Path folder;

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
    try (var loader = new URLClassLoader(made, PollExampleTest.class.getClassLoader())) {
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
}
