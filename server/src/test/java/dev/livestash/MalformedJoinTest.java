package dev.livestash;

import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each member of a join as each type of JSON: what fits gets a live view, anything else a close
 * with 4002, and the server goes on in either case.
 */
class MalformedJoinTest {
  private static final Map<String, String> VALUES =
      Map.of(
          "null", "null",
          "boolean", "true",
          "integer", "7",
          "negative", "-1",
          "fraction", "0.5",
          "huge", "1e400",
          "string", "\"text\"",
          "array", "[1,[2]]",
          "object", "{\"sid\":{\"gen\":1}}");

  /** The types that a member may be of; every other one is a protocol error. */
  private static final Map<String, Set<String>> FITS =
      Map.of(
          "view", Set.of(),
          "attempt", Set.of("integer"),
          "token", Set.of("string"),
          "patch", Set.of(),
          "fork", Set.of("boolean"),
          "params", Set.of("object"));

  private static final String HERE = "@";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.in(folder).mount("counter", new Counter());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> membersAndTypes() {
    return FITS.keySet().stream()
        .flatMap(member -> VALUES.keySet().stream().map(type -> Arguments.of(member, type)));
  }

  @ParameterizedTest
  @MethodSource("membersAndTypes")
  void aMemberThatDoesNotFitIsClosedWith4002AndOneThatFitsIsLive(String member, String type) {
    String join = newJoin("counter").put(member, HERE).toString();
    try (TestTab tab = server.tab("counter")) {
      tab.sendText(join.replace('"' + HERE + '"', VALUES.getOrDefault(type, "")));
      if (FITS.getOrDefault(member, Set.of()).contains(type)) {
        assertThat(outcome(tab.expect("joined"))).isEqualTo("new");
      } else {
        assertThat(tab.closeCode()).isEqualTo(4002);
      }
    }
  }

  static List<String> required() {
    return List.of("view", "attempt", "params");
  }

  @ParameterizedTest
  @MethodSource("required")
  void aMemberThatIsMissingIsClosedWith4002(String member) {
    try (TestTab tab = server.tab("counter")) {
      assertThat(tab.send(newJoin("counter").without(member)).closeCode()).isEqualTo(4002);
    }
  }
}
