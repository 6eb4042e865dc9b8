package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.testkit.Fault.Kind;
import dev.livestash.testkit.Fault.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The network's faults, on a connection from here to here. */
class NetworkTest {
  private static final int TIMEOUT_MS = 10_000;
  private static final String HANDSHAKE =
      "GET /any HTTP/1.1\r\nConnection: Upgrade\r\nupgrade: WebSocket\r\n\r\n";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ServerSocket server;
  private Network network;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    network = new Network(() -> OptionalInt.of(server.getLocalPort()), timer);
  }

  @AfterEach
  void close() throws IOException {
    network.close();
    server.close();
    timer.shutdownNow();
  }

  /** Both ends of a connection through the network, which has passed a WebSocket's first line. */
  private record Ends(Socket tab, Socket server) implements AutoCloseable {
    void send(String text) throws IOException {
      tab.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    String receive(int bytes) throws IOException {
      byte[] read = server.getInputStream().readNBytes(bytes);
      return new String(read, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
      tab.close();
      server.close();
    }
  }

  private Ends connect() throws IOException {
    Socket tab = new Socket(InetAddress.getLoopbackAddress(), URI.create(network.url()).getPort());
    tab.setSoTimeout(TIMEOUT_MS);
    Socket accepted = server.accept();
    accepted.setSoTimeout(TIMEOUT_MS);
    Ends ends = new Ends(tab, accepted);
    ends.send(HANDSHAKE);
    assertThat(ends.receive(HANDSHAKE.length())).isEqualTo(HANDSHAKE);
    return ends;
  }

  private void harm(Kind kind, boolean next, int ms, int bytes) {
    network.harm(new Fault(kind, Way.UP, next, ms, bytes), 0);
  }

  @Test
  void whatIsResetIsResetAtBothEnds() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.RESET, false, 0, 0);

      assertThatThrownBy(() -> ends.tab().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> ends.server().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThat(network.cuts()).isEqualTo(1);
    }
  }

  @Test
  void whatIsClosedEndsAtBothEnds() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.CLOSE, false, 0, 0);

      assertThat(ends.tab().getInputStream().read()).isEqualTo(-1);
      assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
      assertThat(network.cuts()).isEqualTo(1);
    }
  }

  @Test
  void whatIsCutShortPassesInPartOnly() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.CUT_WITHIN, false, 0, 3);
      ends.send("whole");

      assertThat(ends.receive(3)).isEqualTo("who");
      assertThatThrownBy(() -> ends.receive(1)).isInstanceOf(SocketException.class);
      assertThat(network.cuts()).isEqualTo(1);
    }
  }

  @Test
  void whatIsStalledPassesOnceItIsHealed() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.STALL, false, Integer.MAX_VALUE, 0);
      ends.send("late");
      ends.server().setSoTimeout(1);
      assertThatThrownBy(() -> ends.receive(1)).isInstanceOf(SocketTimeoutException.class);
      ends.server().setSoTimeout(TIMEOUT_MS);

      network.heal();

      assertThat(ends.receive(4)).isEqualTo("late");
      assertThat(network.cuts()).isZero();
    }
  }

  @Test
  void whatIsMeantForTheNextConnectionWaitsForIt() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.STALL, true, Integer.MAX_VALUE, 0);
      ends.send("open");
      assertThat(ends.receive(4)).isEqualTo("open");
    }
    try (Socket next =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(network.url()).getPort());
        Socket accepted = server.accept()) {
      next.getOutputStream().write(1);
      accepted.setSoTimeout(1);
      assertThatThrownBy(() -> accepted.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whatEndsByItselfIsNoCut() throws IOException {
    try (Ends ends = connect()) {
      ends.server().close();

      assertThat(ends.tab().getInputStream().read()).isEqualTo(-1);
      assertThat(network.cuts()).isZero();
    }
  }

  @Test
  void whatIsDownLetsNobodyThroughUntilItIsHealed() throws IOException {
    try (Ends ends = connect()) {
      network.down();
      assertThatThrownBy(() -> ends.tab().getInputStream().read())
          .isInstanceOf(SocketException.class);
      try (Socket later =
          new Socket(InetAddress.getLoopbackAddress(), URI.create(network.url()).getPort())) {
        assertThatThrownBy(
                () -> {
                  // The reset may come before, or after, the first byte has left.
                  later.getOutputStream().write(1);
                  assertThat(later.getInputStream().read()).isEqualTo(-1);
                  throw new SocketException("an end");
                })
            .isInstanceOf(SocketException.class);
      }
      network.heal();
      connect().close();
    }
  }

  static Stream<Consumer<Network>> ends() {
    return Stream.of(Network::down, Network::close);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void nobodySlipsThroughWhileItGoesDown(Consumer<Network> end) throws IOException {
    AtomicReference<Network> itself = new AtomicReference<>();
    try (Network going =
        new Network(
            () -> {
              end.accept(itself.get());
              return OptionalInt.of(server.getLocalPort());
            },
            timer)) {
      itself.set(going);
      int port = URI.create(going.url()).getPort();
      try (Socket tab = new Socket(InetAddress.getLoopbackAddress(), port)) {
        tab.setSoTimeout(TIMEOUT_MS);
        assertThatThrownBy(() -> tab.getInputStream().read()).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void whatIsStalledAltogetherStallsNewConnectionsToo() throws IOException {
    network.stall();
    try (Socket tab =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(network.url()).getPort());
        Socket accepted = server.accept()) {
      tab.getOutputStream().write(1);
      accepted.setSoTimeout(1);
      assertThatThrownBy(() -> accepted.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      accepted.setSoTimeout(TIMEOUT_MS);
      network.heal();
      assertThat(accepted.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void whatIsSlowIsLate() throws IOException {
    try (Ends ends = connect()) {
      network.slow(Duration.ofMillis(200));
      long sent = System.nanoTime();
      ends.send("late");
      assertThat(ends.receive(4)).isEqualTo("late");
      assertThat(Duration.ofNanos(System.nanoTime() - sent))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void whatIsSentInARowIsLateTogether() throws IOException {
    try (Ends ends = connect()) {
      network.slow(Duration.ofMillis(500));
      String row =
          IntStream.range(0, 100_000).mapToObj("%06d"::formatted).collect(Collectors.joining());
      long sent = System.nanoTime();
      ends.send(row);
      assertThat(ends.receive(row.length())).isEqualTo(row);
      // One after the other, its pieces would take twenty.
      assertThat(Duration.ofNanos(System.nanoTime() - sent))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
    }
  }

  @Test
  void whatWasSentBeforeAnEndComesBeforeIt() throws IOException {
    try (Ends ends = connect()) {
      network.slow(Duration.ofMillis(200));
      ends.send("last");
      ends.tab().shutdownOutput();
      assertThat(ends.receive(4)).isEqualTo("last");
      assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
    }
  }
}
