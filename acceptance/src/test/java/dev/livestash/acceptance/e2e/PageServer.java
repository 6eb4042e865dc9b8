package dev.livestash.acceptance.e2e;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves a page, the browser module for its script tag, and what else the page asks for. */
final class PageServer implements AutoCloseable {
  private final Undertow undertow;
  private final int port;

  /**
   * Starts to serve.
   *
   * @param port 0 for any that is free
   * @param paths gets the page and the module added
   */
  PageServer(int port, String page, PathHandler paths) {
    paths.addExactPath("/", html(page)).addExactPath("/livestash.iife.js", PageServer::sendModule);
    this.undertow = Undertow.builder().addHttpListener(port, "localhost").setHandler(paths).build();
    undertow.start();
    this.port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  static HttpHandler html(String body) {
    return exchange -> send(exchange, "text/html; charset=utf-8", body);
  }

  private static void sendModule(HttpServerExchange exchange) {
    try {
      String module = Files.readString(Path.of("../js-client/dist/livestash.iife.js"));
      send(exchange, "text/javascript; charset=utf-8", module);
    } catch (IOException notBuilt) {
      throw new UncheckedIOException(notBuilt);
    }
  }

  private static void send(HttpServerExchange exchange, String type, String body) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseSender().send(body);
  }

  int port() {
    return port;
  }

  String url() {
    return "http://localhost:" + port + "/";
  }

  @Override
  public void close() {
    undertow.stop();
  }
}
