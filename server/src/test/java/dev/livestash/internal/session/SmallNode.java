package dev.livestash.internal.session;

import dev.livestash.TestView;
import dev.livestash.fence.StepFence;
import dev.livestash.internal.groups.Groups;
import dev.livestash.internal.memory.NodeMemory;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.stores.Stores;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.stash.Stashing;
import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A node with one view, which counts, and one socket. What it does, it does at once, but for what
 * waits for time.
 */
final class SmallNode implements Transport {
  private final ViewHost<Integer> host;
  private final Attachment attachment;
  private final List<JsonNode> sent = new ArrayList<>();
  private final Deque<Runnable> onTheirWay = new ArrayDeque<>();
  private @Nullable CloseCode closed;
  private boolean isSlow;
  private Runnable meanwhile = () -> {};
  private Consumer<Context<Integer>> attached = context -> {};

  /**
   * What may differ from node to node.
   *
   * @param release the version of its view's state
   * @param sleeps whether the view's states may rest with their tabs
   * @param lifetime how long a token lives
   * @param keys seal and open
   * @param clock what the time is
   */
  record Kind(int release, boolean sleeps, Duration lifetime, KeyRing keys, Clock clock) {
    static Kind of(int release, Duration lifetime) {
      return new Kind(release, true, lifetime, ServerNode.KEYS, Clock.systemUTC());
    }

    Kind sleepless() {
      return new Kind(release, false, lifetime, keys, clock);
    }

    Kind with(KeyRing ring) {
      return new Kind(release, sleeps, lifetime, ring, clock);
    }

    Kind with(Clock time) {
      return new Kind(release, sleeps, lifetime, keys, time);
    }
  }

  /**
   * A node of one release.
   *
   * @param release the version of its view's state
   */
  SmallNode(int release, Duration lifetime, ManualScheduler timers) {
    this(Kind.of(release, lifetime), timers);
  }

  /** The same, whose socket somebody else has opened. */
  SmallNode(int release, Duration lifetime, ManualScheduler timers, Visitor visitor) {
    this(Kind.of(release, lifetime), timers, visitor);
  }

  SmallNode(Kind kind, ManualScheduler timers) {
    this(kind, timers, Visitors.NOBODY);
  }

  private SmallNode(Kind kind, ManualScheduler timers, Visitor visitor) {
    host =
        new ViewHost<>(
            "counter",
            new Counter(kind, () -> meanwhile.run(), context -> attached.accept(context)),
            Stashing.inBrowser(),
            services(kind, timers),
            blocked -> {});
    attachment = host.open(this, Runnable::run, visitor);
  }

  private static Groups groups(ManualScheduler timers) {
    NodeMemory memory = NodeMemory.of(Limits.defaults(), timers);
    return Groups.alone(Limits.defaults(), ServerNode.MAPPER, memory.frames());
  }

  private static Services services(Kind kind, ManualScheduler timers) {
    Times times =
        Times.defaults()
            .withTokenLifetime(kind.lifetime())
            .withInstanceLifetime(kind.lifetime())
            .withLinger(Duration.ZERO)
            .withStoreTimeout(kind.lifetime())
            .withForkGrace(kind.lifetime());
    return new Services(
        new Format("model", Packing.plain(Compression.ZSTD), true, Limits.defaults(), times),
        Optional.of("model"),
        kind.keys(),
        new StepFence(false),
        new Stores(Limits.defaults(), times, timers, timers::nanoTime, (a, b, c) -> {}),
        ServerNode.MAPPER,
        new NodeClock(kind.clock(), timers::nanoTime, times.tokenLifetime()),
        new SecureRandom(),
        timers::nanoTime,
        timers,
        NodeMemory.of(Limits.defaults(), timers),
        groups(timers),
        new Listeners(List.of()));
  }

  /** Counts, in a state of its kind. */
  private static final class Counter extends TestView<Integer> {
    private final Kind kind;
    private final Runnable meanwhile;
    private final Consumer<Context<Integer>> attached;

    Counter(Kind kind, Runnable meanwhile, Consumer<Context<Integer>> attached) {
      super(Integer.class, () -> 0, count -> count);
      this.kind = kind;
      this.meanwhile = meanwhile;
      this.attached = attached;
    }

    @Override
    public void attached(Integer count, Context<Integer> context) {
      attached.accept(context);
    }

    @Override
    public int stateVersion() {
      return kind.release();
    }

    @Override
    public boolean sleeps() {
      return kind.sleeps();
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {
      on.on("add", (count, event) -> count + 1);
      on.on(
          "ask",
          (count, event) -> {
            meanwhile.run();
            event.reply("so it is");
            return count;
          });
    }
  }

  /** What happens while an event {@code ask} is handled, which changes nothing. */
  void meanwhile(Runnable what) {
    meanwhile = what;
  }

  /** What the view does when a tab attaches, from now on. */
  void attached(Consumer<Context<Integer>> what) {
    attached = what;
  }

  /** Changes the state from outside. */
  void update(UnaryOperator<Integer> change) {
    host.sessions().all().forEach(session -> session.outside().update(change));
  }

  int sessions() {
    return host.instances();
  }

  /** The socket is gone. */
  void gone() {
    attachment.closed(1006);
  }

  /** Some bytes of a frame have come, behind others of the same. */
  void arrives(int bytes, int soFar) {
    if (!attachment.reserve(bytes, soFar)) {
      throw new AssertionError("no room");
    }
  }

  /** All of it is there. */
  void hasArrived(int bytes) {
    attachment.release(bytes);
  }

  /** A frame of the tab's, with single quotes for double ones. */
  void receive(String frame) {
    attachment.frame(frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  void event(int n, int tries) {
    receive("{'t':'event','n':%d,'name':'add','data':null,'age':0,'try':%d}".formatted(n, tries));
  }

  /** From now on, what is sent takes its time. */
  void slow() {
    isSlow = true;
  }

  /** What was sent so far is with the operating system now. */
  void flushed() {
    while (!onTheirWay.isEmpty()) {
      onTheirWay.remove().run();
    }
  }

  /** The names of the frames that were sent since this was asked last. */
  List<String> taken() {
    List<String> names = sent.stream().map(frame -> frame.get("t").asString()).toList();
    sent.clear();
    return names;
  }

  JsonNode last(String type) {
    return sent.stream()
        .filter(frame -> frame.get("t").asString().equals(type))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("No " + type + " in " + sent));
  }

  @Nullable CloseCode closed() {
    return closed;
  }

  @Override
  public void send(byte[] utf8, Runnable whenSent) {
    sent.add(ServerNode.MAPPER.readTree(new String(utf8, StandardCharsets.UTF_8)));
    onTheirWay.add(whenSent);
    if (!isSlow) {
      flushed();
    }
  }

  @Override
  public void probe(Duration within, Consumer<Boolean> answer) {
    answer.accept(false);
  }

  @Override
  public void close(CloseCode code, String reason) {
    closed = code;
  }
}
