package dev.livestash.bench;

import org.jspecify.annotations.NullMarked;

/** A plain echo server, to be run in a JVM of its own. */
@NullMarked
final class EchoServer {
  private EchoServer() {}

  /** Serves until it is ended. */
  public static void main(String[] args) {
    System.out.println(Server.echo().address().getPort());
  }
}
