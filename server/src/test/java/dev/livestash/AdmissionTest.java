package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import dev.livestash.settings.Quotas;
import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import io.undertow.server.HttpServerExchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who is let in, and what those are told who are not. */
class AdmissionTest {
  private static final String SAID_BY = "X-User";

  @TempDir Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<TestTab> tabs = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private TestServer server;

  private TestServer start(UnaryOperator<LiveStashBuilder> configure) {
    server =
        TestServer.in(folder, builder -> configure.apply(builder).listener(listener()))
            .mount("who", new Who());
    return server;
  }

  private TestServer start(Quotas quotas) {
    return start(builder -> builder.quotas(none -> quotas).admit(AdmissionTest::admit));
  }

  @AfterEach
  void stop() {
    tabs.forEach(TestTab::close);
    server.close();
  }

  private StashListener listener() {
    return new StashListener() {
      @Override
      public void refusedHandshake(String view, int status, String quota) {
        told.add(view + " " + status + " " + quota);
      }

      @Override
      public void slowed(String view, String quota) {
        told.add(view + " slowed " + quota);
      }
    };
  }

  private static Admission admit(HttpServerExchange exchange) {
    String name = exchange.getRequestHeaders().getFirst(SAID_BY);
    if (name == null) {
      return Admission.anonymous();
    }
    return name.equals("mallory")
        ? Admission.refuse(403)
        : Admission.as(name).with("length", name.length());
  }

  /** A view that shows who is there. */
  private static final class Who extends TestView<Who.Visits> {
    record Visits(int visits) {}

    Who() {
      super(Visits.class, () -> new Visits(0), visits -> visits);
    }

    @Override
    public void handlers(ViewHandlers<Visits> on) {
      on.on("visit", (visits, event) -> new Visits(visits.visits() + 1));
    }

    @Override
    public Object render(Visits visits, Context<Visits> context) {
      return Map.of("binding", context.binding().orElse(""), "attributes", context.attributes());
    }
  }

  private TestTab open(Map<String, String> headers) {
    TestTab tab = new TestTab(server.uri("who"), Optional.of("livestash.v1"), headers);
    tabs.add(tab);
    return tab;
  }

  private TestTab open() {
    return open(Map.of());
  }

  private JsonNode shown(TestTab tab) {
    return tab.send(newJoin("who")).expect("joined").get("data");
  }

