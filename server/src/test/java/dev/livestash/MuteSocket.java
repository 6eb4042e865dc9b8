package dev.livestash;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket that opens, then says only what it is told to, not even a pong, and reads likewise.
 */
final class MuteSocket implements AutoCloseable {
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int SMALL_WINDOW_BYTES = 64 << 10;
  private static final int TICK_MILLIS = 20;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MANY = 1_000_000;

  /** FIN and ping, masked, 125 bytes, a mask of zeros. */
  private static final byte[] PING_HEADER = {(byte) 0x89, (byte) 0xFD, 0, 0, 0, 0};

  private final Socket socket;
  private DataInputStream in;

  MuteSocket(int port, String path) {
    try {
      socket = new Socket();
      // So that little is read that nobody asked for.
      socket.setReceiveBufferSize(SMALL_WINDOW_BYTES);
      socket.connect(new InetSocketAddress("localhost", port));
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

  MuteSocket send(JsonNode frame) {
    byte[] text = frame.toString().getBytes(StandardCharsets.UTF_8);
    // FIN and text, masked, a length of two bytes, a mask of zeros.
    ByteBuffer header = ByteBuffer.allocate(8).put((byte) 0x81).put((byte) 0xFE);
    try {
      socket.getOutputStream().write(header.putShort((short) text.length).array());
      socket.getOutputStream().write(text);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sends a text message that says it is longer than what comes. */
  void sendPartOfAText(int bytes) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) 0x81).put((byte) 0xFF);
    socket.getOutputStream().write(header.putLong(bytes + 1).array());
    socket.getOutputStream().write("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(int opcode, byte[] payload) {}

  private Frame next() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte();
    byte[] payload =
        new byte
            [length == 126
                ? in.readUnsignedShort()
                : length == 127 ? Math.toIntExact(in.readLong()) : length];
    in.readFully(payload);
    return new Frame(opcode, payload);
  }

  private Frame next(int opcode) {
    try {
      Frame next = next();
      while (next.opcode() != opcode) {
        next = next();
      }
      return next;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The next text frame; those of other kinds before it are skipped. */
  JsonNode nextText() {
    return JsonMapper.shared().readTree(next(TEXT).payload());
  }

  /** The text of the next text message. */
  String nextRaw() {
    return new String(next(TEXT).payload(), StandardCharsets.UTF_8);
  }

  /** Reads up to a ping, which it does not answer. */
  void readPing() {
    var unused = next(PING);
  }

  /** Reads frames until the close frame, and returns its code; 1006 if there comes none. */
  int closeCode() {
    try {
      while (true) {
        Optional<Integer> code = code(next());
        if (code.isPresent()) {
          return code.get();
        }
      }
    } catch (IOException isCut) {
      return 1006;
    }
  }

  private static Optional<Integer> code(Frame frame) {
    return frame.opcode() == CLOSE
        ? Optional.of((int) ByteBuffer.wrap(frame.payload()).getChar())
        : Optional.empty();
  }

  /** Reads no more than so many bytes a second, until there is no more, and returns the code. */
  int closeCodeAt(int bytesPerSecond) {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    SlowInput slow = new SlowInput(in, bytesPerSecond / (1000 / TICK_MILLIS));
    var ticks = clock.scheduleAtFixedRate(slow::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    in = new DataInputStream(slow);
    try {
      return closeCode();
    } finally {
      ticks.cancel(true);
      clock.shutdownNow();
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

  /** Goes in the middle of a message, and waits until the server has gone, too. */
  void leaveAfterPartOfAText(int bytes) {
    try {
      sendPartOfAText(bytes);
      socket.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      close();
    }
  }

  /** Goes without a word. */
  void leave() {
    close();
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
