package dev.livestash.acceptance.abuse;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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

  /** Not that of the good tabs, so that a server can tell them apart as it could in the world. */
  private static final String ADDRESS = "127.0.0.2";

  /** What the system holds for a socket is not what the server does. */
  private static final int BUFFER_BYTES = 64 << 10;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final OutputStream out;

  /** A connection on which nothing is sent yet. */
  Stranger(int port) throws IOException {
    channel = SocketChannel.open();
    Socket socket = channel.socket();
    socket.setReceiveBufferSize(BUFFER_BYTES);
    socket.setSendBufferSize(BUFFER_BYTES);
    socket.bind(new InetSocketAddress(ADDRESS, 0));
    socket.connect(new InetSocketAddress("localhost", port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static String handshake(String view) {
    return """
        GET /%s HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: livestash.v1

        """
        .formatted(view)
        .replace("\n", "\r\n");
  }

  /** A WebSocket. */
  static Stranger open(int port, String view) throws IOException {
    Stranger stranger = new Stranger(port);
    stranger.raw(handshake(view).getBytes(StandardCharsets.US_ASCII));
    int newlines = 0;
    while (newlines < 2) {
      int next = stranger.in.readUnsignedByte();
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
    return stranger;
  }

  /** A WebSocket that has joined as a new tab. */
  static Stranger joined(int port, String view) throws IOException {
    Stranger stranger = open(port, view);
    stranger.text(Frames.join(view, 1).toString());
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

  /** Says how long a frame is. */
  void header(int opcode, boolean isLast, long length) throws IOException {
    ByteBuffer header = headerOf(opcode, isLast, length);
    byte[] bytes = new byte[header.remaining()];
    header.get(bytes);
    out.write(bytes);
  }

  /** Its mask is of zeros. */
  private static ByteBuffer headerOf(int opcode, boolean isLast, long length) {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) ((isLast ? FIN : 0) | opcode));
    if (length < 126) {
      header.put((byte) (0x80 | length));
    } else {
      header.put((byte) 0xFF).putLong(length);
    }
    return header.putInt(0).flip();
  }

  /** A text as a frame, for {@link #push}. */
  static ByteBuffer framed(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = headerOf(TEXT, true, payload.length);
    return ByteBuffer.allocate(header.limit() + payload.length).put(header).put(payload).flip();
  }

  /** Writes what the socket takes now, without waiting. From then on, nothing else is possible. */
  void push(ByteBuffer bytes) throws IOException {
    channel.configureBlocking(false);
    channel.write(bytes);
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
    channel.close();
  }
}
