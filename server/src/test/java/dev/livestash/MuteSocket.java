package dev.livestash;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket that opens and then says nothing, not even a pong. */
final class MuteSocket implements AutoCloseable {
  private static final int CLOSE = 8;

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

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
