package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  @TempDir Path folder;

  @Test
  void theExampleCompilesAndHasThirtyLines() throws Exception {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../README.md")));
    assertThat(block.find()).isTrue();
    String example = block.group(1);
    StringWriter errors = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        compiler.getTask(errors, null, null, options, null, List.of(source(example))).call();
    assertThat(compiled).as(errors.toString()).isTrue();
    assertThat(example.lines().filter(line -> !line.isBlank()).count()).isLessThanOrEqualTo(30);
  }

  private static JavaFileObject source(String code) {
    return new SimpleJavaFileObject(
        URI.create("string:///Counter.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }
}
