package dev.livestash.demo;

import dev.livestash.keys.KeyRing;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Two demo servers behind one address, which hands every connection to the next one: a tab that
 * comes back meets the other. All that they share is the key file.
 */
final class TwoNodes {

  private static final int RETRY_SECONDS = 1;

  /** A node that is down is no news here; held because a logger that nobody holds forgets. */
  private static final Logger PROXY = Logger.getLogger("io.undertow.proxy");

  private TwoNodes() {}

  /**
   * Starts the nodes and what stands before them, and says where.
   *
   * @param arguments see {@link Options#USAGE}
   */
  public static void main(String[] arguments) {
    Options options = Options.orExit(arguments);
    PROXY.setLevel(Level.OFF);
    // Made before either node is started, or each would make a key of its own.
    KeyRing.development(options.keys());
    List<Node> nodes = List.of(Node.start("A", options), Node.start("B", options));
    LoadBalancingProxyClient balancer =
        new LoadBalancingProxyClient(TwoNodes::isUpgrade).setProblemServerRetry(RETRY_SECONDS);
    nodes.stream().map(Node::url).map(CompletableFuture::join).forEach(balancer::addHost);
    ClusterHandler cluster = new ClusterHandler(new Cluster(nodes, options));
    HttpHandler proxy = ProxyHandler.builder().setProxyClient(balancer).build();
    Demo.listen(options.port(), Handlers.path(proxy).addPrefixPath("/cluster", cluster));
  }

  /** A WebSocket keeps the connection to its node for itself. */
  private static boolean isUpgrade(HttpServerExchange exchange) {
    return exchange.getRequestHeaders().contains(Headers.UPGRADE);
  }
}
