package dev.livestash.internal.session;

import dev.livestash.internal.memory.Budget;
import dev.livestash.internal.memory.ClientFrames;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.settings.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket from its first frame to its end: the first frame is a join, every later one goes to the
 * session that the join has led to.
 */
final class SocketAttachment<S> implements Attachment, Peer {
  /** How often a tab whose join waits is told that the server is there. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  /** What a frame of a live tab may have when this node's room is half taken. */
  private static final int SMALL_FRAME_BYTES = 64 << 10;

  private final Hosted<S> hosted;
  private final Sessions<Session<S>> sessions;
  private final Transport transport;
  private final Threads threads;
  private final Visitor visitor;
  private final Optional<String> subject;
  private final Consumer<SocketAttachment<S>> gone;
  private final long openedAtSecond;
  private volatile boolean hasSaidJoin;

  /** Null when that is so: a socket may stay for days. */
  private @Nullable CompletableFuture<Void> joinIsOver = new CompletableFuture<>();

  private volatile @Nullable Receiver receiver;
  private volatile boolean takesPatches;
  private volatile int cutOffBytes;

  /** What has come of a frame that is not whole. Of the socket's I/O thread. */
  private volatile int receivedBytes;

  /** Of these, what came before it had joined. Of the socket's own thread. */
  private int strangersBytes;

  /** The close code; 0 while it is open. */
  private volatile int closedWith;

  private volatile Scheduler.@Nullable Timer waits;
  private long saidJoinAtNanos;

  SocketAttachment(
      Hosted<S> hosted,
      Sessions<Session<S>> sessions,
      Transport transport,
      Threads threads,
      Visitor visitor,
      Consumer<SocketAttachment<S>> gone) {
    this.hosted = hosted;
    this.sessions = sessions;
    this.transport = transport;
    this.threads = threads;
    this.visitor = visitor;
    this.subject = visitor.binding().map(Subjects::hash);
    this.gone = gone;
    this.openedAtSecond = hosted.subjects.startsNow();
  }

  @Override
  public void frame(byte[] utf8) {
    hosted.services.listeners().tellApplication(one -> one.received(hosted.name, utf8.length));
    Receiver joined = receiver;
    if (joined != null) {
      joined.frame(utf8);
    } else if (!hasSaidJoin) {
      hasSaidJoin = true;
      hosted.joins.whole(visitor.client());
      saidJoinAtNanos = hosted.services.nanos();
      stayAlive();
      join(utf8);
    } else {
      close(CloseCode.PROTOCOL_ERROR, "a frame before joined");
    }
  }

  /**
   * What waits for a thread, for room or for an answer is held by the node's memory: half of that
   * at most, so that many who come back at once leave room for what live tabs send; and of one
   * client no more than its share, so that others come back.
   */
  private void join(byte[] utf8) {
    ClientFrames frames = frames();
    if (!frames.takeFromHalf(utf8.length)) {
      close(CloseCode.TRY_AGAIN_LATER, "too many frames wait");
      return;
    }
    whenJoinIsOver(() -> frames.give(utf8.length));
    threads.execute(() -> new Joining<>(hosted, sessions, this, threads).join(utf8));
  }

  /** Whoever has not joined may be a stranger: what live tabs need is not for him to take. */
  @Override
  public boolean reserve(int bytes, int soFar) {
    boolean isStranger = !isJoined();
    Budget strangers = hosted.services.memory().strangers();
    if (isStranger && !strangers.take(bytes)) {
      return false;
    }
    boolean hasRoom = isTaken(bytes, soFar + bytes, isStranger);
    if (hasRoom) {
      receivedBytes = soFar + bytes;
      strangersBytes += isStranger ? bytes : 0;
    } else if (isStranger) {
      strangers.give(bytes);
    }
    return hasRoom;
  }

  private boolean isTaken(int bytes, int size, boolean isStranger) {
    if (size > SMALL_FRAME_BYTES) {
      return frames().takeFromHalf(bytes);
    }
    boolean isFree = !isStranger && size <= ClientFrames.FREE_BYTES;
    return isFree ? frames().takeFree(bytes) : frames().take(bytes);
  }

  @Override
  public boolean isReceiving() {
    return receivedBytes > 0;
  }

  @Override
  public void release(int bytes) {
    receivedBytes = 0;
    hosted.services.memory().strangers().give(strangersBytes);
    strangersBytes = 0;
    frames().give(bytes);
  }

  private ClientFrames frames() {
    return hosted.services.memory().framesOf(client());
  }

