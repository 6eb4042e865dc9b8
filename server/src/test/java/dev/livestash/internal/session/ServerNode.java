package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
import dev.livestash.fence.Ownership;
import dev.livestash.internal.groups.Groups;
import dev.livestash.internal.memory.NodeMemory;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.session.HistoryView.History;
import dev.livestash.internal.session.Outcome.Sent;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.CommitPath;
import dev.livestash.internal.snapshot.Format;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.stores.Stores;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.token.ClaimsCheck;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.internal.token.Sealer;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.keys.KeyRing;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Times;
import dev.livestash.stash.Stashing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node: the real host, sessions, paths and tokens; around them sockets, time and threads that do
 * what they are told. A step hands everything over first and lets the threads run then.
 */
class ServerNode {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String KEY = key("model", "C");
  private static final String OLD_KEY = key("old", "B");
  static final KeyRing KEYS = KeyRing.parse("{\"keys\":[" + KEY + "," + OLD_KEY + "]}");
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration LINGER = Duration.ofSeconds(30);
  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final StateCodec<History> STATES = new StateCodec<>(MAPPER, History.class);
  private static final StateCodec<History> STUMBLING =
      new StateCodec<>(Stumbling.mapper(), History.class);
  private static final Texts TEXTS = new Texts(MAPPER);
  private static final RetrySpread AT_ONCE = new RetrySpread(Duration.ZERO, Duration.ZERO);

  final ViewHost<History> host;
  private final Map<Integer, ModelSocket> sockets = new TreeMap<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Map<Integer, Base> bases = new HashMap<>();
  private final Map<String, Base> sessionBases = new HashMap<>();
  private final ModelIds ids = new ModelIds();
  private final ModelScheduler timers = new ModelScheduler(LINGER);
  private final List<String> lingering = new ArrayList<>();

  /** Which are to be changed from outside, and in which line each was; none before. */
  private final Map<Session<History>, Optional<String>> updated = new HashMap<>();

  private final List<Probe> probes = new ArrayList<>();
  private final Map<Long, Input.Frame> joins = new HashMap<>();
  private final LateFence late;
  private Optional<Input.Frame> joining = Optional.empty();

  ServerNode(Scenario scenario, Fence fence) {
    late = new LateFence(fence, this);
    host =
        new ViewHost<>(
            HistoryView.NAME,
            new HistoryView(scenario.rewind),
            Stashing.inBrowser(),
            services(scenario, scenario.isLate ? late : fence),
            scenario.isUnprotected() ? STUMBLING : STATES,
            blocked -> {});
    if (scenario.shows) {
      bindOne();
    }
  }

  /** What a node has bound before must not make a difference. */
  private void bindOne() {
    Claims claims =
        new Claims(
            "model",
            HistoryView.NAME,
            Optional.empty(),
            "A".repeat(22),
            "A".repeat(11),
            1,
            1,
            0,
            1,
            NOW.getEpochSecond(),
            NOW.plus(LIFETIME).getEpochSecond(),
            NOW.getEpochSecond());
    Commit commit = oldCommitPath().commit(claims, new History(List.of()), null);
    Restore opened =
        restorePath().open(((Commit.Sealed) commit).token(), Optional.empty(), expected());
    restorePath().bind((Restore.Verified) opened);
  }

  private Services services(Scenario scenario, Fence fence) {
    Times times =
        Times.defaults()
            .withTokenLifetime(LIFETIME)
            .withInstanceLifetime(LIFETIME)
            .withLinger(scenario.lingers ? LINGER : Duration.ZERO)
            .withStoreTimeout(LIFETIME)
            .withForkGrace(LIFETIME);
    Limits limits =
        scenario.isUnprotected()
            ? Limits.defaults().withMaxStateBytes(Stumbling.MAX_STATE_BYTES)
            : Limits.defaults();
    return new Services(
        new Format("model", Packing.plain(Compression.ZSTD), !scenario.shows, limits, times),
        Optional.of("model"),
        KEYS,
        fence,
        new Stores(Limits.defaults(), times, timers, () -> 0, (a, b, c) -> {}),
        MAPPER,
        new NodeClock(Clock.fixed(NOW, ZoneOffset.UTC), () -> 0, times.tokenLifetime()),
        ids,
        () -> 0,
        timers,
        NodeMemory.of(limits, timers),
        Groups.alone(limits, MAPPER, NodeMemory.of(limits, timers).frames()),
        new Listeners(List.of()));
  }

  private static String key(String kid, String letter) {
    return "{\"kty\":\"oct\",\"kid\":\"" + kid + "\",\"k\":\"" + letter.repeat(42) + "A\"}";
  }

