package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The poll's own tests pass. */
class PollExampleTest {
  private static final Path POLL = Path.of("../../examples/poll/src");

  @TempDir Path folder;

  @Test
  void theExamplesTestsPass() throws Exception {
    SourceCode.compile(
        folder,
        Map.of(
            "Poll", Files.readString(POLL.resolve("main/java/Poll.java")),
            "PollTest", Files.readString(POLL.resolve("test/java/PollTest.java"))));
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