  /** The tab leaves a socket that is silent: not while its join waits for the application. */
  private void stayAlive() {
    waits =
        hosted
            .services
            .scheduler()
            .after(
                SIGN_OF_LIFE,
                () -> {
                  if (!isClosed() && receiver == null) {
                    isThere();
                    stayAlive();
                  }
                });
  }

  private void isThere() {
    send(hosted.frames.encode(new ServerFrame.Pong()));
  }

  @Override
  public void arriving() {
    if (!isClosed()) {
      isThere();
    }
  }

  @Override
  public void cutOff(int bytes) {
    cutOffBytes = bytes;
    if (!hasSaidJoin) {
      hosted.joins.cutOff(visitor.client(), bytes);
    }
  }

  @Override
  public int cutOffBytes() {
    return cutOffBytes;
  }

  @Override
  public void closed(int code) {
    closedWith = code;
    waitsNoMore();
    Receiver joined = receiver;
    if (joined != null) {
      joined.gone(code);
    }
    gone.accept(this);
  }

  /** A socket that is in a session is left by that. */
  void leaveUnlessJoined() {
    if (receiver == null) {
      leave();
    }
  }

  /** Says goodbye. */
  void leave() {
    RetrySpread retry = hosted.retrySpread();
    send(hosted.frames.encode(retry.bye()));
    close(CloseCode.SERVICE_RESTART, "try another server");
  }

  @Override
  public boolean hasSaidJoin() {
    return hasSaidJoin;
  }

  @Override
  public boolean isJoined() {
    return receiver != null;
  }

  @Override
  public boolean bringsToken() {
    Receiver joined = receiver;
    return joined != null && joined.bringsToken();
  }

  @Override
  public void joined(Receiver session) {
    receiver = session;
    waitsNoMore();
  }

  @Override
  public void whenJoinIsOver(Runnable task) {
    if (!isToRunLater(task)) {
      task.run();
    }
  }

  private synchronized boolean isToRunLater(Runnable task) {
    CompletableFuture<Void> awaited = joinIsOver;
    if (awaited == null) {
      return false;
    }
    var unused = awaited.thenRun(task);
    return true;
  }

  private void waitsNoMore() {
    Scheduler.Timer timer = waits;
    if (timer != null) {
      timer.cancel();
      waits = null;
    }
    CompletableFuture<Void> awaited = joinNoMore();
    if (awaited != null) {
      awaited.complete(null);
    }
  }

  private synchronized @Nullable CompletableFuture<Void> joinNoMore() {
    CompletableFuture<Void> awaited = joinIsOver;
    joinIsOver = null;
    return awaited;
  }

  @Override
  public boolean isClosed() {
    return closedWith != 0;
  }

  @Override
  public int closeCode() {
    return closedWith;
  }

  @Override
  public long saidJoinAtNanos() {
    return saidJoinAtNanos;
  }

  @Override
  public Visitor visitor() {
    return visitor;
  }

  @Override
  public Optional<String> subject() {
    return subject;
  }

  @Override
  public long openedAtSecond() {
    return openedAtSecond;
  }

  @Override
  public void send(byte[] utf8, Runnable whenSent) {
    isSent(utf8);
    transport.send(utf8, whenSent);
  }

  @Override
  public boolean offer(byte[] utf8) {
    boolean isOnItsWay = transport.offer(utf8);
    if (isOnItsWay) {
      isSent(utf8);
    }
    return isOnItsWay;
  }

  private void isSent(byte[] utf8) {
    hosted.services.listeners().tellApplication(one -> one.sent(hosted.name, utf8.length));
  }

  @Override
  public void sendRender(byte[] utf8) {
    isSent(utf8);
    transport.sendRender(utf8);
  }

  @Override
  public boolean takesRenderBack() {
    return transport.takesRenderBack();
  }

  @Override
  public void pinRender() {
    transport.pinRender();
  }

  @Override
  public boolean takesPatches() {
    return takesPatches;
  }

  @Override
  public void takesPatches(boolean are) {
    takesPatches = are;
  }

  @Override
  public void sendInParts() {
    transport.sendInParts();
  }

  @Override
  public void close(CloseCode code, String reason) {
    transport.close(code, reason);
    if (receiver == null) {
      // Its tab may take its time to answer that, and need not be waited for.
      waitsNoMore();
    }
  }

  @Override
  public void suspendReads() {
    transport.suspendReads();
  }

  @Override
  public void resumeReads() {
    transport.resumeReads();
  }

  @Override
  public void probe(Duration within, Consumer<Boolean> answer) {
    transport.probe(within, answer);
  }
}
