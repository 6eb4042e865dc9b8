package dev.livestash.demo;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Deque;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the page's section about the nodes asks for: {@code GET /cluster} tells how they are, {@code
 * POST /cluster/kill?node=A}, {@code /cluster/deploy?release=2} and {@code /cluster/rotate} do
 * something to them. For a demonstration only.
 */
final class ClusterHandler implements HttpHandler {

  /** A page of another origin cannot send it without asking first, and is not answered then. */
  private static final HttpString PROOF = HttpString.tryFromString("X-Sheet-Cluster");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Cluster cluster;

  ClusterHandler(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (exchange.getRequestMethod().equals(Methods.GET)) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
      exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
      exchange.getResponseSender().send(JSON.writeValueAsString(cluster.status()));
    } else if (!exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
    } else if (!exchange.getRequestHeaders().contains(PROOF)) {
      exchange.setStatusCode(StatusCodes.FORBIDDEN);
    } else {
      exchange.setStatusCode(act(exchange));
    }
  }

  private int act(HttpServerExchange exchange) {
    return switch (exchange.getRelativePath()) {
      case "/kill" -> kill(exchange);
      case "/deploy" -> deploy(exchange);
      case "/rotate" -> begun(cluster.rotate());
      default -> StatusCodes.NOT_FOUND;
    };
  }

  private int kill(HttpServerExchange exchange) {
    Optional<Node> node = parameter(exchange, "node").flatMap(cluster::node);
    node.ifPresent(Node::kill);
    return node.isPresent() ? StatusCodes.ACCEPTED : StatusCodes.NOT_FOUND;
  }

  private int deploy(HttpServerExchange exchange) {
    return switch (parameter(exchange, "release").orElse("")) {
      case "1" -> begun(cluster.deploy(Release.FIRST));
      case "2" -> begun(cluster.deploy(Release.SECOND));
      default -> StatusCodes.NOT_FOUND;
    };
  }

  private static int begun(boolean hasBegun) {
    return hasBegun ? StatusCodes.ACCEPTED : StatusCodes.CONFLICT;
  }

  private static Optional<String> parameter(HttpServerExchange exchange, String name) {
    return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::getFirst);
  }
}
