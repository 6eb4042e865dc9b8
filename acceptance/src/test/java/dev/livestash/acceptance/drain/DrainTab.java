package dev.livestash.acceptance.drain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tab as PROTOCOL.md has it, as light as can be: it joins, stores what it is sent, and waits. */
final class DrainTab {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int ROOM_BYTES = 16 << 10;
  private static final int NO_CLOSE = 1006;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FIN = 0x80;
  private static final int LENGTH_IN_16_BITS = 126;

  /** How a socket ended: by a close code, perhaps after a goodbye that said when to come back. */
  record End(int code, Optional<long[]> retry, long atNanos) {}

  private final Selector selector;
  private SocketChannel channel;
  private SelectionKey key;
  private ByteBuffer in = ByteBuffer.allocate(ROOM_BYTES);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private boolean isOpen;
  private String token = "";
  private String outcome = "";
  private Optional<long[]> retry = Optional.empty();
  private Optional<Integer> code = Optional.empty();
  private Optional<End> end = Optional.empty();
  private boolean isKept;
  private long attempt;
  private long joinedAtNanos;

  DrainTab(Selector selector, int port) throws IOException {
    this.selector = selector;
    connect(port);
  }

  /** Opens a socket, the first one or the next. */
  void connect(int port) throws IOException {
    in.clear();
    isOpen = false;
    isKept = false;
    retry = Optional.empty();
    code = Optional.empty();
    end = Optional.empty();
    out = ByteBuffer.wrap(handshake(port).getBytes(StandardCharsets.US_ASCII));
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(new InetSocketAddress(InetAddress.getByName("localhost"), port));
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  private static String handshake(int port) {
    return "GET /counter HTTP/1.1\r\nHost: localhost:"
        + port
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Protocol: livestash.v1\r\n\r\n";
  }

  /** How its socket ended, if it has. */
  Optional<End> end() {
    return end;
  }

  /** Whether it is live, and has stored the newest state. */
  boolean isKept() {
    return isKept;
  }

  String outcome() {
    return outcome;
  }

  long joinedAtNanos() {
    return joinedAtNanos;
  }

  // --- bytes

  void ready() {
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
      }
      if (key.isReadable() && !read()) {
        ended();
        return;
      }
      write();
    } catch (IOException reset) {
      ended();
    }
  }

  private void ended() {
    try {
      channel.close();
    } catch (IOException gone) {
      // It was, anyway.
    }
    end = Optional.of(new End(code.orElse(NO_CLOSE), retry, System.nanoTime()));
  }

  private void write() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private boolean read() throws IOException {
    int count = channel.read(in);
    in.flip();
    if (!isOpen) {
      readHeaders();
    }
    while (isOpen && readFrame()) {
      // the next one
    }
    in.compact();
    return count >= 0;
  }

  private void readHeaders() throws IOException {
    String text = StandardCharsets.US_ASCII.decode(in.duplicate()).toString();
    int last = text.indexOf("\r\n\r\n");
    if (last < 0) {
      return;
    }
    if (!text.startsWith("HTTP/1.1 101")) {
      throw new IOException(text.substring(0, last));
    }
    in.position(in.position() + last + 4);
    isOpen = true;
    send(join());
  }

  private boolean readFrame() {
    ByteBuffer next = in.duplicate();
    if (next.remaining() < 4) {
      return false;
    }
    int opcode = next.get() & 0x0F;
    int length = next.get();
    length = length == LENGTH_IN_16_BITS ? next.getChar() : length;
    if (next.remaining() < length) {
      return false;
    }
    byte[] payload = new byte[length];
    next.get(payload);
    in.position(next.position());
    take(opcode, payload);
    return true;
  }

  private void append(int opcode, byte[] payload) {
    ByteBuffer more = ByteBuffer.allocate(out.remaining() + payload.length + 8).put(out);
    more.put((byte) (FIN | opcode));
    if (payload.length < LENGTH_IN_16_BITS) {
      more.put((byte) (FIN | payload.length));
    } else {
      more.put((byte) (FIN | LENGTH_IN_16_BITS)).putChar((char) payload.length);
    }
    // A mask of zeros.
    out = more.putInt(0).put(payload).flip();
  }

  // --- frames

  private void send(JsonNode frame) {
    append(TEXT, frame.toString().getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode join() {
    ObjectNode join = frame("join").put("view", "counter").put("attempt", ++attempt);
    if (!token.isEmpty()) {
      join.put("token", token).put("fork", false);
    }
    join.putObject("params");
    return join;
  }

  private static ObjectNode frame(String name) {
    return JSON.createObjectNode().put("t", name);
  }

  private void take(int opcode, byte[] payload) {
    switch (opcode) {
      case TEXT -> take(JSON.readTree(payload));
      case PING -> append(PONG, payload);
      case CLOSE -> {
        code = Optional.of((int) ByteBuffer.wrap(payload).getChar());
        append(CLOSE, payload);
      }
      default -> {}
    }
  }

  private void take(JsonNode frame) {
    switch (frame.get("t").asString()) {
      case "joined" -> {
        outcome = frame.get("outcome").asString();
        joinedAtNanos = System.nanoTime();
      }
      case "keep" -> {
        token = frame.get("token").asString();
        isKept = true;
        send(frame("kept").set("gen", frame.get("gen")).set("seq", frame.get("seq")));
      }
      case "bye" -> {
        JsonNode spread = frame.get("retry");
        retry = Optional.of(new long[] {spread.get(0).asLong(), spread.get(1).asLong()});
      }
      default -> {}
    }
  }
}
