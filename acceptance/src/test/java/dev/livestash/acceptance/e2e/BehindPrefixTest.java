package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A proxy serves the demo below a path: all that its page asks for is there, too. */
@ExtendWith(Chromium.class)
class BehindPrefixTest {
  private static final String PREFIX = "/app/";

  @TempDir Path folder;

  private static Undertow proxy(DemoProcess server) {
    LoadBalancingProxyClient client =
        new LoadBalancingProxyClient(
            exchange -> exchange.getRequestHeaders().contains(Headers.UPGRADE));
    client.setProblemServerRetry(0).addHost(URI.create(server.url()));
    HttpHandler handler = ProxyHandler.builder().setProxyClient(client).build();
    Undertow proxy =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(Handlers.path().addPrefixPath(PREFIX, handler))
            .build();
    proxy.start();
    return proxy;
  }

  private static String urlOf(Undertow proxy) {
    int port = ((InetSocketAddress) proxy.getListenerInfo().get(0).getAddress()).getPort();
    return "http://localhost:" + port + PREFIX;
  }

  @Test
  void everyPartOfThePageIsBelowThePrefix(Browser browser) {
    try (DemoProcess server = DemoProcess.start(folder.resolve("keys.json"))) {
      Undertow proxy = proxy(server);
      String url = urlOf(proxy);
      try (SheetPage sheet = SheetPage.open(browser, url)) {
        Work work = Work.inSmall(sheet).step().isComplete();
        sheet.click("crash");
        assertThat(server.exitCode()).isEqualTo(137);
        server.restart();
        work.step().isComplete();

        sheet.page.locator("#mode-plain").click();
        sheet.isLive();
        assertThat(sheet.page.url()).isEqualTo(url + "?plain");
        sheet.page.locator("#mode-live").click();
        sheet.isLive();
        assertThat(sheet.page.url()).isEqualTo(url);
        work.isComplete();
      } finally {
        proxy.stop();
      }
    }
  }
}