  /** Seals with a key that a node opens with, and does not seal with any more. */
  CommitPath<History> oldCommitPath() {
    KeyRing old = KeyRing.parse("{\"keys\":[" + OLD_KEY + "]}");
    return new CommitPath<>(
        new ClaimsCodec(MAPPER),
        STATES,
        new Sealer(old, ids, System::nanoTime),
        host.hosted().services.format());
  }

  RestorePath<History> restorePath() {
    return host.hosted().restorePath;
  }

  static ClaimsCheck.Expected expected() {
    return new ClaimsCheck.Expected(HistoryView.NAME, Optional.empty(), 1, NOW);
  }

  // --- a step

  /** Takes a step; returns what it sent. */
  List<Sent> take(List<Input> step) {
    sent.clear();
    step.forEach(this::hand);
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    noteLingering();
    noteBases();
    return List.copyOf(sent);
  }

  private void hand(Input input) {
    if (input instanceof Input.Frame frame) {
      if (frame.frame() instanceof ClientFrame.Join join) {
        joins.put(join.attempt(), frame);
        join.token().ifPresent(token -> bases.put(frame.wire(), baseOf(token)));
        begin(frame);
      }
      receive(sockets.computeIfAbsent(frame.wire(), this::opened), frame.frame());
    } else if (input instanceof Input.Gone gone) {
      leave(gone.wire());
    } else if (input instanceof Input.Probed probed) {
      answer(probes.remove(probed.index()), probed.isThere());
    } else if (input instanceof Input.Answered answered) {
      answer(answered);
    } else if (input instanceof Input.Expire) {
      timers.expireLongest();
    } else if (input instanceof Input.Sleep sleep) {
      sleep(sleep.wire());
    } else if (input instanceof Input.Update update) {
      update(update.wire());
    } else if (input instanceof Input.Ring ring) {
      ring(ring.wire());
    } else {
      var unused = host.drain(AT_ONCE);
    }
  }

  /** Its time is over, or others need its room. */
  void sleep(int wire) {
    sessionAt(wire).ifPresent(Session::letSleep);
  }

  /** Its token is to be renewed, or has not come in time. */
  private void ring(int wire) {
    sessionAt(wire).flatMap(session -> session.berth().asleep()).ifPresent(Asleep::run);
  }

  /** Leaves a mark in the state. */
  void update(int wire) {
    sessionAt(wire)
        .ifPresent(
            session -> {
              updated.put(session, Optional.empty());
              mark(session);
            });
  }

  void mark(Session<History> session) {
    session
        .outside()
        .update(
            state -> {
              updated.put(session, Optional.of(epochOf(session)));
              return state.marked();
            });
  }

  private static String epochOf(Session<History> session) {
    Berth<History> berth = session.berth();
    return berth
        .asleep()
        .map(Asleep::place)
        .or(() -> berth.timeline().map(Timeline::place))
        .map(Timeline.Place::epoch)
        .orElse("");
  }

  /**
   * Whether its tab must come to see a change from outside: unless it has brought a token of
   * another line than the one that was changed.
   */
  private boolean isUpdated(Session<History> session) {
    Optional<String> line = updated.get(session);
    return line != null && line.filter(epoch -> !epoch.equals(epochOf(session))).isEmpty();
  }

  Optional<ModelSocket> socketAt(int wire) {
    return Optional.ofNullable(sockets.get(wire));
  }

  Optional<Session<History>> sessionAt(int wire) {
    Inside inside = inside();
    return inside.sessions().values().stream()
        .filter(session -> inside.wireOf(session) == wire)
        .findFirst();
  }

  /** Whatever is done next is done for a join. */
  private void begin(Input.Frame join) {
    ids.begin(join.wire());
    joining = Optional.of(join);
  }

  private void answer(Probe probe, boolean isThere) {
    begin(probe.join());
    probe.answer().accept(isThere);
  }

  private void answer(Input.Answered answered) {
    begin(late.joins().get(answered.index()));
    if (answered.isDown()) {
      late.fail(answered.index());
    } else {
      late.answer(answered.index());
    }
  }

  /** What an instance's session hears of what its fence has decided late. */
  Ownership heard(String sid, Ownership claim) {
    return claim;
  }

  /** The join with an attempt. */
  Input.Frame joinOf(long attempt) {
    return Objects.requireNonNull(joins.get(attempt));
  }

  /** The join that is on its way now. */
  Input.Frame joining() {
    return joining.orElseThrow();
  }

  private ModelSocket opened(int wire) {
    ModelSocket socket = newSocket(wire);
    socket.attach(host.open(socket, tasks::add, Visitors.NOBODY));
    return socket;
  }

  ModelSocket newSocket(int wire) {
    return new ModelSocket(wire, this);
  }

