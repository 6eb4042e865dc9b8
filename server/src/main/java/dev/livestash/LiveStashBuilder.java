package dev.livestash;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.session.Settings;
import dev.livestash.session.StashListener;
import dev.livestash.session.ViewHost;
import dev.livestash.state.Compression;
import dev.livestash.token.KeyRing;
import dev.livestash.undertow.LiveStashHandler;
import dev.livestash.undertow.SocketLimits;
import io.undertow.server.HttpServerExchange;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Configures a {@link LiveStash}. Each setter checks its value at once. */
public final class LiveStashBuilder {
  /** How large a token may be by default. */
  public static final int DEFAULT_MAX_TOKEN_BYTES = 1 << 20;

  /** How large a state's JSON, with its claims, may be by default. */
  public static final int DEFAULT_MAX_STATE_BYTES = 16 << 20;

  /** How large an event's frame may be by default. */
  public static final int DEFAULT_MAX_EVENT_BYTES = 64 << 10;

  /** How much a tab may leave unread by default. */
  public static final int DEFAULT_MAX_UNREAD_BYTES = 4 << 20;

  /** How many frames of one socket may wait to be handled by default. */
  public static final int DEFAULT_MAX_WAITING_FRAMES = 1024;

  /** How many instances of one view a node holds by default. */
  public static final int DEFAULT_MAX_INSTANCES = 100_000;

  /** How long a token can be used by default. */
  public static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofHours(24);

  /** How long an instance can be restored by default, counted from its start. */
  public static final Duration DEFAULT_INSTANCE_LIFETIME = Duration.ofDays(30);

  /** How long a session waits for its tab by default after the socket is gone. */
  public static final Duration DEFAULT_LINGER = Duration.ofSeconds(30);

  /** How many sessions of one view may wait like this by default. */
  public static final int DEFAULT_MAX_LINGERING = 10_000;

  /** How long a socket may take to join by default. */
  public static final Duration DEFAULT_JOIN_TIMEOUT = Duration.ofSeconds(5);

  /** How often a socket is pinged by default. */
  public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(15);

  /** How long a socket may be silent by default, pongs included. */
  public static final Duration DEFAULT_SILENCE_TIMEOUT = Duration.ofSeconds(45);

  /** How many threads run views by default, for each core: a handler may block. */
  public static final int DEFAULT_THREADS_PER_CORE = 8;

  /** What a join's frame may hold besides its token. */
  private static final int JOIN_OVERHEAD_BYTES = 64 << 10;

  private @Nullable KeyRing keys;
  private String issuer = "livestash";
  private int maxTokenBytes = DEFAULT_MAX_TOKEN_BYTES;
  private int maxStateBytes = DEFAULT_MAX_STATE_BYTES;
  private int maxEventBytes = DEFAULT_MAX_EVENT_BYTES;
  private int maxUnreadBytes = DEFAULT_MAX_UNREAD_BYTES;
  private int maxWaitingFrames = DEFAULT_MAX_WAITING_FRAMES;
  private int maxInstances = DEFAULT_MAX_INSTANCES;
  private Duration tokenLifetime = DEFAULT_TOKEN_LIFETIME;
  private Duration instanceLifetime = DEFAULT_INSTANCE_LIFETIME;
  private Duration linger = DEFAULT_LINGER;
  private Duration forkGrace = MemoryFence.DEFAULT_FORK_GRACE;
  private int maxLingering = DEFAULT_MAX_LINGERING;
  private Duration joinTimeout = DEFAULT_JOIN_TIMEOUT;
  private Duration pingInterval = DEFAULT_PING_INTERVAL;
  private Duration silenceTimeout = DEFAULT_SILENCE_TIMEOUT;
  private final Set<String> allowedOrigins = new HashSet<>();
  private Function<HttpServerExchange, @Nullable String> binding = exchange -> null;
  private Compression compression = Compression.ZSTD;
  private JsonMapper mapper = JsonMapper.shared();
  private @Nullable Executor executor;
  private @Nullable Fence fence;
  private StashListener listener = new StashListener() {};
  private Clock clock = Clock.systemUTC();
  private SecureRandom random = new SecureRandom();

  LiveStashBuilder() {}

  /**
   * The keys that seal and open tokens. Must be given; there is no default.
   *
   * @param ring the same on every node
   * @return this
   */
  public LiveStashBuilder keys(KeyRing ring) {
    keys = ring;
    return this;
  }

