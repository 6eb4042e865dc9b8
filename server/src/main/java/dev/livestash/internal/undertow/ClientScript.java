package dev.livestash.internal.undertow;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Serves the browser's half, which the build has put beside this class: a few small files. */
public final class ClientScript implements HttpHandler {
  private static final List<String> NAMES =
      List.of("livestash.iife.js", "index.js", "index.development.js");
  private static final int ETAG_BYTES = 12;

  private record Script(String text, ETag etag) {}

  private final Map<String, Script> scripts;

  /**
   * A handler.
   *
   * @throws IllegalStateException if the files are not there
   */
  public ClientScript() {
    this.scripts =
        NAMES.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ClientScript::read));
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    var unused = PlainHttp.isCutShort(exchange);
    String path = exchange.getRelativePath();
    Script script = scripts.get(path.substring(path.lastIndexOf('/') + 1));
    if (script == null) {
      exchange.setStatusCode(StatusCodes.NOT_FOUND).endExchange();
    } else if (isRead(exchange)) {
      answer(exchange, script);
    } else {
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
      exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED).endExchange();
    }
  }

  private static boolean isRead(HttpServerExchange exchange) {
    return exchange.getRequestMethod().equals(Methods.GET)
        || exchange.getRequestMethod().equals(Methods.HEAD);
  }

  private static void answer(HttpServerExchange exchange, Script script) {
    exchange
        .getResponseHeaders()
        .put(Headers.ETAG, script.etag().toString())
        .put(Headers.CACHE_CONTROL, "no-cache")
        .put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff");
    if (!ETagUtils.handleIfNoneMatch(exchange, script.etag(), true)) {
      exchange.setStatusCode(StatusCodes.NOT_MODIFIED).endExchange();
      return;
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/javascript; charset=utf-8");
    exchange.getResponseSender().send(script.text());
  }

  private static Script read(String name) {
    try (InputStream in = ClientScript.class.getResourceAsStream("/dev/livestash/client/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "This LiveStash was built without the browser's half: run `npm ci && npm run build -w"
                + " js-client` before `mvn package`, or `./dev install`, which does both. Releases"
                + " have it.");
      }
      byte[] text = in.readAllBytes();
      return new Script(new String(text, StandardCharsets.UTF_8), new ETag(false, digest(text)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, ETAG_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each JDK has SHA-256", impossible);
    }
  }
}
