package dev.livestash.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.acceptance.chaos.Fault.Kind;
import dev.livestash.acceptance.chaos.Fault.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network's faults, on a connection from here to here. */
class ProxyTest {
  private static final int TIMEOUT_MS = 10_000;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ServerSocket server;
  private Proxy proxy;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = new Proxy(() -> OptionalInt.of(server.getLocalPort()), timer);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
    timer.shutdownNow();
  }

  /** Both ends of a connection through the proxy, which has passed a WebSocket's first line. */
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
    Socket tab = new Socket(InetAddress.getLoopbackAddress(), URI.create(proxy.url()).getPort());
    tab.setSoTimeout(TIMEOUT_MS);
    Socket accepted = server.accept();
    accepted.setSoTimeout(TIMEOUT_MS);
    Ends ends = new Ends(tab, accepted);
    ends.send("GET /live HTTP/1.1");
    assertThat(ends.receive(18)).isEqualTo("GET /live HTTP/1.1");
    return ends;
  }

  private void harm(Kind kind, boolean next, int ms, int bytes) {
    proxy.harm(new Fault(kind, Way.UP, next, ms, bytes), 0);
  }

  @Test
  void whatIsResetIsResetAtBothEnds() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.RESET, false, 0, 0);

      assertThatThrownBy(() -> ends.tab().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> ends.server().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }

  @Test
  void whatIsClosedEndsAtBothEnds() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.CLOSE, false, 0, 0);

      assertThat(ends.tab().getInputStream().read()).isEqualTo(-1);
      assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }

  @Test
  void whatIsCutShortPassesInPartOnly() throws IOException {
    try (Ends ends = connect()) {
      harm(Kind.CUT_WITHIN, false, 0, 3);
      ends.send("whole");

      assertThat(ends.receive(3)).isEqualTo("who");
      assertThatThrownBy(() -> ends.receive(1)).isInstanceOf(SocketException.class);
      assertThat(proxy.cuts()).isEqualTo(1);
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

      proxy.heal();

      assertThat(ends.receive(4)).isEqualTo("late");
      assertThat(proxy.cuts()).isZero();
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
            new Socket(InetAddress.getLoopbackAddress(), URI.create(proxy.url()).getPort());
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
      assertThat(proxy.cuts()).isZero();
    }
  }
}
