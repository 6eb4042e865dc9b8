package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SocketsTest {
  @Test
  void whoeverWaitsForTheLastIsToldOfIt() {
    Sockets<String> sockets = new Sockets<>();
    sockets.opened("one");
    CompletableFuture<Void> drained = sockets.whenAllGone();
    CompletableFuture<Void> closed = sockets.whenAllGone();
    assertThat(drained).isNotDone();
    sockets.gone("one");
    assertThat(drained).isDone();
    assertThat(closed).isDone();
  }
}
