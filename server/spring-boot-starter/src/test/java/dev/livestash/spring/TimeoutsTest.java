package dev.livestash.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.lang.reflect.Field;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.boot.web.embedded.undertow.UndertowBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xnio.OptionMap;

/** How long the application's Undertow waits for a request that does not come. */
class TimeoutsTest {
  private static final int OWN_MILLIS = 200;
  private static final int PATIENCE_MILLIS = 9_000;

  @TempDir Path folder;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class App {}

  /** One that says otherwise. */
  @Configuration(proxyBeanMethods = false)
  static class Impatient extends App {
    @Bean
    UndertowBuilderCustomizer own() {
      return builder -> builder.setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, OWN_MILLIS);
    }
  }

  private ConfigurableApplicationContext start(Class<?> source, String... properties) {
    return new SpringApplicationBuilder(source)
        .properties(
            "server.port=0",
            "spring.main.banner-mode=off",
            "livestash.development-keys=" + folder.resolve("keys.json"))
        .properties(properties)
        .run();
  }

  @Test
  void oursAreSet() throws Exception {
    try (ConfigurableApplicationContext app = start(App.class)) {
      OptionMap options = options(app);
      assertThat(options.get(UndertowOptions.NO_REQUEST_TIMEOUT)).isEqualTo(75_000);
      assertThat(options.get(UndertowOptions.REQUEST_PARSE_TIMEOUT)).isEqualTo(10_000);
    }
  }

  @Test
  void theApplicationMaySayOtherwise() throws Exception {
    try (ConfigurableApplicationContext app = start(Impatient.class)) {
      OptionMap options = options(app);
      assertThat(options.get(UndertowOptions.NO_REQUEST_TIMEOUT)).isEqualTo(75_000);
      assertThat(options.get(UndertowOptions.REQUEST_PARSE_TIMEOUT)).isEqualTo(OWN_MILLIS);
    }
  }

  /** What Spring has the customizers set, in its order; the builder tells nobody. */
  private static OptionMap options(ConfigurableApplicationContext app) throws Exception {
    Undertow.Builder builder = Undertow.builder();
    app.getBeanProvider(UndertowBuilderCustomizer.class)
        .orderedStream()
        .forEach(one -> one.customize(builder));
    Field options = Undertow.Builder.class.getDeclaredField("serverOptions");
    options.setAccessible(true);
    return ((OptionMap.Builder) options.get(builder)).getMap();
  }

  @Test
  void soMayItsProperties() throws Exception {
    try (ConfigurableApplicationContext app =
        start(App.class, "server.undertow.no-request-timeout=200ms")) {
      int port = ((WebServerApplicationContext) app).getWebServer().getPort();
      try (Socket silent = new Socket("localhost", port)) {
        silent.setSoTimeout(PATIENCE_MILLIS);
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
      }
    }
  }
}
