package dev.livestash.settings;

import java.util.function.Consumer;

/**
 * How much a LiveStash takes in and holds, in bytes and numbers; the heap is {@link
 * Runtime#maxMemory}. Immutable: each {@code with…} gives a copy. How long things take stands in
 * {@link Times}; what happens at a limit, beside it, and in the table of {@code PROTOCOL.md} for
 * whatever a tab can notice.
 */
public final class Limits implements Cloneable {
  private static final Limits DEFAULTS = new Limits();

  private int maxTokenBytes = 1 << 20;
  private int maxStateBytes = 16 << 20;
  private int maxStoredTokenBytes = 16 << 20;
  private int maxEventBytes = 64 << 10;
  private int maxJsonTokens = 10_000;
  private int maxUnreadBytes = 4 << 20;
  private long maxUnreadBytesOfNode = Runtime.getRuntime().maxMemory() / 8;
  private int maxWaitingFrames = 1024;
  private int maxWaitingBytes = 256 << 10;
  private long maxWaitingBytesOfNode = Runtime.getRuntime().maxMemory() / 8;
  private long maxRestoringBytes = Runtime.getRuntime().maxMemory() / 8;
  private long maxStatesBytes = Runtime.getRuntime().maxMemory() / 8 * 3;
  private int maxReplyBytes = 64 << 10;
  private int maxMessageBytes = 64 << 10;
  private int maxInstances = 100_000;
  private int maxLingering = 10_000;

  private Limits() {}

