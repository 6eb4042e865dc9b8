package dev.livestash.spring;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import dev.livestash.view.View;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.undertow.UndertowBuilderCustomizer;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Mounts each bean that is a {@link View} below {@code livestash.path}, by the bean's name, behind
 * the application's filters. An application that declares a {@link LiveStash} of its own mounts
 * them itself, and says itself who is let in.
 */
@AutoConfiguration(after = LiveStashKeysAutoConfiguration.class)
@ConditionalOnClass(Undertow.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnMissingBean(LiveStash.class)
@EnableConfigurationProperties(LiveStashProperties.class)
public class LiveStashAutoConfiguration {
  private static final String SPRING_SECURITY =
      "org.springframework.security.core.context.SecurityContextHolder";

  /** More than the 60 s after which proxies, by default, leave a connection that they pool. */
  private static final int NO_REQUEST_TIMEOUT_MILLIS = 75_000;

  private static final int PARSE_TIMEOUT_MILLIS = 10_000;

  /** For Spring. */
  public LiveStashAutoConfiguration() {}

  /**
   * Who is let in: the request's principal.
   *
   * @param properties whether there has to be one
   * @return the rule
   */
  @Bean
  @ConditionalOnMissingBean
  public LiveStashAdmission liveStashAdmission(LiveStashProperties properties) {
    Boolean asked = properties.requirePrincipal();
    ClassLoader loader = LiveStashAutoConfiguration.class.getClassLoader();
    return new PrincipalAdmission(
        asked != null ? asked : ClassUtils.isPresent(SPRING_SECURITY, loader));
  }

  /**
   * The application's LiveStash.
   *
   * @param keys seal and open its tokens
   * @param properties of the application
   * @param listeners are told what happens
   * @param customizers say more
   * @return one for all views
   */
  @Bean
  public LiveStash liveStash(
      KeyRing keys,
      LiveStashProperties properties,
      ObjectProvider<StashListener> listeners,
      ObjectProvider<LiveStashCustomizer> customizers) {
    LiveStashBuilder builder =
        LiveStash.builder().keys(keys).issuer(properties.issuer()).admit(ViewServlet::admitted);
    if (properties.release() != null) {
      builder.release(properties.release());
    }
    properties.allowedOrigins().forEach(builder::allowOrigin);
    listeners.orderedStream().forEach(builder::listener);
    customizers.orderedStream().forEach(one -> one.customize(builder));
    return builder.build();
  }

  /**
   * Hangs up on handshakes that do not come, of which Undertow waits for each without end. It is
   * the first of its kind, so that the application's own say otherwise, and its properties.
   *
   * @return sets two timeouts
   */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public UndertowBuilderCustomizer liveStashTimeouts() {
    return builder ->
        builder
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, NO_REQUEST_TIMEOUT_MILLIS)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_TIMEOUT_MILLIS);
  }

  /**
   * Registers the views, and the browser's half if this build has it.
   *
   * @param stash mounts them
   * @param properties say where
   * @param admission says who is let in
   * @param views by the names of their beans
   * @return what registers them
   */
  @Bean
  public ServletContextInitializer liveStashServlets(
      LiveStash stash,
      LiveStashProperties properties,
      LiveStashAdmission admission,
      Map<String, View<?>> views) {
    String path = checked("livestash.path", properties.path());
    String scriptPath = checked("livestash.script-path", properties.scriptPath());
    List<ServletContextInitializer> all = new ArrayList<>();
    views.forEach(
        (name, view) ->
            all.add(
                servlet(
                    "livestash " + name,
                    new ViewServlet(stash.mount(name, view), admission),
                    path + "/" + name)));
    if (hasScript()) {
      HttpHandler script = LiveStash.clientScript();
      all.add(
          servlet(
              "livestash script",
              new ViewServlet(script, request -> Admission.anonymous()),
              scriptPath + "/*"));
    }
    return context -> {
      for (ServletContextInitializer one : all) {
        one.onStartup(context);
      }
    };
  }

  private static String checked(String property, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(property + " begins with a slash, as in /live.");
    }
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static boolean hasScript() {
    return LiveStash.class.getResource("/dev/livestash/client/index.js") != null;
  }

  private static ServletContextInitializer servlet(String name, ViewServlet servlet, String path) {
    ServletRegistrationBean<ViewServlet> registration =
        new ServletRegistrationBean<>(servlet, path);
    registration.setName(name);
    registration.setAsyncSupported(true);
    registration.setLoadOnStartup(1);
    return registration;
  }
}
