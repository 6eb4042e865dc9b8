package dev.livestash.session;

import dev.livestash.fence.Mark;
import dev.livestash.session.RestorePath.Restore;
import dev.livestash.view.Arrival;
import dev.livestash.wire.ClientFrame;
import dev.livestash.wire.ClientFrame.Join;
import dev.livestash.wire.CloseCode;
import dev.livestash.wire.Decoded;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One instance in this node's memory. Everything in it runs in its mailbox, one task after the
 * other: joins, frames, changes from outside. After each batch, what they changed is rendered,
 * sealed and sent.
 */
final class Session<S> {
  private final ViewHost<S> host;
  private final String sid;
  private final Mailbox mailbox;
  private final Outbound<S> outbound;

  private @Nullable Line<S> line;
  private @Nullable SocketAttachment<S> joining;
  private @Nullable SocketAttachment<S> socket;
  private @Nullable TabContext<S> context;
  private boolean ended;

  Session(ViewHost<S> host, String sid, Executor executor) {
    this.host = host;
    this.sid = sid;
    this.mailbox = new Mailbox(executor, () -> guarded(this::flush));
    this.outbound = new Outbound<>(host, sid);
  }

  String sid() {
    return sid;
  }

  @Nullable Line<S> line() {
    return line;
  }

  /**
   * Runs a task in its turn. What it throws ends the session: the tab comes back with its last kept
   * snapshot.
   */
  void post(Runnable task) {
    mailbox.post(() -> guarded(task));
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      System.getLogger("dev.livestash")
          .log(
              Level.ERROR,
              host.name + " " + sid + " failed and starts over from its token",
              failure);
      closeSocket(CloseCode.INTERNAL_ERROR, "the view failed");
      if (joining != null) {
        joining.close(CloseCode.INTERNAL_ERROR, "the view failed");
      }
      end();
    }
  }

  // --- joins

  /** The first attach of a new instance. */
  void start(SocketAttachment<S> newSocket, Join join, Optional<Restore.Refused> refused) {
    joining = newSocket;
    new Attach<>(host, this, newSocket, join).start(refused);
    joining = null;
  }

  /** An attach with a token of this instance. */
  void attach(SocketAttachment<S> newSocket, Join join, Restore.Verified verified) {
    if (ended) {
      newSocket.attach(join, verified);
      return;
    }
    joining = newSocket;
    new Attach<>(host, this, newSocket, join).attach(verified);
    joining = null;
    if (line == null) {
      end();
    }
  }

  /** Moves the session to a socket: the one before is closed, and nothing it still sends counts. */
  void moveTo(
      SocketAttachment<S> newSocket, Join join, Arrival arrival, Line<S> newLine, long startedAt) {
    closeSocket(CloseCode.SUPERSEDED, "another socket owns this instance");
    closeLocals();
    line = newLine;
    socket = newSocket;
    TabContext<S> newContext =
        new TabContext<>(this, join.view(), join.params(), newSocket.binding(), arrival);
    context = newContext;
    host.view.attached(newLine.state(), newContext);
    newSocket.attachedTo(this);
    outbound.joined(newSocket, newContext, newLine, startedAt);
    if (newSocket.isClosed()) {
      detached(newSocket);
    }
  }

  S first(Join join, SocketAttachment<S> newSocket, Arrival arrival) {
    return first(new TabContext<>(this, join.view(), join.params(), newSocket.binding(), arrival));
  }

  S first(TabContext<S> asking) {
    return host.view.first(asking);
  }

  // --- frames

  void receive(SocketAttachment<S> from, String text) {
    if (mailbox.waiting() >= host.services.settings().maxWaitingFrames()) {
      from.close(CloseCode.PROTOCOL_ERROR, "too many frames wait");
      return;
    }
    post(() -> handle(from, text));
  }

  private void handle(SocketAttachment<S> from, String text) {
    if (from != socket) {
      return;
    }
    Decoded decoded = host.frames.decode(text);
    if (decoded instanceof Decoded.Malformed malformed) {
      from.close(CloseCode.PROTOCOL_ERROR, malformed.why());
    } else if (decoded instanceof Decoded.Frame frame) {
      handle(from, frame.frame());
    }
  }

  private void handle(SocketAttachment<S> from, ClientFrame frame) {
    if (frame instanceof ClientFrame.Event event) {
      handle(from, event);
    } else if (frame instanceof ClientFrame.Kept kept) {
      answered(new Mark(kept.gen(), kept.seq()), Optional.empty());
    } else if (frame instanceof ClientFrame.Unkept unkept) {
      answered(new Mark(unkept.gen(), unkept.seq()), Optional.of(unkept.why()));
    } else if (frame instanceof ClientFrame.Ping) {
      outbound.pong();
    } else {
      from.close(CloseCode.PROTOCOL_ERROR, "a second join");
    }
  }

  private void handle(SocketAttachment<S> from, ClientFrame.Event event) {
    Line<S> now = current();
    Line.Turn turn = event.n() < 0 ? Line.Turn.NEXT : now.turn(event.n());
    switch (turn) {
      case SEEN -> outbound.alreadySeen(event.n());
      case GAP -> from.close(CloseCode.PROTOCOL_ERROR, "an event is missing");
      case NEXT -> {
        S next = outbound.run(now.state(), event, Objects.requireNonNull(context));
        line = event.n() < 0 ? now.changed(next) : now.handled(event.n(), next);
      }
    }
  }

  private void answered(Mark mark, Optional<String> unkept) {
    Line<S> now = current();
    now.answered(mark)
        .ifPresent(
            next -> {
              line = next;
              unkept.ifPresentOrElse(
                  why -> outbound.unprotected(why),
                  () -> host.services.fence().kept(sid, now.gen(), mark));
            });
  }

  // --- changes from outside, and what follows a batch

  void update(UnaryOperator<S> change) {
    post(
        () -> {
          if (line != null && !ended) {
            line = line.changed(change.apply(line.state()));
            outbound.renderIsDue();
          }
        });
  }

  private void flush() {
    if (line != null && socket != null) {
      line = outbound.flush(line);
    }
  }

  // --- the end

  void detached(SocketAttachment<S> from) {
    post(
        () -> {
          if (from == socket) {
            socket = null;
            end();
          }
        });
  }

  private void end() {
    ended = true;
    closeLocals();
    host.sessions.remove(sid, this);
  }

  private void closeSocket(CloseCode code, String reason) {
    if (socket != null) {
      socket.close(code, reason);
      socket = null;
    }
  }

  private void closeLocals() {
    if (context != null) {
      context.closeLocals();
    }
  }

  private Line<S> current() {
    return Objects.requireNonNull(line, "frames reach a session after its attach");
  }
}
