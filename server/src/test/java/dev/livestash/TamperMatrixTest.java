package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever is done to a token, its tab gets a fresh view, and one and the same answer: which of the
 * causes it was, only the log knows.
 */
class TamperMatrixTest {
  private static final Set<RejectReason> CAUSES =
      Set.of(
          RejectReason.UNREADABLE,
          RejectReason.FOREIGN,
          RejectReason.OVERSIZE,
          RejectReason.UNMIGRATABLE,
          RejectReason.MISSING);

  private static final HttpClient client = HttpClient.newHttpClient();
  private static final AtomicLong attempts = new AtomicLong(2);

  @TempDir static Path folder;
  private static TestServer server;
  private static Forge forge;

  /** What a tab of Alice holds: a whole token and a patch; and what others hold. */
  private static JsonNode mine;

  private static JsonNode hers;
  private static JsonNode bobs;
  private static JsonNode unbound;
  private static JsonNode elsewhere;
  private static JsonNode otherKeys;
  private static JsonNode otherIssuers;
  private static JsonNode refusal;

  @BeforeAll
  static void start() {
    KeyRing keys = KeyRing.development(folder.resolve("keys.json"));
    forge = new Forge(keys);
    try (TestServer before = server(keys, "livestash");
        TestServer open = TestServer.in(folder).mount("counter", new Counter());
        TestServer foreign =
            server(KeyRing.development(folder.resolve("foreign.json")), "livestash");
        TestServer issuer = server(keys, "another shop")) {
      mine = held(before, "counter", "alice");
      hers = held(before, "counter", "alice");
      bobs = held(before, "counter", "bob");
      elsewhere = held(before, "other", "alice");
      unbound = held(open, "counter", "alice");
      otherKeys = held(foreign, "counter", "alice");
      otherIssuers = held(issuer, "counter", "alice");
    }
    server = server(keys, "livestash");
    refusal = answer(server, joinWith("x"));
    assertThat(refusal.get("outcome").asString()).isEqualTo("new");
    assertThat(refusal.get("reason").asString()).isEqualTo("rejected");
  }

  private static TestServer server(KeyRing keys, String issuer) {
    return new TestServer(
            keys, builder -> builder.issuer(issuer).binding(exchange -> exchange.getQueryString()))
        .mount("counter", new Counter())
        .mount("other", new Counter());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.rejections.clear();
  }

  private static TestTab tab(TestServer at, String view, String user) {
    return new TestTab(client, at.uri(view + "?" + user));
  }

  private static JsonNode held(TestServer at, String view, String user) {
    try (TestTab tab = tab(at, view, user)) {
      tab.joinNew(view);
      return tab.sendAndKeep(event(1, "note", "a note that is long enough to make a patch of it"));
    }
  }

  private static String token(JsonNode keep) {
    return keep.get("token").asString();
  }

  private static String patch(JsonNode keep) {
    return keep.get("patch").asString();
  }

  private static ObjectNode joinWith(String token) {
    return join("counter", 2, token);
  }

  private static ObjectNode joinWith(String token, String patch) {
    return joinWith(token).put("patch", patch);
  }

  /** The answer of the server, but for what is new each time. */
  private static JsonNode answer(TestServer at, ObjectNode join) {
    // A token that is taken after all is not to be refused for its attempt.
    join.put("attempt", attempts.incrementAndGet());
    try (TestTab tab = tab(at, "counter", "alice")) {
      ObjectNode joined = (ObjectNode) tab.send(join).expect("joined");
      assertThat(joined.remove("sid").asString()).hasSize(22);
      return joined;
    }
  }

  /** On a node of its own: what is in memory would be adopted, and what is sealed not looked at. */
  @Test
  void whatNobodyHasTouchedIsRestored() {
    assertThat(patch(mine)).isNotEmpty();
    String again = forge.resealed(token(bobs), bob -> forge.plaintext(token(hers)));
    for (ObjectNode whole : List.of(join("counter", 2, mine), joinWith(again))) {
      try (TestServer fresh =
          server(KeyRing.development(folder.resolve("keys.json")), "livestash")) {
        assertThat(answer(fresh, whole).get("outcome").asString()).isEqualTo("restored");
      }
    }
  }

  static Stream<Arguments> cells() {
    return Stream.of(
            named("token", Tampering.alone(token(hers)), TamperMatrixTest::joinWith),
            named("mixed", Tampering.mixed(token(hers), token(mine)), TamperMatrixTest::joinWith),
            named("bob", Tampering.mixed(token(hers), token(bobs)), TamperMatrixTest::joinWith),
            named(
                "view", Tampering.mixed(token(hers), token(elsewhere)), TamperMatrixTest::joinWith),
            named(
                "keys", Tampering.mixed(token(hers), token(otherKeys)), TamperMatrixTest::joinWith),
            named("patch", Tampering.alone(patch(mine)), TamperMatrixTest::patchOfMine),
            named(
                "patches",
                Tampering.mixed(patch(mine), patch(hers)),
                TamperMatrixTest::patchOfMine),
            named("header", Resealing.headers(forge, token(hers)), TamperMatrixTest::joinWith),
            named("claims", Resealing.claims(forge, token(hers)), TamperMatrixTest::joinWith),
            named("rest", Resealing.references(forge, token(hers)), TamperMatrixTest::joinWith),
            swapped())
        .flatMap(each -> each);
  }

  private static ObjectNode patchOfMine(String patch) {
    return joinWith(token(mine), patch);
  }

  private static Stream<Arguments> named(
      String group,
      Map<String, String> texts,
      java.util.function.Function<String, ObjectNode> join) {
    return texts.entrySet().stream()
        .map(one -> Arguments.of(group + ": " + one.getKey(), join.apply(one.getValue())));
  }

  /** Authentic tokens, brought where they do not belong. */
  private static Stream<Arguments> swapped() {
    String base = token(mine);
    return Stream.of(
        Arguments.of("another user's", join("counter", 2, bobs)),
        Arguments.of("nobody's", join("counter", 2, unbound)),
        Arguments.of("another view's", join("counter", 2, elsewhere)),
        Arguments.of("the same view's at another place", join("counter/left", 2, mine)),
        Arguments.of("another ring's", join("counter", 2, otherKeys)),
        Arguments.of("another issuer's", join("counter", 2, otherIssuers)),
        Arguments.of("another tab's patch", joinWith(base, patch(hers))),
        Arguments.of("another user's patch", joinWith(base, patch(bobs))),
        Arguments.of("a patch to another tab's", joinWith(token(hers), patch(mine))),
        Arguments.of("a patch to another user's", joinWith(token(bobs), patch(mine))),
        Arguments.of("a patch for a token", joinWith(patch(mine))),
        Arguments.of("a patch to itself", joinWith(patch(mine), patch(mine))),
        Arguments.of("a token for a patch", joinWith(base, base)),
        Arguments.of("a patch for a token and back", joinWith(patch(mine), base)),
        Arguments.of("a garbled token with a patch", joinWith("x" + base, patch(mine))),
        Arguments.of(
            "a patch of the base's name and no patch",
            joinWith(base, forge.seal(patchHeader(), Forge.compressed("{}")))));
  }

  private static String patchHeader() {
    String name = mine.get("base").asString();
    return forge.header().replace("}", ",\"zd\":\"b:" + name + "\"}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void eachIsRefusedWithOneAnswer(String cell, ObjectNode join) {
    assertThat(answer(server, join)).isEqualTo(refusal);
    assertThat(server.rejections).singleElement().isIn(CAUSES);
  }
}
