package dev.livestash.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Admission;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real application on its Undertow, behind its Spring Security. */
class StarterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** Counts, and says for whom. */
  static final class Counter implements View<Counter.State> {
    record State(int count) {}

    @Override
    public Class<State> stateType() {
      return State.class;
    }

    @Override
    public State first(Context<State> context) {
      return new State(0);
    }

    @Override
    public void handlers(ViewHandlers<State> on) {
      on.on("add", (state, event) -> new State(state.count() + 1));
    }

    @Override
    public Object render(State state, Context<State> context) {
      return Map.of(
          "count", state.count(), "user", context.principal().map(who -> who.getName()).orElse(""));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class App {
    @Bean
    Counter counter() {
      return new Counter();
    }

    @Bean
    SecurityFilterChain rules(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(
              rules ->
                  rules
                      .requestMatchers("/livestash/**", "/actuator/**", "/live/open")
                      .permitAll()
                      .anyRequest()
                      .authenticated())
          .httpBasic(Customizer.withDefaults())
          .logout(Customizer.withDefaults())
          .csrf(csrf -> csrf.disable())
          .build();
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          Stream.of("alice", "bob")
              .map(name -> User.withUsername(name).password("{noop}pw").roles("USER").build())
              .toList());
    }

    /** Which the rules leave open to anybody. */
    @Bean
    Counter open() {
      return new Counter();
    }
  }

  /** One that says itself who is let in. */
  @Configuration(proxyBeanMethods = false)
  static class OwnAdmission extends App {
    @Bean
    LiveStashAdmission admission() {
      return request ->
          Admission.as(Objects.requireNonNull(request.getUserPrincipal(), "guarded").getName());
    }
  }

  /** One that serves nothing, and has the starter on its class path. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Batch {}

  private ConfigurableApplicationContext start(String... properties) {
    return start(App.class, properties);
  }

  private ConfigurableApplicationContext start(Class<?> source, String... properties) {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "server.port=0",
                    "livestash.development-keys=" + folder.resolve("keys.json"),
                    "management.endpoint.health.show-details=always",
                    "spring.main.banner-mode=off"),
                Stream.of(properties))
            .toList();
    SpringApplication app =
        new SpringApplicationBuilder(source).properties(all.toArray(String[]::new)).build();
    return app.run();
  }

  private static int port(ConfigurableApplicationContext app) {
    return ((WebServerApplicationContext) app).getWebServer().getPort();
  }

  private static String basic(String user) {
    byte[] pair = (user + ":pw").getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static RawTab tab(ConfigurableApplicationContext app, String user) {
    return new RawTab(port(app), "/live/counter", "Authorization", basic(user));
  }

  private static HttpResponse<String> get(ConfigurableApplicationContext app, String path)
      throws Exception {
    return send(request(app, path));
  }

  private static HttpResponse<String> getAs(
      ConfigurableApplicationContext app, String user, String path) throws Exception {
    return send(request(app, path).header("Authorization", basic(user)));
  }

  private static HttpRequest.Builder request(ConfigurableApplicationContext app, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port(app) + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @SuppressWarnings("try") // to be let in and closed is what must not happen
  private static int refusal(ConfigurableApplicationContext app, String path) {
    try (RawTab tab = new RawTab(port(app), path)) {
      tab.close();
      throw new AssertionError("is let in");
    } catch (java.util.concurrent.CompletionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
      }
      throw refused;
    }
  }

  @Test
  @SuppressWarnings("try") // its end is what is tested
  void aTabOutlivesItsApplication() {
    Map<String, String> held;
    try (ConfigurableApplicationContext app = start()) {
      try (RawTab tab = tab(app, "alice")) {
        JsonNode joined = tab.join("counter", 1, Map.of());
        assertThat(joined.get("data").get("user").asString()).isEqualTo("alice");
        tab.keep();
        tab.event(1, "add");
        held = tab.keep();
        app.close();
        assertThat(tab.closeCode()).isEqualTo(1012);
      }
    }
    try (ConfigurableApplicationContext app = start();
        RawTab tab = tab(app, "alice")) {
      JsonNode joined = tab.join("counter", 2, held);
      assertThat(joined.get("outcome").asString()).isEqualTo("restored");
      assertThat(joined.get("data").get("count").asInt()).isEqualTo(1);
      try (RawTab other = tab(app, "bob")) {
        JsonNode stolen = other.join("counter", 3, held);
        assertThat(stolen.get("outcome").asString()).isEqualTo("new");
        assertThat(stolen.get("reason").asString()).isEqualTo("rejected");
      }
    }
  }

  @Test
  void theApplicationsRulesGuardTheSocket() throws Exception {
    try (ConfigurableApplicationContext app = start()) {
      assertThat(refusal(app, "/live/counter")).isEqualTo(401);
      assertThat(get(app, "/live/counter").statusCode()).isEqualTo(401);
      // Which no rule guards; but there is nobody whose it could be.
      assertThat(refusal(app, "/live/open")).isEqualTo(401);
    }
  }

  @Test
  void aViewMayBeOpenToAnybody() {
    try (ConfigurableApplicationContext app = start("livestash.require-principal=false");
        RawTab tab = new RawTab(port(app), "/live/open")) {
      assertThat(tab.join("open", 1, Map.of()).get("data").get("user").asString()).isEmpty();
      assertThat(refusal(app, "/live/counter")).isEqualTo(401);
    }
  }

  @Test
  void itIsBelowTheContextPath() {
    try (ConfigurableApplicationContext app =
            start("server.servlet.context-path=/app", "livestash.path=/socket");
        RawTab tab =
            new RawTab(port(app), "/app/socket/counter", "Authorization", basic("alice"))) {
      assertThat(tab.join("counter", 1, Map.of()).get("outcome").asString()).isEqualTo("new");
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {App.class, OwnAdmission.class})
  void aLogoutEndsTheTabsOfItsUser(Class<?> source) throws Exception {
    try (ConfigurableApplicationContext app = start(source);
        RawTab tab = tab(app, "alice");
        RawTab other = tab(app, "bob")) {
      tab.join("counter", 1, Map.of());
      other.join("counter", 1, Map.of());
      app.publishEvent(
          new LogoutSuccessEvent(new TestingAuthenticationToken("alice", "pw", "ROLE_USER")));
      assertThat(tab.closeCode()).isEqualTo(4005);
      other.event(1, "add");
      other.await("done");
    }
  }

  @Test
  void itsMetersGoWithTheContext() throws Exception {
    MeterRegistry meters;
    try (ConfigurableApplicationContext app = start();
        RawTab tab = tab(app, "alice")) {
      tab.join("counter", 1, Map.of());
      meters = app.getBean(MeterRegistry.class);
      assertThat(meters.find("livestash.instances").gauge()).isNotNull();
    }
    assertThat(meters.getMeters())
        .noneSatisfy(left -> assertThat(left.getId().getName()).startsWith("livestash."));
  }

  @Test
  void healthAndMetersAreThere() throws Exception {
    try (ConfigurableApplicationContext app = start();
        RawTab tab = tab(app, "alice")) {
      tab.join("counter", 1, Map.of());
      tab.keep();
      tab.event(1, "add");
      tab.keep();
      assertThat(get(app, "/actuator/health").body()).contains("\"instances\":1");
      MeterRegistry meters = app.getBean(MeterRegistry.class);
      assertThat(meters.get("livestash.instances").gauge().value()).isEqualTo(1);
      assertThat(meters.get("livestash.sockets").gauge().value()).isEqualTo(1);
      assertThat(meters.get("livestash.memory").gauges()).hasSizeGreaterThan(1);
      assertThat(meters.get("livestash.events").tag("event", "add").timer().count()).isEqualTo(1);
      LiveStash stash = app.getBean(LiveStash.class);
      stash.drain(Duration.ofSeconds(1));
      assertThat(get(app, "/actuator/health").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void aRequestIsOverForThoseWhoMeasureIt() throws Exception {
    try (ConfigurableApplicationContext app = start()) {
      for (int i = 0; i < 3; i++) {
        try (RawTab tab = tab(app, "alice")) {
          tab.join("counter", 1, Map.of());
        }
        assertThat(get(app, "/livestash/nothing.js").statusCode()).isEqualTo(404);
        assertThat(getAs(app, "alice", "/live/counter").statusCode()).isEqualTo(426);
      }
      MeterRegistry meters = app.getBean(MeterRegistry.class);
      awaitTrue(() -> requests(meters) == 9);
      assertThat(meters.get("http.server.requests.active").longTaskTimer().activeTasks()).isZero();
    }
  }

  private static long requests(MeterRegistry meters) {
    return meters.find("http.server.requests").timers().stream().mapToLong(Timer::count).sum();
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** What an editor completes in application.properties, which nothing makes of the record. */
  @Test
  void theMetadataNamesEachProperty() {
    JsonNode metadata =
        JsonMapper.shared()
            .readTree(
                LiveStashProperties.class.getResourceAsStream(
                    "/META-INF/spring-configuration-metadata.json"));
    assertThat(metadata.get("properties").valueStream().map(one -> one.get("name").asString()))
        .containsExactlyElementsOf(
            Stream.of(LiveStashProperties.class.getRecordComponents())
                .map(one -> "livestash." + DataObjectPropertyName.toDashedForm(one.getName()))
                .toList());
  }

  @Test
  void anApplicationWithoutAWebServerStarts() {
    SpringApplication batch =
        new SpringApplicationBuilder(Batch.class)
            .web(WebApplicationType.NONE)
            .properties("spring.main.banner-mode=off")
            .build();
    try (ConfigurableApplicationContext app = batch.run()) {
      assertThat(app.getBean(MeterRegistry.class)).isNotNull();
      assertThat(app.getBeansOfType(LiveStash.class)).isEmpty();
    }
  }

  /** It says itself who is let in, and where: nothing is mounted that would ask nobody. */
  @Test
  void anApplicationMayMakeItsOwn() throws Exception {
    SpringApplication app =
        new SpringApplicationBuilder(App.class)
            .properties(
                "server.port=0",
                "spring.main.banner-mode=off",
                "livestash.development-keys=" + folder.resolve("keys.json"))
            .initializers(
                context ->
                    ((GenericApplicationContext) context)
                        .registerBean(
                            LiveStash.class,
                            () -> LiveStash.builder().keys(context.getBean(KeyRing.class)).build()))
            .build();
    LiveStash own;
    try (ConfigurableApplicationContext running = app.run()) {
      own = running.getBean(LiveStash.class);
      assertThat(getAs(running, "alice", "/live/counter").statusCode()).isEqualTo(404);
      assertThat(running.getBeansOfType(LiveStashDrain.class)).hasSize(1);
      assertThat(running.getBean(MeterRegistry.class).get("livestash.sockets").gauge().value())
          .isZero();
    }
    assertThat(own.isDraining()).isTrue();
  }

  @Test
  void aPathMayEndWithASlashAndBeginsWithOne() throws Exception {
    try (ConfigurableApplicationContext app = start("livestash.path=/socket/")) {
      assertThat(getAs(app, "alice", "/socket/counter").statusCode()).isEqualTo(426);
    }
    assertThatThrownBy(() -> start("livestash.path=socket"))
        .rootCause()
        .hasMessageContaining("livestash.path begins with a slash");
  }

  @Test
  void aFilterThatKnowsNoAsynchronousRequestsIsNamed() throws Exception {
    SpringApplication app =
        new SpringApplicationBuilder(App.class)
            .properties(
                "server.port=0",
                "spring.main.banner-mode=off",
                "livestash.development-keys=" + folder.resolve("keys.json"))
            .initializers(
                context ->
                    ((GenericApplicationContext) context)
                        .registerBean(
                            "old",
                            FilterRegistrationBean.class,
                            () -> {
                              FilterRegistrationBean<Filter> old =
                                  new FilterRegistrationBean<>(
                                      (request, response, chain) ->
                                          chain.doFilter(request, response));
                              old.setAsyncSupported(false);
                              return old;
                            }))
            .build();
    try (ConfigurableApplicationContext running = app.run()) {
      assertThat(getAs(running, "alice", "/live/counter").statusCode()).isEqualTo(500);
    }
  }

  @Test
  void theBrowsersHalfIsServed() throws Exception {
    try (ConfigurableApplicationContext app = start()) {
      boolean isPacked = LiveStash.class.getResource("/dev/livestash/client/index.js") != null;
      HttpResponse<String> script = get(app, "/livestash/livestash.iife.js");
      assertThat(script.statusCode()).isEqualTo(isPacked ? 200 : 404);
    }
  }

  @Test
  void withoutAKeyItSaysWhatToDo() {
    assertThatThrownBy(() -> start("livestash.development-keys="))
        .rootCause()
        .hasMessageContaining("livestash.keys");
  }

  @Test
  void oldAnnotationsAreNamed() {
    NoClassDefFoundError missing =
        new NoClassDefFoundError("com/fasterxml/jackson/annotation/JsonSerializeAs");
    var analysis =
        Objects.requireNonNull(
            new OldAnnotationsAnalyzer().analyze(new IllegalStateException(missing), missing));
    assertThat(analysis.getAction()).contains("jackson-annotations:2.22");
    NoClassDefFoundError other = new NoClassDefFoundError("com/example/Other");
    assertThat(new OldAnnotationsAnalyzer().analyze(other, other)).isNull();
  }
}
