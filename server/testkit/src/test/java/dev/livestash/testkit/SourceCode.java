package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java that documents and examples have, which has to compile with what these tests see. */
final class SourceCode {
  private SourceCode() {}

  /**
   * Compiles.
   *
   * @param folder where the classes go
   * @param codeByName each file's code, by the name of its class
   */
  static void compile(Path folder, Map<String, String> codeByName) {
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    List<JavaFileObject> files =
        codeByName.entrySet().stream().map(one -> file(one.getKey(), one.getValue())).toList();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(errors, null, null, options, null, files)
            .call();
    assertThat(compiled).as(errors.toString()).isTrue();
  }

  private static JavaFileObject file(String name, String code) {
    URI uri = URI.create("string:///" + name + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }
}
