package dev.livestash;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.session.Settings;
import dev.livestash.session.StashListener;
import dev.livestash.session.Timers;
import dev.livestash.session.ViewHost;
import dev.livestash.state.Compression;
import dev.livestash.token.KeyRing;
import dev.livestash.undertow.LiveStashHandler;
import dev.livestash.undertow.SocketLimits;
import io.undertow.server.HttpServerExchange;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Configures a {@link LiveStash}. Each setter checks its value at once. */
public final class LiveStashBuilder extends LimitSettings {
  /** How many threads run views by default, for each core: a handler may block. */
  public static final int DEFAULT_THREADS_PER_CORE = 8;

  /** What a join's frame may hold besides its token. */
  private static final int JOIN_OVERHEAD_BYTES = 64 << 10;

  private @Nullable KeyRing keys;
  private String issuer = "livestash";
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

  @Override
  LiveStashBuilder self() {
    return this;
  }

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
    Timers timers = new SystemTimers();
    Executor views = executor == null ? ViewThreads.start(DEFAULT_THREADS_PER_CORE) : executor;
    ViewHost.Services services = services(keys, timers);
    KeyReload reload = new KeyReload(keys, keyReloadInterval, timers, views);
    reload.start();
    return new LiveStash(services, config(views), reload);
  }

  private ViewHost.Services services(KeyRing ring, Timers timers) {
    boolean reloads = ring.isReloadable() && !keyReloadInterval.isZero();
    return new ViewHost.Services(
        settings(ring),
        reloads ? ring.lookingForMissingKeys(System::nanoTime) : ring,
        fence == null ? memoryFence() : fence,
        mapper,
        clock,
        random,
        System::nanoTime,
        timers,
        listener);
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

  private LiveStashHandler.Config config(Executor views) {
    SocketLimits limits =
        new SocketLimits(
            maxTokenBytes + JOIN_OVERHEAD_BYTES,
            maxEventBytes,
            maxUnreadBytes,
            joinTimeout,
            pingInterval,
            silenceTimeout);
    return new LiveStashHandler.Config(limits, allowedOrigins, binding, views, System::nanoTime);
  }
}
