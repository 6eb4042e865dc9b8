package dev.livestash.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;

/** The recipe of docs/hosts.md for an application whose users sign in by a form. */
class FormLoginRecipeTest {
  @TempDir Path folder;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class App {
    @Bean
    StarterTest.Counter counter() {
      return new StarterTest.Counter();
    }

    @Bean
    SecurityFilterChain rules(HttpSecurity http) throws Exception {
      http.authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
          .formLogin(Customizer.withDefaults());
      // recipe
      var live = PathPatternRequestMatcher.withDefaults().matcher("/live/**");
      var unauthorized = new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED);
      var goesOn = new HttpSessionRequestCache();
      goesOn.setRequestMatcher(new NegatedRequestMatcher(live));
      http.requestCache(after -> after.requestCache(goesOn))
          .exceptionHandling(in -> in.defaultAuthenticationEntryPointFor(unauthorized, live));
      // end
      return http.build();
    }
  }

  private static HttpResponse<String> get(ConfigurableApplicationContext app, String path)
      throws Exception {
    int port = ((WebServerApplicationContext) app).getWebServer().getPort();
    URI address = URI.create("http://localhost:" + port + path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).header("Accept", "text/html,*/*").build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** As the page's module asks where a handshake has failed. */
  @Test
  void aPageIsToldThatNobodyIsSignedInAndNoLoginLeadsToItsSocket() throws Exception {
    try (ConfigurableApplicationContext app =
        new SpringApplicationBuilder(App.class)
            .properties(
                "server.port=0",
                "livestash.development-keys=" + folder.resolve("keys.json"),
                "spring.main.banner-mode=off")
            .run()) {
      HttpResponse<String> socket = get(app, "/live/counter");
      assertThat(socket.statusCode()).isEqualTo(401);
      assertThat(socket.headers().firstValue("Set-Cookie")).as("a session to go on in").isEmpty();
      HttpResponse<String> page = get(app, "/orders");
      assertThat(page.statusCode()).isEqualTo(302);
      assertThat(page.headers().firstValue("Location"))
          .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
      assertThat(page.headers().firstValue("Set-Cookie")).isPresent();
    }
  }

  @Test
  void theDocumentHasThisRecipe() throws Exception {
    String code =
        Files.readString(Path.of("src/test/java/dev/livestash/spring/FormLoginRecipeTest.java"));
    String recipe =
        code.substring(code.indexOf("// recipe\n") + 10, code.indexOf("\n      // end"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(Path.of("../../docs/hosts.md"))).contains(recipe.strip());
  }
}
