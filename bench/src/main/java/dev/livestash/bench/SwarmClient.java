package dev.livestash.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;

/** One WebSocket (RFC 6455) that sends its first frame and then waits for the server's. */
@NullMarked
final class SwarmClient {
  private static final int MAX_SMALL_LENGTH = 125;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;
  private static final int FIN_AND_TEXT = 0x81;
  private static final int TEXT = 1;
  private static final int PING = 9;
  private static final int FIN_AND_PONG = 0x8A;
  private static final int MASKED = 0x80;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;

  /** The socket itself, or TLS on it. */
  private final ByteChannel line;

  private final SelectionKey key;
  private final Swarm.Script script;
  private final int number;
  private final ByteBuffer room;
  private ByteBuffer in = NOTHING;
  private ByteBuffer out;
  private boolean opening = true;
  private long liveAt;
  private int frames;

  SwarmClient(
      Selector selector,
      InetSocketAddress server,
      String path,
      Swarm.Script script,
      int number,
      ByteBuffer room)
      throws IOException {
    this(selector, server, Optional.empty(), path, script, number, room);
  }

  SwarmClient(
      Selector selector,
      InetSocketAddress server,
      Optional<SSLContext> tls,
      String path,
      Swarm.Script script,
      int number,
      ByteBuffer room)
      throws IOException {
    this.room = room;
    this.script = script;
    this.number = number;
    this.out = ByteBuffer.wrap(handshake(server, path).getBytes(StandardCharsets.US_ASCII));
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    // A reset leaves no port behind that waits for a minute.
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    line = tls.<ByteChannel>map(context -> new TlsLine(channel, context)).orElse(channel);
    int waitFor = channel.connect(server) ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
    key = channel.register(selector, waitFor, this);
  }

  private static String handshake(InetSocketAddress server, String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost:"
        + server.getPort()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Protocol: livestash.v1\r\n\r\n";
  }

  boolean isOpening() {
    return opening;
  }

  boolean isDone() {
    return frames >= script.frames();
  }

  long liveAt() {
    return liveAt;
  }

  /** Sends a frame beside those that the script asks for, once the first one is on its way. */
  void send(String text) throws IOException {
    append(frame(text));
    write();
  }

  /** What a selector has found one of these ready for. */
  static void ready(SelectionKey key) {
    try {
      ((SwarmClient) key.attachment()).ready();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void ready() throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
    }
    if (key.isReadable()) {
      read();
    }
    write();
  }

  private void write() throws IOException {
    line.write(out);
    key.interestOps(
        waitsToWrite() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private boolean waitsToWrite() {
    return line instanceof TlsLine tls ? tls.waitsToWrite() : out.hasRemaining();
  }

  private void read() throws IOException {
    ByteBuffer more = room.clear().put(in);
    if (line.read(more) < 0) {
      throw new EOFException("the server closed client " + number);
    }
    in = more.flip();
    if (opening) {
      readHeaders();
    }
    while (!opening && readFrame()) {
      // the next one
    }
    in = in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
  }

  private void readHeaders() throws IOException {
    String text = StandardCharsets.US_ASCII.decode(in.duplicate()).toString();
    int end = text.indexOf("\r\n\r\n");
    if (end >= 0) {
      if (!text.startsWith("HTTP/1.1 101")) {
        throw new IOException(text.substring(0, end));
      }
      in.position(in.position() + end + 4);
      opening = false;
      append(frame(script.hello().apply(number)));
    }
  }

  private boolean readFrame() {
    if (in.remaining() < 2) {
      return false;
    }
    int at = in.position();
    int opcode = in.get(at) & 0x0F;
    int header = header(in.get(at + 1));
    if (in.remaining() < header) {
      return false;
    }
    int length = length(in.get(at + 1), at + 2);
    if (in.remaining() < header + length) {
      return false;
    }
    byte[] payload = new byte[length];
    in.position(at + header).get(payload);
    if (opcode == TEXT) {
      text(new String(payload, StandardCharsets.UTF_8));
    } else if (opcode == PING) {
      append(frame(FIN_AND_PONG, payload));
    }
    return true;
  }

  private static int header(int small) {
    return switch (small) {
      case LENGTH_IN_16_BITS -> 2 + Short.BYTES;
      case LENGTH_IN_64_BITS -> 2 + Long.BYTES;
      default -> 2;
    };
  }

  private int length(int small, int at) {
    return switch (small) {
      case LENGTH_IN_16_BITS -> Short.toUnsignedInt(in.getShort(at));
      case LENGTH_IN_64_BITS -> Math.toIntExact(in.getLong(at));
      default -> small;
    };
  }

  private void text(String frame) {
    frames++;
    liveAt = frames == 1 ? System.nanoTime() : liveAt;
    script.answer().apply(frame).ifPresent(answer -> append(frame(answer)));
  }

  private void append(ByteBuffer more) {
    int bytes = out.remaining() + more.remaining();
    out = out.hasRemaining() ? ByteBuffer.allocate(bytes).put(out).put(more).flip() : more;
  }

  private static ByteBuffer frame(String text) {
    return frame(FIN_AND_TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A frame of a tab. Its mask is zero: the server takes it off as it would any other. */
  private static ByteBuffer frame(int kind, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) kind);
    if (payload.length <= MAX_SMALL_LENGTH) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | LENGTH_IN_16_BITS)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }

  void close() throws IOException {
    channel.close();
  }
}
