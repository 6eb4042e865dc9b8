package dev.livestash.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of docs/hosts.md for undertow-servlet without Spring. */
class ServletRecipeTest {
  @TempDir Path folder;

  // recipe
  static HttpHandler deploy(LiveStash stash, HttpHandler counter) throws ServletException {
    DeploymentInfo app =
        Servlets.deployment()
            .setClassLoader(Thread.currentThread().getContextClassLoader())
            .setDeploymentName("app")
            .setContextPath("/app")
            .addInitialHandlerChainWrapper(
                next -> new PathHandler(next).addExactPath("/live/counter", counter));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(app);
    manager.deploy();
    return new PathHandler().addPrefixPath("/app", manager.start());
  }

  // end

  @Test
  void aViewIsBelowTheContextPath() throws Exception {
    try (LiveStash stash =
        LiveStash.builder().keys(KeyRing.development(folder.resolve("keys.json"))).build()) {
      Undertow server =
          Undertow.builder()
              .addHttpListener(0, "localhost")
              .setHandler(deploy(stash, stash.mount("counter", new StarterTest.Counter())))
              .build();
      server.start();
      int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
      try (RawTab tab = new RawTab(port, "/app/live/counter")) {
        assertThat(tab.join("counter", 1, Map.of()).get("outcome").asString()).isEqualTo("new");
      } finally {
        server.stop();
      }
    }
  }

  @Test
  void theDocumentHasThisRecipe() throws Exception {
    String code =
        Files.readString(Path.of("src/test/java/dev/livestash/spring/ServletRecipeTest.java"));
    String recipe =
        code.substring(code.indexOf("// recipe\n") + 10, code.indexOf("\n  // end"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(Path.of("../../docs/hosts.md"))).contains(recipe.strip());
  }
}
