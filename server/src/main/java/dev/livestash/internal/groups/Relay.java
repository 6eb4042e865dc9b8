package dev.livestash.internal.groups;

import dev.livestash.bus.Bus;
import dev.livestash.settings.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A node's messages on their way over the bus. Its own members get them when they come back from
 * there, in one order with those of other nodes; and at once, in order, when that fails or takes
 * too long, so that a bus that is away does not keep a node's tabs apart.
 *
 * <p>A new member hears what comes behind a mark that was sent when it began. A tab that comes from
 * another node so does not get once more what it had there: that was on the bus before.
 */
final class Relay {
  /** How long what was sent may take to come back. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How many may be on their way; what is beyond is dropped. */
  static final int MAX_SENT = 10_000;

  /** The same in characters of their JSON. */
  static final long MAX_SENT_CHARS = 16 << 20;

  private final Bus bus;
  private final String origin;
  private final PostCodec codec;
  private final Scheduler scheduler;
  private final LongSupplier nanoTime;
  private final Consumer<Post> deliver;
  private final Consumer<String> dropped;

  /** What is on its way, by its number. */
  private final TreeMap<Long, Sent> sent = new TreeMap<>();

  /** What is back and is not done yet, by one thread at a time. */
  private final Queue<Sent> back = new ArrayDeque<>();

  /** What the bus was given, and has neither sent nor failed to send. */
  private int handed;

  private long handedChars;
  private boolean isBusy;
  private boolean isWatched;
  private long last;
  private long sentChars;
  private Runnable deafen = () -> {};

  Relay(
      Bus bus,
      String origin,
      PostCodec codec,
      Scheduler scheduler,
      LongSupplier nanoTime,
      Consumer<Post> deliver,
      Consumer<String> dropped) {
    this.bus = bus;
    this.origin = origin;
    this.codec = codec;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.deliver = deliver;
    this.dropped = dropped;
  }

  /** Something that was sent, what is done when it is back, and when it is late. */
  private record Sent(Post post, Runnable then, long dueNanos) {}

  void begin() {
    deafen = bus.listen(this::hear);
  }

  void end() {
    deafen.run();
  }

  void send(String group, String name, String json) {
    send(n -> new Post(origin, n, group, name, json), Optional.empty());
  }

  /** A member begins to hear. */
  void mark(Membership member) {
    send(n -> Post.mark(origin, n), Optional.of(member));
  }

  private interface Numbered {
    Post post(long n);
  }

  private void send(Numbered made, Optional<Membership> begins) {
    if (!sendIfRoom(made, begins)) {
      // Those on this node have it all the same, behind what they are still to have.
      work();
      if (begins.isEmpty()) {
        dropped.accept("bus");
      }
    }
  }

  private synchronized boolean sendIfRoom(Numbered made, Optional<Membership> begins) {
    Post post = made.post(last + 1);
    Sent next =
        new Sent(
            post,
            begins.<Runnable>map(member -> member::begins).orElse(() -> deliver.accept(post)),
            nanoTime.getAsLong() + PATIENCE.toNanos());
    last++;
    if (!hasRoomFor(post)) {
      var unused = takeBack(last);
      back.add(next);
      return false;
    }
    sentChars += post.json().length();
    sent.put(post.n(), next);
    watch(PATIENCE);
    handed++;
    handedChars += post.json().length();
    // Within the lock, so that what has the lower number goes first.
    var unused =
        bus.send(codec.encode(post))
            .whenComplete(
                (done, failure) -> {
                  isSent(post);
                  if (failure != null) {
                    scheduler.after(Duration.ZERO, () -> failed(post));
                  }
                });
    return true;
  }

  private boolean hasRoomFor(Post post) {
    int chars = post.json().length();
    return Math.max(sent.size(), handed) < MAX_SENT
        && Math.max(sentChars, handedChars) + chars <= MAX_SENT_CHARS;
  }

  private synchronized void isSent(Post post) {
    handed--;
    handedChars -= post.json().length();
  }

  /** What is not back in time is done without the bus. */
  private void watch(Duration delay) {
    if (!isWatched) {
      isWatched = true;
      var unused = scheduler.after(delay, this::look);
    }
  }

  private void look() {
    lose(takeBackLate());
    work();
  }

  /** Returns how many messages are late. */
  private synchronized int takeBackLate() {
    isWatched = false;
    long now = nanoTime.getAsLong();
    int late = 0;
    while (!sent.isEmpty() && sent.firstEntry().getValue().dueNanos() - now <= 0) {
      late += takeBack(sent.firstKey());
    }
    if (!sent.isEmpty()) {
      watch(Duration.ofNanos(sent.firstEntry().getValue().dueNanos() - now));
    }
    return late;
  }

  private void failed(Post post) {
    lose(takeBack(post.n()));
    work();
  }

  /** Says so of each; without the lock, for it is the application that is told. */
  private void lose(int messages) {
    for (int i = 0; i < messages; i++) {
      dropped.accept("bus");
    }
  }

  /** All up to a number are done, in their order; returns how many of them are messages. */
  private synchronized int takeBack(long until) {
    Map<Long, Sent> some = sent.headMap(until, true);
    back.addAll(some.values());
    some.values().forEach(one -> sentChars -= one.post().json().length());
    int messages = (int) some.values().stream().filter(one -> !one.post().isMark()).count();
    some.clear();
    return messages;
  }

  private void hear(String text) {
    Optional<Post> heard = codec.decode(text);
    if (heard.isEmpty()) {
      dropped.accept("malformed");
      return;
    }
    Post post = heard.get();
    if (!post.origin().equals(origin)) {
      if (!post.isMark()) {
        deliver.accept(post);
      }
      return;
    }
    synchronized (this) {
      if (sent.containsKey(post.n())) {
        var unused = takeBack(post.n());
      }
    }
    work();
  }

  /** Does what is back, one after the other, whoever has brought it. */
  private void work() {
    List<Sent> next = next();
    while (!next.isEmpty()) {
      next.forEach(Relay::finish);
      next = rest();
    }
  }

  /** Whatever it runs into, such as an executor of the application's, the others are done. */
  private static void finish(Sent one) {
    try {
      one.then().run();
    } catch (RuntimeException | Error failure) {
      System.getLogger("dev.livestash").log(Level.ERROR, "Delivering a message failed", failure);
    }
  }

  private synchronized List<Sent> next() {
    if (isBusy) {
      return List.of();
    }
    isBusy = true;
    return rest();
  }

  private synchronized List<Sent> rest() {
    List<Sent> all = new ArrayList<>(back);
    back.clear();
    isBusy = !all.isEmpty();
    return all;
  }
}
