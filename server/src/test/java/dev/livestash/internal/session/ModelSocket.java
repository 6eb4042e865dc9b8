package dev.livestash.internal.session;

import dev.livestash.internal.wire.CloseCode;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node's end of a socket: it hands on what is sent, until it is closed. */
class ModelSocket implements Transport {
  final int wire;
  private final ServerNode node;
  private @Nullable Attachment attachment;
  private boolean closing;
  private boolean gone;

  ModelSocket(int wire, ServerNode node) {
    this.wire = wire;
    this.node = node;
  }

  void attach(Attachment opened) {
    attachment = opened;
  }

  Attachment attachment() {
    return Objects.requireNonNull(attachment, "a socket is attached as it opens");
  }

  /** The socket is gone: nothing that is sent goes anywhere. */
  void leave() {
    gone = true;
    attachment().closed(1006);
  }

  boolean isClosing() {
    return closing;
  }

  @Override
  public void send(byte[] utf8, Runnable whenSent) {
    if (!closing && !gone) {
      node.sent(wire, utf8);
      whenSent.run();
    }
  }

  @Override
  public void close(CloseCode code, String reason) {
    if (!closing && !gone) {
      closing = true;
      node.closed(wire, code);
    }
  }

  @Override
  public void probe(Duration within, Consumer<Boolean> answer) {
    node.probed(wire, answer);
  }
}
