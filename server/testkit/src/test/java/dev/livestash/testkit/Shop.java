package dev.livestash.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An app: says how it was started, and goodbye when it is told to end. */
final class Shop {
  private Shop() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[1]);
    // It can be told to end as soon as it listens.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
    boolean isOther = System.getProperty("java.class.path").contains("another release");
    byte[] page =
        String.join(" ", arguments[0], System.getProperty("greeting"), isOther ? "again" : "")
            .strip()
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }
}
