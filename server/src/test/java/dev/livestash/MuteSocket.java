package dev.livestash;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket that opens and then says nothing, not even a pong. */
final class MuteSocket implements AutoCloseable {
  private static final int CLOSE = 8;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MANY = 1_000_000;

  /** FIN and ping, masked, 125 bytes, a mask of zeros. */
  private static final byte[] PING_HEADER = {(byte) 0x89, (byte) 0xFD, 0, 0, 0, 0};

  private final Socket socket;
  private final DataInputStream in;

  MuteSocket(int port, String path) {
    try {
      socket = new Socket("localhost", port);
      socket.setSoTimeout(10_000);
      in = new DataInputStream(socket.getInputStream());
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: localhost:"
              + port
              + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Protocol: livestash.v1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      skipHeaders();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void skipHeaders() throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = in.readUnsignedByte();
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }

  /** Reads frames until the close frame, and returns its code. */
  int closeCode() {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0x0F;
        byte[] payload = new byte[in.readUnsignedByte()];
        in.readFully(payload);
        if (opcode == CLOSE) {
          return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sends pings and reads nothing, until the server cuts the connection. */
  void pingUntilClosed() {
    byte[] ping = new byte[PING_HEADER.length + MAX_CONTROL_BYTES];
    System.arraycopy(PING_HEADER, 0, ping, 0, PING_HEADER.length);
    try {
      for (int i = 0; i < MANY; i++) {
        socket.getOutputStream().write(ping);
      }
    } catch (IOException isCut) {
      return;
    }
    throw new AssertionError("The server takes pings without end");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
