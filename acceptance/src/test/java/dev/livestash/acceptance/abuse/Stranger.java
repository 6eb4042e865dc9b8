package dev.livestash.acceptance.abuse;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A raw socket that sends what it likes. */
final class Stranger implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int PING = 9;
  private static final int FIN = 0x80;
  private static final int CLOSE = 8;
  private static final int TIMEOUT_MILLIS = 15_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;

  /** A connection on which nothing is sent yet. */
  Stranger(int port) throws IOException {
    socket.setReceiveBufferSize(64 << 10);
    socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static String handshake() {
    return """
        GET /board HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: livestash.v1

        """
        .replace("\n", "\r\n");
  }

  /** A WebSocket. */
  static Stranger open(int port) throws IOException {
    Stranger stranger = new Stranger(port);
    stranger.raw(handshake().getBytes(StandardCharsets.US_ASCII));
    int newlines = 0;
    while (newlines < 2) {
      int next = stranger.in.readUnsignedByte();
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
    return stranger;
  }

  /** A WebSocket that has joined as a new tab. */
  static Stranger joined(int port) throws IOException {
    Stranger stranger = open(port);
    stranger.text(Frames.join(1).toString());
    stranger.await("joined");
    return stranger;
  }

  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void text(String text) throws IOException {
    frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  void frame(int opcode, boolean isLast, byte[] payload) throws IOException {
    header(opcode, isLast, payload.length);
    out.write(payload);
  }

  /** Says how long a frame is; its mask is of zeros. */
  void header(int opcode, boolean isLast, long length) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) ((isLast ? FIN : 0) | opcode));
    if (length < 126) {
      header.put((byte) (0x80 | length));
    } else {
      header.put((byte) 0xFF).putLong(length);
    }
    header.putInt(0);
    out.write(header.array(), 0, header.position());
  }

  /** The next text frame of a name; those before it are skipped. */
  JsonNode await(String name) throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      int small = in.readUnsignedByte();
      int length =
          small < 126 ? small : small == 126 ? in.readUnsignedShort() : (int) in.readLong();
      byte[] payload = new byte[length];
      in.readFully(payload);
      if (opcode == CLOSE) {
        throw new IOException("closed with " + (int) ByteBuffer.wrap(payload).getChar());
      }
      JsonNode frame = opcode == TEXT ? Frames.JSON.readTree(payload) : null;
      if (frame != null && frame.get("t").asString().equals(name)) {
        return frame;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
