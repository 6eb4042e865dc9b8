package dev.livestash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/**
 * Every block of Java in every document compiles, every one of XML can be parsed. What a block
 * stands on is in a comment before it, {@code <!-- given … -->}, whose first line may say what the
 * class {@code implements}. Blocks of other languages are looked at by {@code .ci/docs/check.mjs},
 * which fails for a language that nobody looks at.
 */
class DocBlocksTest {
  /** Tests that compile some blocks, with the classes that these need, by how those begin. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "docs/testing.md: ", "TestingDocTest",
          "docs/hosts.md: static HttpHandler deploy(", "ServletRecipeTest",
          "docs/hosts.md: var live = PathPatternRequestMatcher", "FormLoginRecipeTest");

  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- given\\s((?:(?!-->).)*)-->\\n)?^ *```(java|xml)\\n(.*?)^ *```$",
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern DECLARATION =
      Pattern.compile("(@|public |private |static |final |abstract |record |class |interface ).*");
  private static final String IMPORTS =
      """
      import dev.livestash.*;
      import dev.livestash.fence.*;
      import dev.livestash.jcache.*;
      import dev.livestash.keys.*;
      import dev.livestash.micrometer.*;
      import dev.livestash.redis.*;
      import dev.livestash.report.*;
      import dev.livestash.settings.*;
      import dev.livestash.stash.*;
      import dev.livestash.view.*;
      import io.undertow.server.*;
      import io.undertow.server.handlers.*;
      import java.lang.reflect.Type;
      import java.nio.file.Path;
      import java.time.*;
      import java.util.*;
      import tools.jackson.core.type.TypeReference;
      import tools.jackson.databind.node.ObjectNode;
      """;

  @TempDir Path folder;

  /** A block, and what is said to be given with it. */
  record Block(String document, String language, String given, String code) {
    /** A file, members of a class, or statements. */
    String asFile() {
      if (code.startsWith("import ") || code.startsWith("package ")) return code;
      String body =
          DECLARATION.matcher(code.lines().findFirst().orElse("")).matches() ? code : doc();
      Matcher view = Pattern.compile("\\A(implements .*)\n").matcher(given);
      String head = view.find() ? view.group(1) : "";
      return IMPORTS
          + "abstract class Doc "
          + head
          + " {\n"
          + given.substring(view.reset().find() ? view.end() : 0)
          + "\n"
          + body
          + "\n}\n";
    }

    private String doc() {
      String end = code.strip().matches("(?s).*[;}]") ? "" : ";";
      return "void doc() throws Exception {\n" + code + end + "\n}";
    }

    @Override
    public String toString() {
      return document + ": " + code.lines().findFirst().orElse("");
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> below = Files.walk(Path.of("../docs"))) {
      return Stream.concat(
              below.filter(file -> file.toString().endsWith(".md")),
              Stream.of("../README.md", "../js-client/README.md", "../CONTRIBUTING.md")
                  .map(Path::of))
          .toList();
    }
  }

  private static Stream<Block> blocks(String language) throws IOException {
    return documents().stream()
        .flatMap(file -> blocks(file).filter(block -> block.language().equals(language)));
  }

  private static Stream<Block> blocks(Path file) {
    String name = Path.of("..").relativize(file).toString();
    return BLOCK.matcher(read(file)).results().map(found -> block(name, found));
  }

  private static Block block(String name, MatchResult found) {
    String given = found.group(1) == null ? "" : found.group(1);
    return new Block(name, found.group(2), given, found.group(3).stripIndent());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  static Stream<Block> java() throws IOException {
    return blocks("java")
        .filter(block -> ELSEWHERE.keySet().stream().noneMatch(block.toString()::startsWith));
  }

  static Stream<Block> xml() throws IOException {
    return blocks("xml");
  }

  @ParameterizedTest
  @MethodSource("java")
  void javaCompiles(Block block) {
    String code = block.asFile();
    String type =
        code.contains("class Doc") ? "Doc" : code.replaceFirst("(?s).*?class (\\w+).*", "$1");
    Sources.compile(type, code, folder);
  }

  @ParameterizedTest
  @MethodSource("xml")
  void xmlIsWellFormed(Block block) throws Exception {
    String one = "<block>" + block.code() + "</block>";
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(one)));
  }

  @Test
  void whatIsLeftToOtherTestsTheyLookAt() throws IOException {
    List<String> blocks = blocks("java").map(Block::toString).toList();
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      List<Path> tests = files.filter(file -> file.toString().endsWith("Test.java")).toList();
      ELSEWHERE.forEach(
          (start, name) -> {
            assertThat(blocks).anyMatch(block -> block.startsWith(start));
            String[] parts = start.split(": ", -1);
            assertThat(tests)
                .anyMatch(
                    test ->
                        test.endsWith(name + ".java")
                            && Stream.of(parts).allMatch(read(test)::contains));
          });
    }
  }
}
