package dev.livestash;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.settings.Admission;
import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.security.api.AuthenticationMode;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.impl.SecurityContextImpl;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathTemplateHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a view is told of the request that has opened its tab's socket. */
class SurroundingsTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private LiveStash stash;

  @SuppressWarnings("NullAway.Init")
  private Undertow undertow;

  private static final class Told extends TestView<Told.Visits> {
    record Visits(int count) {}

    Told() {
      super(Visits.class, () -> new Visits(0), visits -> visits);
    }

    @Override
    public void handlers(ViewHandlers<Visits> on) {
      on.on("visit", (visits, event) -> new Visits(visits.count() + 1));
    }

    @Override
    public Object render(Visits visits, Context<Visits> context) {
      return Map.of(
          "principal", context.principal().map(Principal::getName).orElse("nobody"),
          "path", context.pathParameters(),
          "locale", context.locale().toLanguageTag());
    }
  }

  private void start(Admission admission, boolean isAuthenticated) {
    start(admission, isAuthenticated ? SurroundingsTest::authenticated : view -> view);
  }

  private void start(Admission admission, UnaryOperator<HttpHandler> around) {
    stash =
        LiveStash.builder()
            .keys(dev.livestash.keys.KeyRing.development(folder.resolve("keys.json")))
            .admit(exchange -> admission)
            .build();
    HttpHandler view = stash.mount("told", new Told());
    undertow =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(new PathTemplateHandler().add("/board/{id}", around.apply(view)))
            .build();
    undertow.start();
  }

  private static HttpHandler authenticated(HttpHandler next) {
    return authenticated(new User("carol"), next);
  }

  private static HttpHandler authenticated(Account account, HttpHandler next) {
    return exchange -> {
      SecurityContextImpl security =
          new SecurityContextImpl(exchange, AuthenticationMode.PRO_ACTIVE, new Nobody());
      security.authenticationComplete(account, "TEST", false);
      exchange.setSecurityContext(security);
      next.handleRequest(exchange);
    };
  }

  private record User(String name) implements Account, Principal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Principal getPrincipal() {
      return this;
    }

    @Override
    public Set<String> getRoles() {
      return Set.of();
    }
  }

  private static final class Nobody implements IdentityManager {
    @Override
    public Account verify(Account account) {
      return account;
    }

    @Override
    public @Nullable Account verify(String id, Credential credential) {
      return null;
    }

    @Override
    public @Nullable Account verify(Credential credential) {
      return null;
    }
  }

  @AfterEach
  void stop() {
    undertow.stop();
    stash.close();
  }

  private TestTab tab(String path, Map<String, String> headers) {
    int port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    return new TestTab(
        URI.create("ws://localhost:" + port + path), Optional.of("livestash.v1"), headers);
  }

  private JsonNode shown(String path, Map<String, String> headers) {
    try (TestTab tab = tab(path, headers)) {
      return tab.send(newJoin("told")).expect("joined").get("data");
    }
  }

  @Test
  void aRequestThatSaysNothingIsNobodys() {
    start(Admission.anonymous(), false);
    JsonNode shown = shown("/board/42", Map.of());
    assertThat(shown.get("principal").asString()).isEqualTo("nobody");
    assertThat(shown.get("locale").asString()).isEqualTo("und");
    assertThat(shown.get("path").get("id").asString()).isEqualTo("42");
  }

  @Test
  void thePrincipalIsWhomTheServerHasAuthenticated() {
    start(Admission.as("a session"), true);
    assertThat(shown("/board/1", Map.of()).get("principal").asString()).isEqualTo("carol");
  }

  /** Whose principal cannot be had any more. */
  private static final class Over implements Account {
    private boolean isOver;

    @Override
    public Principal getPrincipal() {
      if (isOver) {
        throw new IllegalStateException("over");
      }
      return new User("carol");
    }

    @Override
    public Set<String> getRoles() {
      return Set.of();
    }
  }

  @Test
  void whereThatThrowsNobodyIsLetInAndTheLogHasItOnce() {
    start(Admission.as("a session"), SurroundingsTest::over);
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> shown("/board/1", Map.of()))
            .cause()
            .isInstanceOfSatisfying(
                WebSocketHandshakeException.class,
                refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(503));
      }
      assertThat(logs.lines())
          .singleElement()
          .asString()
          .startsWith("Reading a request for told failed (said once")
          .endsWith("over");
    }
  }

  private static HttpHandler over(HttpHandler next) {
    return exchange -> {
      Over account = new Over();
      HttpHandler later =
          request -> {
            account.isOver = true;
            next.handleRequest(request);
          };
      authenticated(account, later).handleRequest(exchange);
    };
  }

  @Test
  void whomAdmitNamesComesFirst() {
    start(Admission.as("a session").by(new User("alice")), true);
    assertThat(shown("/board/1", Map.of()).get("principal").asString()).isEqualTo("alice");
  }

  @ParameterizedTest
  @CsvSource({
    "'de-CH, fr;q=0.9, en;q=0.8', de-CH",
    "'en;q=0.5, fr;q=0.9', fr",
    "'*', und",
    "'*;q=0.5, da', da",
    "'fr;q=0', und",
    "'da; q', und",
    "'{}', und",
    "'-', und",
    "'en,-', und",
  })
  void theLocaleIsTheOneThatIsWantedMost(String languages, String locale) {
    start(Admission.anonymous(), false);
    assertThat(shown("/board/1", Map.of("Accept-Language", languages)).get("locale").asString())
        .isEqualTo(locale);
  }

  @Test
  void aLongWishIsNone() {
    start(Admission.anonymous(), false);
    assertThat(
            shown("/board/1", Map.of("Accept-Language", "da" + ",de".repeat(90)))
                .get("locale")
                .asString())
        .isEqualTo("und");
  }

  @Test
  void aPathThatHoldsTooMuchIsRefused() {
    start(Admission.anonymous(), false);
    assertThat(shown("/board/" + "x".repeat(2046), Map.of()).has("path")).isTrue();
    assertThat(refusal("/board/" + "x".repeat(2047))).isEqualTo(414);
  }

  private int refusal(String path) {
    try (TestTab tab = tab(path, Map.of())) {
      throw new AssertionError("is let in, and has received " + tab.received());
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
      }
      throw refused;
    }
  }

  /** The state goes from path to path with its tab; what is told of the path is the socket's. */
  @Test
  void eachAttachIsToldOfItsOwn() {
    start(Admission.anonymous(), false);
    JsonNode keep;
    try (TestTab first = tab("/board/1", Map.of("Accept-Language", "de"))) {
      first.joinNew("told");
      keep = first.sendAndKeep(event(1, "visit", null));
    }
    try (TestTab second = tab("/board/2", Map.of("Accept-Language", "fr"))) {
      JsonNode joined = second.send(join("told", 9, keep).put("fork", false)).expect("joined");
      assertThat(joined.get("outcome").asString()).isEqualTo("adopted");
      assertThat(joined.get("data").get("path").get("id").asString()).isEqualTo("2");
      assertThat(joined.get("data").get("locale").asString()).isEqualTo("fr");
    }
  }
}