  private Limits with(Consumer<Limits> change) {
    try {
      Limits copy = (Limits) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** {@return every limit at its default} */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /** {@return the largest token in a tab, in bytes; 1 MiB by default} */
  public int maxTokenBytes() {
    return maxTokenBytes;
  }

  /**
   * How large a token may be in a tab. A larger one goes to the view's overflow store; without one,
   * its state is in this server's memory only, and the {@code StashListener} is told. A browser
   * keeps about 5 MiB for a whole origin, and two tokens while it replaces one.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxTokenBytes(int bytes) {
    int checked = Check.bytes("maxTokenBytes", bytes, 1024);
    return with(copy -> copy.maxTokenBytes = checked);
  }

  /** {@return the largest state, as JSON with its claims, in bytes; 16 MiB by default} */
  public int maxStateBytes() {
    return maxStateBytes;
  }

  /**
   * How large a state's JSON may be, together with its claims, before it is compressed: the most
   * memory that sealing or opening one takes. A larger one is not sealed, and the {@code
   * StashListener} is told; a token that inflates to more is refused.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxStateBytes(int bytes) {
    int checked = Check.bytes("maxStateBytes", bytes, 1024);
    return with(copy -> copy.maxStateBytes = checked);
  }

  /** {@return the largest token in a store, in bytes; 16 MiB by default} */
  public int maxStoredTokenBytes() {
    return maxStoredTokenBytes;
  }

  /**
   * How large a token may be in a store on the servers' side.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxStoredTokenBytes(int bytes) {
    int checked = Check.bytes("maxStoredTokenBytes", bytes, 1024);
    return with(copy -> copy.maxStoredTokenBytes = checked);
  }

  /** {@return the largest frame after the join, in bytes; 64 KiB by default} */
  public int maxEventBytes() {
    return maxEventBytes;
  }

  /**
   * How large an event's frame may be, as in the browser module; a larger one is closed with 1009.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxEventBytes(int bytes) {
    int checked = Check.bytes("maxEventBytes", bytes, 1024);
    return with(copy -> copy.maxEventBytes = checked);
  }

  /** {@return the most tokens of JSON in a tab's frame; 10,000 by default} */
  public int maxJsonTokens() {
    return maxJsonTokens;
  }

  /**
   * How many tokens of JSON (RFC 8259) a tab's frame may have: each name, each text, number, {@code
   * true}, {@code false} and {@code null}, and each bracket is one. An event with more is answered
   * with {@code invalid}, any other frame is closed with 4002. Two bytes of it can take fifty in
   * memory, so raise it only as far as an event's data needs.
   *
   * @param tokens at least 100
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxJsonTokens(int tokens) {
    int checked = Check.atLeast("maxJsonTokens", tokens, 100);
    return with(copy -> copy.maxJsonTokens = checked);
  }

  /** {@return the most that a tab may leave unread, in bytes; 4 MiB by default} */
  public int maxUnreadBytes() {
    return maxUnreadBytes;
  }

  /**
   * How much a tab may leave unread before its socket is closed with 4003. One frame may be larger.
   * A message counts 256 bytes besides its text.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxUnreadBytes(int bytes) {
    int checked = Check.bytes("maxUnreadBytes", bytes, 1024);
    return with(copy -> copy.maxUnreadBytes = checked);
  }

  /** {@return the most that all tabs may leave unread; an eighth of the heap by default} */
  public long maxUnreadBytesOfNode() {
    return maxUnreadBytesOfNode;
  }

  /**
   * How many bytes this node may hold, of all views together, that tabs have not read, or that wait
   * until their tabs keep a snapshot. While it holds that much, only a tab that has read and kept
   * all there was is sent more, or to which at most 64 KiB are on their way, or the next frame is
   * no larger; another one is closed with 4003.
   *
   * @param bytes at least 1,024
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxUnreadBytesOfNode(long bytes) {
    long checked = Check.atLeast("maxUnreadBytesOfNode", bytes, 1024);
    return with(copy -> copy.maxUnreadBytesOfNode = checked);
  }

  /** {@return the most frames of one socket that wait; 1,024 by default} */
  public int maxWaitingFrames() {
    return maxWaitingFrames;
  }

  /**
   * How many frames of one socket may wait to be handled; it is not read then, until half of them
   * are. So many messages may wait for its session; others are dropped.
   *
   * @param frames at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxWaitingFrames(int frames) {
    int checked = Check.atLeast("maxWaitingFrames", frames, 1);
    return with(copy -> copy.maxWaitingFrames = checked);
  }

  /** {@return the most bytes of one socket's frames that wait; 256 KiB by default} */
  public int maxWaitingBytes() {
    return maxWaitingBytes;
  }

  /**
   * How many bytes of one socket's frames may wait to be handled, and beside them of messages, as
   * in {@link #withMaxWaitingFrames}. One frame or message may be larger.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxWaitingBytes(int bytes) {
    int checked = Check.bytes("maxWaitingBytes", bytes, 1024);
    return with(copy -> copy.maxWaitingBytes = checked);
  }

  /** {@return the most bytes of all frames that wait; an eighth of the heap by default} */
  public long maxWaitingBytesOfNode() {
    return maxWaitingBytesOfNode;
  }

  /**
   * How many bytes of all sockets' frames may wait at this node, joins until they have ended and
   * frames that have not come whole included. From half of it on, a socket is read only while
   * nothing of it waits, and neither a join nor a frame of more than 64 KiB is taken in; so it is
   * at least twice {@link #maxTokenBytes} and 8 KiB. Those who have not joined may hold half of it
   * together. One client (a subject with all its sockets, or an address where there is no subject)
   * may hold a quarter of it, or one frame if that is larger; from half of that on, its sockets are
   * read only while nothing of them waits. A frame of up to 4 KiB of a tab that has joined, and of
   * which nothing else waits, is taken in whatever its client holds. What has no room is closed
   * with 1013.
   *
   * @param bytes at least 1,024
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxWaitingBytesOfNode(long bytes) {
    long checked = Check.atLeast("maxWaitingBytesOfNode", bytes, 1024);
    return with(copy -> copy.maxWaitingBytesOfNode = checked);
  }

  /** {@return the most bytes that restoring takes at once; an eighth of the heap by default} */
  public long maxRestoringBytes() {
    return maxRestoringBytes;
  }

  /**
   * How many bytes this node may take at once for making states of tokens: eight times what they
   * have as JSON. Joins beyond wait for others, up to 10 s, and are closed with 1013 then. A single
   * state may take more.
   *
   * @param bytes at least 1,024
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxRestoringBytes(long bytes) {
    long checked = Check.atLeast("maxRestoringBytes", bytes, 1024);
    return with(copy -> copy.maxRestoringBytes = checked);
  }

  /** {@return the most bytes of sessions; three eighths of the heap by default} */
  public long maxStatesBytes() {
    return maxStatesBytes;
  }

  /**
   * How many bytes of sessions this node may hold, of all views together. A session counts 4 KiB,
   * and eight times what its state has as JSON, and its newest render if that is held; while it
   * {@linkplain Times#withSleepAfter sleeps}, 1 KiB. For a session that has no room, those go first
   * that {@linkplain Times#withLinger linger} and whose newest state is kept, longest wait first;
   * then those sleep that can, longest idle first; then the others that linger go. Only after that,
   * a tab is closed with 1013. Of these bytes, newcomers have seven eighths: the rest is for those
   * who wake. A larger one counts as somewhat less than that, so that it comes in where all others
   * can sleep.
   *
   * @param bytes at least 16,384
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxStatesBytes(long bytes) {
    long checked = Check.atLeast("maxStatesBytes", bytes, 16_384);
    return with(copy -> copy.maxStatesBytes = checked);
  }

  /** {@return the most bytes of replies that a session remembers; 64 KiB by default} */
  public int maxReplyBytes() {
    return maxReplyBytes;
  }

  /**
   * How large the replies may be together, as JSON, that a session remembers until its tab is known
   * to have had them. Of what is more, the oldest are forgotten: the promise of an event whose
   * answer was lost then resolves without a value. That an event was refused is not forgotten.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxReplyBytes(int bytes) {
    int checked = Check.bytes("maxReplyBytes", bytes, 1024);
    return with(copy -> copy.maxReplyBytes = checked);
  }

  /** {@return the largest message to a group or push, in bytes; 64 KiB by default} */
  public int maxMessageBytes() {
    return maxMessageBytes;
  }

  /**
   * How large the data of a message or a push may be as JSON; a larger one is not sent, by an
   * exception. Give all nodes the same: a larger one of another node is dropped.
   *
   * @param bytes 1,024 to 1,073,741,824
   * @return a copy
   * @throws IllegalArgumentException if it is not
   */
  public Limits withMaxMessageBytes(int bytes) {
    int checked = Check.bytes("maxMessageBytes", bytes, 1024);
    return with(copy -> copy.maxMessageBytes = checked);
  }

  /** {@return the most instances of one view in this node's memory; 100,000 by default} */
  public int maxInstances() {
    return maxInstances;
  }

  /**
   * How many instances of one view this node holds. For a tab beyond, one goes that {@linkplain
   * Times#withLinger lingers}; if none does, the tab is closed with 1013.
   *
   * @param instances at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxInstances(int instances) {
    int checked = Check.atLeast("maxInstances", instances, 1);
    return with(copy -> copy.maxInstances = checked);
  }

  /** {@return the most sessions of one view that linger; 10,000 by default} */
  public int maxLingering() {
    return maxLingering;
  }

  /**
   * How many sessions of one view may {@linkplain Times#withLinger linger}; beyond, the one that
   * has waited longest goes, of those whose newest state is kept if there are any, and its tab
   * comes back by its token.
   *
   * @param sessions at least 1
   * @return a copy
   * @throws IllegalArgumentException if it is less
   */
  public Limits withMaxLingering(int sessions) {
    int checked = Check.atLeast("maxLingering", sessions, 1);
    return with(copy -> copy.maxLingering = checked);
  }
}