  /**
   * The service's name, the {@code iss} claim (RFC 7519 section 4.1.1): a token of another issuer
   * is refused.
   *
   * @param name not empty; {@code livestash} by default
   * @return this
   * @throws IllegalArgumentException if it is empty
   */
  public LiveStashBuilder issuer(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("An issuer needs a name; give the service's.");
    }
    issuer = name;
    return this;
  }

  /**
   * What a tab's tokens are bound to: usually the id of the user's login session. A token is of no
   * use under another binding, so that logging out, or being another user, ends it.
   *
   * @param function gives a handshake's binding, null for none; called on an I/O thread, so it must
   *     not block
   * @return this
   */
  public LiveStashBuilder binding(Function<HttpServerExchange, @Nullable String> function) {
    binding = function;
    return this;
  }

  /**
   * Lets pages of another origin (RFC 6454) connect. Pages of the server's own host always may.
   *
   * @param origin a scheme, a host and, unless it is the scheme's own, a port: {@code
   *     https://app.example}
   * @return this
   * @throws IllegalArgumentException if it is not an origin
   */
  public LiveStashBuilder allowOrigin(String origin) {
    URI uri = URI.create(origin);
    if (uri.getHost() == null || uri.getScheme() == null || !uri.getRawPath().isEmpty()) {
      throw new IllegalArgumentException(
          "'" + origin + "' is not an origin; give scheme://host or scheme://host:port.");
    }
    allowedOrigins.add(origin.toLowerCase(Locale.ROOT));
    return this;
  }

  /**
   * How long a token can be used after it was sealed, in whole seconds.
   *
   * @param lifetime at least one second; 24 hours by default
   * @return this
   * @throws IllegalArgumentException if it is shorter
   */
  public LiveStashBuilder tokenLifetime(Duration lifetime) {
    tokenLifetime = Check.atLeast("tokenLifetime", lifetime, Duration.ofSeconds(1));
    return this;
  }

  /**
   * How long an instance can be restored, counted from its start, however often its token was
   * renewed.
   *
   * @param lifetime at least one second; 30 days by default
   * @return this
   * @throws IllegalArgumentException if it is shorter
   */
  public LiveStashBuilder instanceLifetime(Duration lifetime) {
    instanceLifetime = Check.atLeast("instanceLifetime", lifetime, Duration.ofSeconds(1));
    return this;
  }

  /**
   * How large a token may be. A state whose token is larger lives in this server's memory only, and
   * the {@link StashListener} is told. A browser keeps about 5 MiB for a whole origin, and two
   * tokens while it replaces one.
   *
   * @param bytes at least 1,024; 1 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxTokenBytes(int bytes) {
    maxTokenBytes = Check.atLeast("maxTokenBytes", bytes, 1024);
    return this;
  }

  /**
   * How large a state's JSON, with its claims, may be, both when it is sealed and when a token is
   * inflated.
   *
   * @param bytes at least 1,024; 16 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxStateBytes(int bytes) {
    maxStateBytes = Check.atLeast("maxStateBytes", bytes, 1024);
    return this;
  }

  /**
   * How large an event's frame may be; a socket that sends a larger one is closed with 1009. The
   * browser module has a setting of the same name, which refuses the event before it is sent.
   *
   * @param bytes at least 1,024; 64 KiB by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxEventBytes(int bytes) {
    maxEventBytes = Check.atLeast("maxEventBytes", bytes, 1024);
    return this;
  }

  /**
   * How much a tab may leave unread; a slower one is closed with 4003 and comes back when it can.
   *
   * @param bytes at least 1,024; 4 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxUnreadBytes(int bytes) {
    maxUnreadBytes = Check.atLeast("maxUnreadBytes", bytes, 1024);
    return this;
  }

  /**
   * How many frames of one socket may wait to be handled; a socket that sends more is closed with
   * 4002.
   *
   * @param frames at least 1; 1,024 by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxWaitingFrames(int frames) {
    maxWaitingFrames = Check.atLeast("maxWaitingFrames", frames, 1);
    return this;
  }

  /**
   * How many instances of one view this node holds; a tab beyond is closed with 1013.
   *
   * @param instances at least 1; 100,000 by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxInstances(int instances) {
    maxInstances = Check.atLeast("maxInstances", instances, 1);
    return this;
  }

  /**
   * How long a session stays in memory after its socket is gone, so that the tab's next socket
   * finds it as it was, without a token being opened.
   *
   * @param time not negative; zero for not at all; 30 seconds by default
   * @param maxSessions how many sessions of one view may wait, at least 1; beyond, the one that has
   *     waited longest goes; 10,000 by default
   * @return this
   * @throws IllegalArgumentException if either is less
   */
  public LiveStashBuilder linger(Duration time, int maxSessions) {
    linger = Check.atLeast("time", time, Duration.ZERO);
    maxLingering = Check.atLeast("maxSessions", maxSessions, 1);
    return this;
  }

  /**
   * How far behind a copied tab may be: its token may be older than what the tab it was copied from
   * has kept meanwhile, but not for longer than this (twice this, if the other tab is busy). For
   * the built-in fence.
   *
   * @param grace not negative; 60 seconds by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder forkGrace(Duration grace) {
    forkGrace = Check.atLeast("forkGrace", grace, Duration.ZERO);
    return this;
  }

  /**
   * How long a socket may take to send its join; it is closed with 4002 then.
   *
   * @param timeout at least 10 ms; 5 seconds by default
   * @return this
   * @throws IllegalArgumentException if it is shorter
   */
  public LiveStashBuilder joinTimeout(Duration timeout) {
    joinTimeout = Check.atLeast("joinTimeout", timeout, Duration.ofMillis(10));
    return this;
  }

  /**
   * How often a socket is pinged (RFC 6455 section 5.5.2), and how long it may be silent; it is
   * closed with 1001 then.
   *
   * @param interval at least 10 ms; 15 seconds by default
   * @param silence longer than the interval; 45 seconds by default
   * @return this
   * @throws IllegalArgumentException if the interval is shorter or the silence not longer than it
   */
  public LiveStashBuilder liveness(Duration interval, Duration silence) {
    pingInterval = Check.atLeast("interval", interval, Duration.ofMillis(10));
    silenceTimeout = Check.atLeast("silence", silence, interval.plusMillis(1));
    return this;
  }

  /**
   * How snapshots are compressed. All compressions are opened, whatever is chosen here.
   *
   * @param kind {@link Compression#ZSTD} by default
   * @return this
   */
  public LiveStashBuilder compression(Compression kind) {
    compression = kind;
    return this;
  }

  /**
   * What writes and reads states, renders, replies and event data.
   *
   * @param jackson a plain mapper by default
   * @return this
   */
  public LiveStashBuilder mapper(JsonMapper jackson) {
    mapper = jackson;
    return this;
  }

  /**
   * What runs the views, off the I/O threads.
   *
   * @param pool by default one of the LiveStash's own, of {@value #DEFAULT_THREADS_PER_CORE} daemon
   *     threads a core
   * @return this
   */
  public LiveStashBuilder executor(Executor pool) {
    executor = pool;
    return this;
  }

  /**
   * What guards instances against older tokens and second owners.
   *
   * @param guard this node's memory by default
   * @return this
   */
  public LiveStashBuilder fence(Fence guard) {
    fence = guard;
    return this;
  }

  /**
   * Who is told what happens, for metrics.
   *
   * @param told nobody by default
   * @return this
   */
  public LiveStashBuilder listener(StashListener told) {
    listener = told;
    return this;
  }

  /**
   * The time, for claims.
   *
   * @param time the system's by default
   * @return this
   */
  public LiveStashBuilder clock(Clock time) {
    clock = time;
    return this;
  }

  /**
   * The randomness, for ids, content keys and initialization vectors.
   *
   * @param source the JDK's default by default
   * @return this
   */
  public LiveStashBuilder random(SecureRandom source) {
    random = source;
    return this;
  }

  /**
   * Makes the LiveStash.
   *
   * @return it, ready to mount views
   * @throws IllegalStateException if no keys were given
   */
  public LiveStash build() {
    if (keys == null) {
      throw new IllegalStateException(
          "LiveStash has no key and makes up none: call keys(KeyRing.load(file)), or for development"
              + " keys(KeyRing.development(file)).");
    }
    ViewHost.Services services =
        new ViewHost.Services(
            settings(keys),
            keys,
            fence == null ? memoryFence() : fence,
            mapper,
            clock,
            random,
            System::nanoTime,
            new SystemTimers(),
            listener);
    return new LiveStash(services, config());
  }

  private Settings settings(KeyRing ring) {
    return new Settings(
        issuer,
        tokenLifetime,
        instanceLifetime,
        maxTokenBytes,
        maxStateBytes,
        maxWaitingFrames,
        maxInstances,
        compression,
        linger,
        ring.isDevelopment(),
        maxLingering);
  }

  private Fence memoryFence() {
    return new MemoryFence(
        MemoryFence.DEFAULT_MAX_INSTANCES,
        MemoryFence.DEFAULT_MEMORY,
        forkGrace,
        Ticker.systemTicker());
  }

  private LiveStashHandler.Config config() {
    SocketLimits limits =
        new SocketLimits(
            maxTokenBytes + JOIN_OVERHEAD_BYTES,
            maxEventBytes,
            maxUnreadBytes,
            joinTimeout,
            pingInterval,
            silenceTimeout);
    Executor views = executor == null ? ViewThreads.start(DEFAULT_THREADS_PER_CORE) : executor;
    return new LiveStashHandler.Config(limits, allowedOrigins, binding, views, System::nanoTime);
  }
}