  /** The answer to a handshake that is refused. */
  private HttpResponse<?> refused(Map<String, String> headers) {
    try {
      open(headers);
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse();
      }
    }
    throw new AssertionError("was let in");
  }

  private HttpResponse<Void> get(Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/who"));
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding());
  }

  // --- the application's word

  @Test
  void whoIsLetInIsKnownToTheView() {
    start(Quotas.none());

    JsonNode shown = shown(open(Map.of(SAID_BY, "alice")));

    assertThat(shown.get("binding").asString()).isEqualTo("alice");
    assertThat(shown.get("attributes").get("length").asInt()).isEqualTo(5);
  }

  @Test
  void anybodyMayBeLetIn() {
    start(Quotas.none());

    JsonNode shown = shown(open());

    assertThat(shown.get("binding").asString()).isEmpty();
    assertThat(shown.get("attributes")).isEmpty();
  }

  @Test
  void whoIsRefusedIsToldByTheHandshakeAndByAPlainRequest() throws Exception {
    start(Quotas.none());

    assertThat(refused(Map.of(SAID_BY, "mallory")).statusCode()).isEqualTo(403);
    assertThat(get(Map.of(SAID_BY, "mallory")).statusCode()).isEqualTo(403);
    assertThat(get(Map.of()).statusCode()).isEqualTo(426);
    assertThat(told).containsExactly("who 403 ");
  }

  @Test
  void aTokenIsOfNoUseToAnotherSubject() {
    start(Quotas.none());
    JsonNode keep = open(Map.of(SAID_BY, "alice")).joinNew("who");

    TestTab bob = open(Map.of(SAID_BY, "bob"));
    JsonNode joined = bob.send(join("who", 2, keep)).expect("joined");

    assertThat(outcome(joined)).isEqualTo("new");
    assertThat(joined.get("reason").asString()).isEqualTo("rejected");
  }

  @Test
  void attributesAreThoseOfThePresentSocket() {
    start(builder -> builder.admit(AdmissionTest::withTheirPath));
    JsonNode keep = open(Map.of("X-Path", "/a")).joinNew("who");

    TestTab again = open(Map.of("X-Path", "/b"));
    JsonNode joined = again.send(join("who", 2, keep).put("fork", false)).expect("joined");

    assertThat(joined.get("data").get("attributes").get("path").asString()).isEqualTo("/b");
    again.send(event(1, "visit", null));
    assertThat(again.last("render").get("data").get("attributes").get("path").asString())
        .isEqualTo("/b");
  }

  private static Admission withTheirPath(HttpServerExchange exchange) {
    return Admission.anonymous().with("path", exchange.getRequestHeaders().getFirst("X-Path"));
  }

  @Test
  void oneThatDecidesNothingLetsNobodyIn() {
    start(builder -> builder.admit(exchange -> nothing()));

    try (Logs logs = new Logs()) {
      assertThat(refused(Map.of()).statusCode()).isEqualTo(503);
      assertThat(logs.lines()).first().asString().contains("admit(…) has returned null; return");
    }
    assertThat(told).containsExactly("who 503 ");
  }

  /** What a stranger sends can have it throw as often as they like. */
  @Test
  void norDoesOneThatThrowsAndTheLogHasItsTraceOnce() throws Exception {
    Map<String, String> unfit = Map.of(SAID_BY, "4711x");
    start(
        builder ->
            builder.admit(
                exchange -> {
                  String id = exchange.getRequestHeaders().getFirst(SAID_BY);
                  return id == null
                      ? Admission.anonymous()
                      : Admission.as("user " + Integer.parseInt(id));
                }));

    try (Logs logs = new Logs()) {
      for (int i = 0; i < 3; i++) {
        assertThat(refused(unfit).statusCode()).isEqualTo(503);
        assertThat(get(unfit).statusCode()).isEqualTo(503);
      }
      assertThat(logs.lines())
          .singleElement()
          .asString()
          .startsWith("admit(…) or binding(…) for who failed (said once")
          .contains("NumberFormatException");
    }
    assertThat(told).containsExactly("who 503 ", "who 503 ", "who 503 ");
    shown(open());
  }

  @SuppressWarnings("NullAway") // as an application may that is not checked
  private static Admission nothing() {
    return null;
  }

  @Test
  void bindingAndAdmitAreNotBothGiven() {
    LiveStashBuilder both =
        LiveStash.builder()
            .keys(KeyRing.development(folder.resolve("keys.json")))
            .binding(exchange -> "session")
            .admit(exchange -> Admission.anonymous());
    start(Quotas.none());

    assertThatThrownBy(both::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Admission.as");
  }

  // --- quotas

  @Test
  void anAddressHasSoManyHandshakesAMinute() throws Exception {
    start(Quotas.none().withHandshakesPerMinute(2));
    open();
    open();

    HttpResponse<?> third = refused(Map.of());

    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 30L);
    assertThat(get(Map.of()).statusCode()).isEqualTo(429);
    assertThat(told).containsExactly("who 429 handshakesPerMinute");
  }

  @Test
  void aSubjectHasSoManyHandshakesAMinute() {
    start(Quotas.none().withHandshakesPerMinutePerSubject(1));
    open(Map.of(SAID_BY, "alice"));

    assertThat(refused(Map.of(SAID_BY, "alice")).statusCode()).isEqualTo(429);
    shown(open(Map.of(SAID_BY, "bob")));
    shown(open());
    shown(open());
    assertThat(told).containsExactly("who 429 handshakesPerMinutePerSubject");
  }

  @Test
  void aNodeTakesSoManyHandshakesAMinute() throws Exception {
    start(Quotas.none().withHandshakesPerMinuteInAll(2));
    open(Map.of(SAID_BY, "alice"));
    open();

    HttpResponse<?> third = refused(Map.of(SAID_BY, "bob"));

    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 30L);
    assertThat(get(Map.of()).statusCode()).isEqualTo(503);
    assertThat(told).containsExactly("who 503 handshakesPerMinuteInAll");
  }

  @Test
  void aPlainRequestTakesNothingOfASubjectsQuota() throws Exception {
    start(Quotas.none().withHandshakesPerMinutePerSubject(1));
    for (int i = 0; i < 3; i++) {
      assertThat(get(Map.of(SAID_BY, "alice")).statusCode()).isEqualTo(426);
    }
    shown(open(Map.of(SAID_BY, "alice")));
    assertThat(get(Map.of(SAID_BY, "alice")).statusCode()).isEqualTo(429);
    assertThat(told).isEmpty();
  }

  @Test
  void aSubjectHasSoManyJoinsThatFail() {
    start(Quotas.none().withRefusedJoinsPerMinutePerSubject(1));
    TestTab tab = open(Map.of(SAID_BY, "alice")).sendText("no frame");
    assertThat(tab.closeCode()).isEqualTo(4002);

    assertThat(refused(Map.of(SAID_BY, "alice")).statusCode()).isEqualTo(429);
    shown(open(Map.of(SAID_BY, "bob")));
    assertThat(told).containsExactly("who 429 refusedJoinsPerMinutePerSubject");
  }

  @Test
  void aNodeThatIsSentTooMuchSlowsDownWhoSendsAndLosesNothing() {
    start(Quotas.none().withEventsPerSecondInAll(20));
    TestTab alice = open(Map.of(SAID_BY, "alice"));
    TestTab bob = open(Map.of(SAID_BY, "bob"));
    for (TestTab tab : List.of(alice, bob)) {
      tab.send(newJoin("who")).expect("joined");
      for (int n = 1; n <= 15; n++) {
        tab.send(event(n, "visit", null));
      }
    }
    for (TestTab tab : List.of(alice, bob)) {
      for (int n = 1; n <= 15; n++) {
        assertThat(tab.last("done").get("n").asInt()).isEqualTo(n);
      }
    }
    assertThat(told).contains("who slowed eventsPerSecondInAll");
  }

  /** Any page can have a browser ask for any address: by pictures, say. */
  @Test
  void aPlainRequestTakesNothingOfAQuotaAndIsToldToNobody() throws Exception {
    start(Quotas.none().withHandshakesPerMinute(1));
    for (int i = 0; i < 3; i++) {
      assertThat(get(Map.of()).statusCode()).isEqualTo(426);
      assertThat(get(Map.of("X-Large", "x".repeat(40_000))).statusCode()).isEqualTo(431);
      assertThat(get(Map.of(SAID_BY, "mallory")).statusCode()).isEqualTo(403);
    }
    shown(open());
    assertThat(get(Map.of()).statusCode()).isEqualTo(429);
    assertThat(told).isEmpty();
  }

  @Test
  void anAddressHasSoManySocketsUntilOneCloses() {
    start(Quotas.none().withMaxSocketsPerAddress(1));
    TestTab first = open();
    assertThat(refused(Map.of()).statusCode()).isEqualTo(429);

    first.sendText("no frame");

    assertThat(first.closeCode()).isEqualTo(4002);
    assertIsLetIn(Map.of());
    assertThat(told).contains("who 429 maxSocketsPerAddress");
  }

  @Test
  void aSubjectHasSoManySockets() {
    start(Quotas.none().withMaxSocketsPerSubject(1));
    open(Map.of(SAID_BY, "alice"));

    assertThat(refused(Map.of(SAID_BY, "alice")).statusCode()).isEqualTo(429);
    shown(open(Map.of(SAID_BY, "bob")));
    shown(open());
    shown(open());
  }

  @Test
  void aNodeHasSoManySockets() {
    start(Quotas.none().withMaxSockets(2));
    open(Map.of(SAID_BY, "alice"));
    open();

    HttpResponse<?> third = refused(Map.of(SAID_BY, "bob"));

    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.headers().firstValue("Retry-After")).hasValue("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no frame",
        "{\"t\":\"ping\"}",
        "{\"t\":\"join\",\"view\":\"other\",\"attempt\":1,\"params\":{}}",
        "{\"t\":\"join\",\"view\":\"who\",\"attempt\":1,\"token\":\"a.b.c.d.e\",\"params\":{}}",
      })
  void anAddressHasSoManyJoinsThatFail(String join) {
    start(Quotas.none().withRefusedJoinsPerMinute(1));
    TestTab tab = open().sendText(join);
    if (join.contains("token")) {
      tab.expect("joined");
    } else {
      assertThat(tab.closeCode()).isEqualTo(4002);
    }

    assertThat(refused(Map.of()).statusCode()).isEqualTo(429);
    assertThat(told).containsExactly("who 429 refusedJoinsPerMinute");
  }

  @Test
  void aClientThatSendsTooMuchIsSlowedDownAndLosesNothing() {
    start(Quotas.none().withEventsPerSecond(20));
    TestTab fast = open(Map.of(SAID_BY, "alice"));
    TestTab other = open(Map.of(SAID_BY, "alice"));
    fast.send(newJoin("who")).expect("joined");
    for (int n = 1; n <= 30; n++) {
      fast.send(event(n, "visit", null));
    }
    for (int n = 1; n <= 30; n++) {
      assertThat(fast.last("done").get("n").asInt()).isEqualTo(n);
    }
    assertThat(told).contains("who slowed eventsPerSecond");

    told.clear();
    TestTab bob = open(Map.of(SAID_BY, "bob"));
    bob.send(newJoin("who")).expect("joined");
    bob.send(event(1, "visit", null)).last("done");
    assertThat(told).isEmpty();
    other.send(newJoin("who")).expect("joined");
    other.send(event(1, "visit", null)).last("done");
  }

  // --- bytes in memory

  @Test
  void aSubjectsSessionsTakeSoManyBytesAndItsOpenTabsGoOn() {
    start(Quotas.none().withMaxStatesBytesPerSubject(16_384));
    TestTab first = open(Map.of(SAID_BY, "alice"));
    first.joinNew("who");
    for (int others = 0; others < 2; others++) {
      open(Map.of(SAID_BY, "alice")).joinNew("who");
    }
    // Each is somewhat more than 4 KiB.
    TestTab fourth = open(Map.of(SAID_BY, "alice")).send(newJoin("who"));
    assertThat(fourth.closeCode()).isEqualTo(1013);
    shown(open(Map.of(SAID_BY, "bob")));
    shown(open());
    first.send(event(1, "visit", null)).last("done");
  }

  @Test
  void anAddressThatIsFullIsNotLetInUntilASessionHasEnded() {
    server =
        TestServer.in(
                folder,
                builder ->
                    builder
                        .quotas(none -> Quotas.none().withMaxStatesBytesPerAddress(16_384))
                        .times(times -> times.withLinger(Duration.ZERO))
                        .listener(listener()))
            .mount("who", new Large());
    TestTab first = open();
    first.joinNew("who");
    assertThat(refused(Map.of()).statusCode()).isEqualTo(429);
    assertThat(told).containsExactly("who 429 maxStatesBytesPerAddress");
    first.sendText("no frame");
    assertThat(first.closeCode()).isEqualTo(4002);
    assertIsLetIn(Map.of());
  }

  /** Whose states take 16 KiB in memory, and more. */
  private static final class Large extends TestView<String> {
    Large() {
      super(String.class, () -> "x".repeat(3_000), text -> text.length());
    }

    @Override
    public void handlers(ViewHandlers<String> on) {}
  }

  /** A socket is counted until the server's end is closed, which its tab may know earlier. */
  private void assertIsLetIn(Map<String, String> headers) {
    for (int attempts = 0; attempts < 10_000; attempts++) {
      try {
        shown(open(headers));
        return;
      } catch (CompletionException notYet) {
        assertThat(notYet).hasCauseInstanceOf(WebSocketHandshakeException.class);
      }
    }
    throw new AssertionError("is not let in");
  }

  @Test
  void aProxyIsNamedByItsAddress() {
    start(Quotas.none());
    LiveStashBuilder named =
        LiveStash.builder()
            .keys(KeyRing.development(folder.resolve("keys.json")))
            .quotas(none -> none.withTrustedProxies("proxy.internal"));

    assertThatThrownBy(named::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'proxy.internal'");
  }

  // --- whose address

  @ParameterizedTest
  @CsvSource({
    // what anybody can write
    "'', 203.0.113.7, 203.0.113.8, false",
    // what a trusted proxy has added
    "localhost, 203.0.113.7, 203.0.113.8, true",
    "localhost, 203.0.113.7, 203.0.113.7, false",
    "localhost, '198.51.100.1, 203.0.113.7', '198.51.100.2, 203.0.113.7', false",
    "localhost 10.0.0.1, '203.0.113.7, 10.0.0.1', '203.0.113.8, 10.0.0.1', true",
    "localhost 10.0.0.1, '203.0.113.7, 10.0.0.1', '203.0.113.7', false",
    "localhost, 2001:db8:1:2::1, 2001:db8:1:2:3::4, false",
    "localhost, 2001:db8:1:2::1, 2001:db8:1:3::1, true",
    "localhost, nonsense, other nonsense, false",
    // what some proxies and listeners write
    "localhost, 203.0.113.7:4711, 203.0.113.8:4711, true",
    "localhost, 203.0.113.7:4711, 203.0.113.7, false",
    "localhost, ::ffff:203.0.113.7, ::ffff:203.0.113.8, true",
    "localhost, ::FFFF:203.0.113.7, 203.0.113.7, false",
    "localhost, '[2001:db8:1:2::1]:443', '[2001:db8:1:3::1]:443', true",
    "localhost, '[2001:db8:1:2::1]:443', '2001:db8:1:2::1', false",
  })
  void theAddressIsWhatATrustedProxyNames(
      String trusted, String first, String second, boolean areTwo) {
    String[] proxies =
        List.of(trusted.replace("localhost", "127.0.0.1 ::1").split(" ")).stream()
            .filter(proxy -> !proxy.isEmpty())
            .toArray(String[]::new);
    start(Quotas.none().withMaxSocketsPerAddress(1).withTrustedProxies(proxies));
    open(Map.of("X-Forwarded-For", first));

    if (areTwo) {
      shown(open(Map.of("X-Forwarded-For", second)));
    } else {
      assertThat(refused(Map.of("X-Forwarded-For", second)).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void aSocketHoldsNothingOfItsRequest() {
    List<HttpServerExchange> requests = new CopyOnWriteArrayList<>();
    start(
        builder ->
            builder.admit(
                exchange -> {
                  assertThat(exchange.getRequestCookie("b").getValue()).isEqualTo("2");
                  requests.add(exchange);
                  return admit(exchange);
                }));
    TestTab tab = open(Map.of(SAID_BY, "alice", "Cookie", "a=1; b=2"));
    assertThat(outcome(tab.send(newJoin("who")).expect("joined"))).isEqualTo("new");
    assertThat(requests).hasSize(1);
    HttpServerExchange request = requests.get(0);
    assertThat(request.getRequestHeaders()).isEmpty();
    assertThat(request.getResponseHeaders()).isEmpty();
    assertThat(request.requestCookies()).isEmpty();
    assertThat(request.getQueryString() + request.getRequestURI() + request.getRelativePath())
        .isEmpty();
    assertThat(request.getQueryParameters()).isEmpty();
  }
}