  void receive(ModelSocket socket, ClientFrame frame) {
    if (frame instanceof ClientFrame.Unkept) {
      bases.remove(socket.wire);
    }
    if (frame instanceof ClientFrame.Wake wake) {
      bases.put(socket.wire, baseOf(wake.token()));
    }
    socket.attachment().frame(TEXTS.encode(frame).getBytes(StandardCharsets.UTF_8));
  }

  private void leave(int wire) {
    ModelSocket socket = sockets.remove(wire);
    if (socket != null) {
      socket.leave();
    }
  }

  void sent(int wire, byte[] utf8) {
    sent.add(new Sent(wire, Optional.of(TEXTS.decode(utf8)), Optional.empty()));
  }

  void closed(int wire, CloseCode code) {
    sent.add(new Sent(wire, Optional.empty(), Optional.of(code)));
  }

  void probed(int wire, Consumer<Boolean> answer) {
    probes.add(new Probe(wire, joining(), answer));
  }

  /** A question whether a wire's peer is there, and the join that has to wait for the answer. */
  private record Probe(int wire, Input.Frame join, Consumer<Boolean> answer) {
    @Override
    public String toString() {
      return join + " asks for " + wire;
    }
  }

  // --- what patches are made against

  /** The last whole token on a wire, whichever way, and what was in it. */
  private record Base(String token, String content) {
    @Override
    public String toString() {
      return content;
    }
  }

  private static final Base NO_BASE = new Base("", "");

  private Base baseOf(String token) {
    Restore restore = restorePath().open(token, Optional.empty(), expected());
    String content =
        restore instanceof Restore.Verified in
            ? in.claims().own()
                + in.claims().mark()
                + in.claims().refused()
                + restorePath().bind(in)
            : "";
    return new Base(token, content);
  }

  private void noteBases() {
    for (Sent one : sent) {
      if (one.frame().orElse(null) instanceof ServerFrame.Keep keep && keep.base().isEmpty()) {
        bases.put(one.wire(), baseOf(keep.token()));
      }
    }
    Inside inside = inside();
    inside.sessions().forEach((sid, session) -> noteBase(inside, sid, session));
  }

  /** A session without a socket has what its last one had. */
  private void noteBase(Inside inside, String sid, Session<History> session) {
    int wire = inside.wireOf(session);
    if (session.berth().timeline().isEmpty()) {
      sessionBases.remove(sid);
    } else if (wire >= 0) {
      sessionBases.put(sid, bases.getOrDefault(wire, NO_BASE));
    }
  }

  /** The whole token that was last sent on a wire, or came on it. */
  Optional<String> wholeToken(int wire) {
    return Optional.ofNullable(bases.get(wire)).map(Base::token);
  }

  // --- its face

  Inside inside() {
    return new Inside(host, sockets);
  }

  /** What its next step depends on, as text; and what must be told of it. */
  NodeState.Face face() {
    Inside inside = inside();
    StringBuilder text = new StringBuilder();
    inside
        .sessions()
        .forEach(
            (sid, session) ->
                text.append(sid)
                    .append(session.berth().timeline().orElse(null))
                    .append(session.berth().asleep().orElse(null))
                    .append(session.berth().lastSeat().map(last -> last.outbound).orElse(null))
                    .append(socketOf(inside, session))
                    .append(isUpdated(session) ? " updated" : "")
                    .append('\n'));
    sockets.forEach(
        (wire, socket) ->
            text.append(wire)
                .append(socket.isClosing() ? " closing" : " open")
                .append(socket.attachment().isJoined() ? " joined\n" : "\n"));
    text.append(lingering).append(probes).append(late).append(host.turnsAway());
    return new NodeState.Face(
        text.toString(),
        inside.owners(),
        inside.strays(),
        inside.leaks(),
        probes.stream().map(Probe::wire).toList(),
        late.joins(),
        inside.unsettled(),
        idle(),
        inside.sleeping(),
        inside.wiresOf(this::isUpdated),
        !lingering.isEmpty(),
        host.turnsAway());
  }

  /** Sockets whose session may sleep. */
  List<Integer> idle() {
    return inside().idle();
  }

  private String socketOf(Inside inside, Session<History> session) {
    int wire = inside.wireOf(session);
    Berth<History> berth = session.berth();
    String leansOn = berth.timeline().isEmpty() ? "" : " on " + berth.memory().patchBase();
    return wire + " " + sessionBases.get(session.sid()) + leansOn;
  }

  /** Those that a step makes linger come after those that do already, as their timers do. */
  private void noteLingering() {
    Inside inside = inside();
    lingering.removeIf(sid -> !inside.isLingering(sid));
    for (String sid : inside.sessions().keySet()) {
      if (inside.isLingering(sid) && !lingering.contains(sid)) {
        lingering.add(sid);
      }
    }
  }

  Optional<Session<History>> session(String sid) {
    return host.sessions().all().stream().filter(session -> session.sid().equals(sid)).findFirst();
  }
}
