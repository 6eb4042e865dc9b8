package dev.livestash.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.NullMarked;
import tlschannel.ClientTlsChannel;
import tlschannel.NeedsReadException;
import tlschannel.NeedsWriteException;

/** A client's socket under TLS. Like a socket that does not block, it does what can be done now. */
@NullMarked
final class TlsLine implements ByteChannel {
  private final ClientTlsChannel channel;
  private boolean waitsToWrite;

  TlsLine(SocketChannel socket, SSLContext tls) {
    // An engine that does not know its server resumes no session, as after a restart.
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(true);
    channel = ClientTlsChannel.newBuilder(socket, engine).build();
  }

  /** Whether it goes on as soon as more can be written to the socket. */
  boolean waitsToWrite() {
    return waitsToWrite;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int start = into.position();
    try {
      while (into.hasRemaining()) {
        if (channel.read(into) < 0) {
          return into.position() > start ? into.position() - start : -1;
        }
      }
    } catch (NeedsReadException enough) {
      waitsToWrite = false;
    } catch (NeedsWriteException full) {
      waitsToWrite = true;
    }
    return into.position() - start;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int start = from.position();
    try {
      while (from.hasRemaining()) {
        channel.write(from);
        waitsToWrite = false;
      }
    } catch (NeedsReadException handshake) {
      waitsToWrite = false;
    } catch (NeedsWriteException full) {
      waitsToWrite = true;
    }
    return from.position() - start;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
