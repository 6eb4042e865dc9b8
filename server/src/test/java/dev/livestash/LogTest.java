package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import dev.livestash.view.ViewHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log says, once each, of what is refused: the table of {@code docs/operations.md}. */
class LogTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SECRET = "secret-4711";

  @TempDir Path folder;
  private final Logs logs = new Logs(Level.FINE);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void stopLogging() {
    logs.close();
  }

  private TestServer server() {
    return TestServer.in(folder, builder -> builder.listener(listener()))
        .mount("counter", new Counter())
        .mount("picky", new Picky());
  }

  private StashListener listener() {
    return new StashListener() {
      @Override
      public void refusedOrigin(String view, String origin, String host) {
        told.add(view + " " + origin);
      }

      @Override
      public void refusedJoin(String view, String asked) {
        told.add(view + " " + asked);
      }

      @Override
      public void refusedEvent(String view, String key, String name, String error, String why) {
        told.add(view + " " + name + " " + error);
      }
    };
  }

  private List<String> said(String part) {
    return logs.lines().stream().filter(line -> line.contains(part)).toList();
  }

  /** Any number, as often as it likes. */
  @Test
  void whatATabSaysOfItselfIsSaidOnce() {
    try (TestServer server = server()) {
      for (int i = 0; i < 3; i++) {
        try (TestTab tab = server.tab("counter")) {
          tab.send(newJoin("counter").put("trimmed", 9_007_199_254_740_991L)).last("joined");
          JsonNode keep = tab.last("keep");
          tab.send(
              TestTab.frame("unkept")
                  .put("gen", keep.get("gen").asLong())
                  .put("seq", keep.get("seq").asLong())
                  .put("why", "quota"));
          tab.last("unprotected");
        }
      }
    }
    assertThat(said("said once for a view;")).hasSize(1);
    assertThat(said("said once for a view and cause;")).hasSize(1);
  }

  /** As often as it likes. */
  @Test
  void aTabThatGoesOnFromAnOlderStateIsSaidOnce() {
    try (TestServer server =
        TestServer.in(folder, builder -> builder.times(times -> times.withLinger(Duration.ZERO)))
            .mount("counter", new Counter())) {
      JsonNode older;
      try (TestTab tab = server.tab("counter")) {
        older = tab.joinNew("counter");
        tab.sendAndKeep(event(1, "add", new Counter.Add(1)));
        tab.send(TestTab.frame("ping")).last("pong");
      }
      for (int i = 2; i < 5; i++) {
        try (TestTab tab = server.tab("counter")) {
          assertThat(TestTab.outcome(tab.send(TestTab.sure("counter", i, older)).expect("joined")))
              .isEqualTo("forked");
          tab.expect("keep"); // an arrival is said when its tab has been told
        }
      }
    }
    assertThat(said("goes on from an older state than its tab had (said once for a view;"))
        .hasSize(1);
    assertThat(said("goes on from an older state")).hasSize(4);
  }

  /** Shows what is not negative. */
  private static final class Shy extends TestView<Integer> {
    Shy() {
      super(Integer.class, () -> 0, Shy::shown);
    }

    private static int shown(int sum) {
      if (sum < 0) {
        throw new IllegalStateException("negative");
      }
      return sum;
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {}
  }

  @Test
  void changesFromOutsideThatCannotBeShownAreSaidOnce() {
    Shy view = new Shy();
    try (TestServer server = TestServer.in(folder).mount("shy", view);
        TestTab tab = server.tab("shy")) {
      tab.joinNew("shy");
      for (int i = 1; i <= 3; i++) {
        server.stash().tabs(view).forEach(one -> one.update(sum -> -1));
        tab.send(TestTab.frame("ping")).last("pong");
        int times = i;
        StashingTest.await(
            () ->
                logs.lines().stream().filter(line -> line.endsWith("taken back")).count() == times);
      }
    }
    assertThat(said("is taken back (said once for a view;")).hasSize(1);
  }

  /** Throws what a tab asks for, as often as it asks. */
  private static final class Throwing extends Counter {
    @Override
    public void handlers(ViewHandlers<State> on) {
      on.on(
          "throw",
          String.class,
          (state, text, event) -> {
            throw new IllegalStateException(text);
          });
    }
  }

  @Test
  void whatATabHasThrownIsSaidWithItsTraceOnce() {
    AtomicInteger failures = new AtomicInteger();
    StashListener counting =
        new StashListener() {
          @Override
          public void failed(String view, String sid, String where, Throwable failure) {
            failures.incrementAndGet();
          }
        };
    try (TestServer server =
        TestServer.in(folder, builder -> builder.listener(counting))
            .mount("throwing", new Throwing())) {
      for (int i = 0; i < 3; i++) {
        try (TestTab tab = server.tab("throwing")) {
          tab.send(newJoin("throwing/" + i)).expect("joined");
          tab.send(event(1, "throw", "text " + i)).last("done");
        }
      }
    }
    assertThat(said("The handler of throw in throwing/")).hasSize(3);
    assertThat(said("said once for a case")).hasSize(1).first().asString().contains("text 0");
    assertThat(failures).hasValue(3);
  }

  private static void refuse(TestServer server, String origin) {
    refuse(server, Map.of("Origin", origin));
  }

  private static void refuse(TestServer server, Map<String, String> headers) {
    assertThatThrownBy(
            () -> new TestTab(server.uri("counter"), Optional.of("livestash.v1"), headers))
        .hasMessageContaining("WebSocketHandshakeException");
  }

  // --- origins

  @Test
  void aRefusedOriginIsSaidOnceWithWhatAllowsIt() {
    try (TestServer server = server()) {
      refuse(server, "https://App.example");
      refuse(server, "https://App.example");
      assertThat(said("refused a page"))
          .containsExactly(
              "counter: refused a page of the origin \"https://App.example\", which is neither this"
                  + " host, \"localhost:"
                  + server.port()
                  + "\", nor allowed. If it is a page of yours, call"
                  + " allowOrigin(\"https://App.example\") on the builder; if a proxy stands in"
                  + " front, have it pass Host as the browser sent it.");
      assertThat(told)
          .containsExactly("counter https://App.example", "counter https://App.example");
      refuse(server, "null");
      assertThat(said("allowOrigin(\"null\"), which lets in each sandboxed frame")).hasSize(1);
    }
  }

  /** As behind a proxy with TLS, and one that does not redirect http to it. */
  @Test
  void aPageOfThisHostThatIsNotInHttpsIsToldApart() {
    try (TestServer server = server()) {
      String own = "http://localhost:" + server.port();
      refuse(server, Map.of("Origin", own, "X-Forwarded-Proto", "https"));
      assertThat(said("refused a page"))
          .containsExactly(
              "counter: refused a page of the origin \""
                  + own
                  + "\", since this host, \"localhost:"
                  + server.port()
                  + "\", has https, as X-Forwarded-Proto, Forwarded or the connection says. Have"
                  + " http redirected to https; if the site has none, have the proxy in front say"
                  + " so.");
    }
  }

  @Test
  void aHostileOriginIsCutAndMadeSafeAndManyAreSaidAHundredTimes() {
    try (TestServer server = server()) {
      refuse(server, "https://\"\\" + "a".repeat(5000));
      assertThat(said("refused a page"))
          .singleElement()
          .asString()
          .contains("\"https://\\u{22}\\u{5c}aaa")
          .contains("aaa…\"")
          .hasSizeLessThan(1000);
      for (int i = 0; i < 150; i++) {
        refuse(server, "https://" + i + ".example");
      }
      assertThat(said("refused a page"))
          .hasSize(100)
          .last()
          .asString()
          .endsWith("Nothing more of this kind is said.");
      assertThat(told).hasSize(151);
    }
  }

  // --- joins

  @Test
  void aJoinForAnotherViewIsSaidOnce() {
    try (TestServer server = server()) {
      for (int i = 0; i < 2; i++) {
        try (TestTab tab = server.tab("counter")) {
          assertThat(tab.send(newJoin("basket")).closeCode()).isEqualTo(4002);
        }
      }
      assertThat(said("refused a join"))
          .containsExactly(
              "counter: refused a join for the view \"basket\", which is not the one that is mounted"
                  + " at this address. Give connect() this one's name, or the other one's address.");
      assertThat(told).containsExactly("counter basket", "counter basket");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"t\":\"join\",\"view\":\"Wörter\",\"attempt\":1,\"params\":{}}', bad view",
    "'{\"t\":\"ping\"}', the first frame is not a join",
    "'secret-4711', 'not JSON, or over a limit'",
  })
  void aSocketThatIsClosedAtFaultIsSaidOnceWithoutWhatItSent(String frame, String reason) {
    try (TestServer server = server()) {
      for (int i = 0; i < 2; i++) {
        try (TestTab tab = server.tab("counter")) {
          assertThat(tab.sendText(frame).closeCode()).isEqualTo(4002);
        }
      }
      assertThat(said("a socket is closed"))
          .containsExactly("counter: a socket is closed with 4002: " + reason);
      assertThat(said(SECRET)).isEmpty();
    }
  }

  @Test
  void soAreThoseOfAnotherVersionWithTooLargeFramesAndBeyondTheInstances() {
    UnaryOperator<LiveStashBuilder> one =
        builder -> builder.limits(limits -> limits.withMaxInstances(1).withMaxEventBytes(1024));
    try (TestServer server = TestServer.in(folder, one).mount("counter", new Counter());
        TestTab first = server.tab("counter");
        TestTab second = server.tab("counter");
        TestTab old =
            new TestTab(server.uri("counter"), Optional.of("livestash.v9"), Optional.empty())) {
      first.send(newJoin("counter")).expect("joined");
      assertThat(second.send(newJoin("counter")).closeCode()).isEqualTo(1013);
      assertThat(first.send(event(1, "note", "x".repeat(2000))).closeCode()).isEqualTo(1009);
      assertThat(old.closeCode()).isEqualTo(4004);
      assertThat(said("a socket is closed"))
          .containsExactlyInAnyOrder(
              "counter: a socket is closed with 1013: too many instances, or too large ones",
              "counter: a socket is closed with 1009: a frame over the limit",
              "counter: a socket is closed with 4004: this server speaks livestash.v1");
    }
  }

  // --- arrivals and tokens

  @Test
  void anArrivalIsSaidWithItsGenerationEachTime() {
    try (TestServer server = server()) {
      String sid;
      JsonNode keep;
      try (TestTab tab = server.tab("counter")) {
        sid = tab.send(newJoin("counter")).expect("joined").get("sid").asString();
        keep = tab.expect("keep");
        tab.send(TestTab.kept(keep));
      }
      try (TestTab tab = server.tab("counter")) {
        tab.send(TestTab.sure("counter", 2, keep)).expect("joined");
        // What is told of it follows what the tab is sent, but comes before this.
        tab.expect("keep");
        assertThat(said("fence="))
            .containsExactly(
                "counter " + sid + " NEW, gen=1, fence=LOCAL",
                "counter " + sid + " ADOPTED, gen=2, fence=LOCAL");
      }
    }
  }

  @Test
  void aRefusedTokenIsSaidOnceByItsReasonAndEachAtDebug() {
    try (TestServer server = server()) {
      for (int i = 0; i < 3; i++) {
        try (TestTab tab = server.tab("counter")) {
          tab.send(join("counter/" + i, 1, SECRET)).expect("joined");
          tab.expect("keep"); // an arrival is said when its tab has been told
        }
      }
      assertThat(said(": token rejected"))
          .containsExactly(
              "counter: token rejected: unreadable (said once; each is at level DEBUG)");
      assertThat(said("one token rejected: unreadable")).hasSize(3);
      assertThat(said("NEW: unreadable, gen=1")).hasSize(3);
      assertThat(said(SECRET)).isEmpty();
    }
  }

  // --- events

  /** An event's data with parts. */
  public record Order(List<Line> lines) {}

  /** One of them, which refuses what it is given with a message that quotes it. */
  public record Line(int count, String what) {
    public Line {
      if (count < 0) {
        throw new IllegalArgumentException("negative: " + what);
      }
    }
  }

  private static final class Picky extends Counter {
    @Override
    public void handlers(ViewHandlers<State> on) {
      on.on("order", Order.class, (state, order, event) -> state);
    }
  }

  private void sendTwice(JsonNode one, JsonNode again, String error) {
    try (TestServer server = server();
        TestTab tab = server.tab("picky")) {
      tab.joinNew("picky");
      assertThat(tab.send(one).last("done").get("error").asString()).isEqualTo(error);
      assertThat(tab.send(again).last("done").get("error").asString()).isEqualTo(error);
    }
    assertThat(said(SECRET)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'lines':[{'count':1,'what':''},{'count':'secret-4711','what':''}]} | /lines/1/count of its data is no int (InvalidFormatException)",
        "{'lines':'secret-4711'} | /lines of its data is no ArrayList (MismatchedInputException)",
        "{'lines':[{'count':-1,'what':'secret-4711'}]} | /lines/0 of its data does not bind (ValueInstantiationException by java.lang.IllegalArgumentException)",
        "'secret-4711' | its data is no Order (MismatchedInputException)",
        "null | it is null, which is for handlers without data",
      })
  void whatDoesNotFitIsSaidOnceWithItsPlaceAndCauseButNotTheData(String data, String why) {
    JsonNode sent = JSON.readTree(data.replace('\'', '"'));
    sendTwice(event(1, "order", sent), event(2, "order", sent), "invalid");
    assertThat(said("the event"))
        .containsExactly("picky: the event \"order\" does not fit its handler: " + why);
    assertThat(told).containsExactly("picky order invalid", "picky order invalid");
  }

  @Test
  void anEventWithoutHandlerIsSaidOnceWhateverItsNameIs() {
    sendTwice(event(1, "größe\u202e\n", SECRET), event(2, "größe\u202e\n", SECRET), "unknown");
    assertThat(said("the event"))
        .containsExactly(
            "picky: the event \"größe\\u{202e}\\u{a}\" has no handler. Add one with on(…), or mend the"
                + " page's send(…).");
    assertThat(told).hasSize(2);
  }

  @Test
  void soIsOneThatIsNoneOfTheProtocol() {
    JsonNode unfit = event(1, "order", SECRET).without("age");
    sendTwice(unfit, event(2, "order", SECRET).without("age"), "invalid");
    assertThat(said("the event"))
        .containsExactly(
            "picky: the event \"\" does not fit its handler: it is no event of the protocol: no age");
  }

  @Test
  void aPoisonedOneIsSaidWithItsKey() {
    sendTwice(event(1, "order", SECRET).put("try", 5), event(2, "x", "").put("try", 9), "poisoned");
    assertThat(said("is skipped"))
        .hasSize(2)
        .first()
        .asString()
        .matches("picky: the event \"order\" is skipped, .* Its key is [\\w-]{22}/1");
  }

  // --- the start

  private KeyRing production() {
    Path file = folder.resolve("made.json");
    KeyRing.development(file);
    return KeyRing.load(file);
  }

  @Test
  void productionWithoutBindingIsSaidAtEachStart() {
    KeyRing keys = production();
    for (int i = 1; i <= 2; i++) {
      LiveStash.builder().keys(keys).build();
      assertThat(said("binding(exchange")).hasSize(i);
    }
    assertThat(said("binding(exchange").get(0))
        .startsWith("Tokens are not bound to the session of a user: ")
        .contains("admit(exchange -> Admission.anonymous()) where nobody logs in");
  }

  @Test
  void butNotWithOneNorInDevelopment() {
    LiveStash.builder().keys(production()).admit(exchange -> Admission.anonymous()).build();
    LiveStash.builder().keys(KeyRing.development(folder.resolve("own.json"))).build();
    assertThat(said("binding(exchange")).isEmpty();
  }
}
