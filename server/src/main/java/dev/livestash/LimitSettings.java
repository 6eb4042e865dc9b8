package dev.livestash;

import dev.livestash.fence.MemoryFence;
import java.time.Duration;

/**
 * The limits of a {@link LiveStash}, each with its default: the part of its builder that one rarely
 * needs.
 */
abstract sealed class LimitSettings permits LiveStashBuilder {
  /** How large a token may be by default. */
  public static final int DEFAULT_MAX_TOKEN_BYTES = 1 << 20;

  /** How large a state's JSON, with its claims, may be by default. */
  public static final int DEFAULT_MAX_STATE_BYTES = 16 << 20;

  /** How large a token may be in a store by default. */
  public static final int DEFAULT_MAX_STORED_TOKEN_BYTES = 16 << 20;

  /** How long a store of snapshots may take to answer by default. */
  public static final Duration DEFAULT_STORE_TIMEOUT = Duration.ofSeconds(3);

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
  public static final Duration DEFAULT_JOIN_TIMEOUT = Duration.ofSeconds(30);

  /** How often a socket is pinged by default. */
  public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(15);

  /** How long a socket may be silent by default, pongs included. */
  public static final Duration DEFAULT_SILENCE_TIMEOUT = Duration.ofSeconds(45);

  /** How often the key file is read again by default. */
  public static final Duration DEFAULT_KEY_RELOAD_INTERVAL = Duration.ofSeconds(30);

  int maxTokenBytes = DEFAULT_MAX_TOKEN_BYTES;
  int maxStateBytes = DEFAULT_MAX_STATE_BYTES;
  int maxStoredTokenBytes = DEFAULT_MAX_STORED_TOKEN_BYTES;
  Duration storeTimeout = DEFAULT_STORE_TIMEOUT;
  int maxEventBytes = DEFAULT_MAX_EVENT_BYTES;
  int maxUnreadBytes = DEFAULT_MAX_UNREAD_BYTES;
  int maxWaitingFrames = DEFAULT_MAX_WAITING_FRAMES;
  int maxInstances = DEFAULT_MAX_INSTANCES;
  Duration tokenLifetime = DEFAULT_TOKEN_LIFETIME;
  Duration instanceLifetime = DEFAULT_INSTANCE_LIFETIME;
  Duration linger = DEFAULT_LINGER;
  Duration forkGrace = MemoryFence.DEFAULT_FORK_GRACE;
  int maxLingering = DEFAULT_MAX_LINGERING;
  Duration joinTimeout = DEFAULT_JOIN_TIMEOUT;
  Duration pingInterval = DEFAULT_PING_INTERVAL;
  Duration silenceTimeout = DEFAULT_SILENCE_TIMEOUT;
  Duration keyReloadInterval = DEFAULT_KEY_RELOAD_INTERVAL;

  abstract LiveStashBuilder self();

  /**
   * How long a token can be used after it was sealed, in whole seconds.
   *
   * @param lifetime at least one second; 24 hours by default
   * @return this
   * @throws IllegalArgumentException if it is shorter
   */
  public LiveStashBuilder tokenLifetime(Duration lifetime) {
    tokenLifetime = Check.atLeast("tokenLifetime", lifetime, Duration.ofSeconds(1));
    return self();
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
    return self();
  }

  /**
   * How large a token may be in a tab. One that is larger goes to the {@linkplain
   * LiveStashBuilder#overflow overflow}; without one, its state lives in this server's memory only,
   * and the {@link StashListener} is told. A browser keeps about 5 MiB for a whole origin, and two
   * tokens while it replaces one.
   *
   * @param bytes at least 1,024; 1 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxTokenBytes(int bytes) {
    maxTokenBytes = Check.atLeast("maxTokenBytes", bytes, 1024);
    return self();
  }

  /**
   * How large a token may be in a store on the servers' side.
   *
   * @param bytes at least 1,024; 16 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder maxStoredTokenBytes(int bytes) {
    maxStoredTokenBytes = Check.atLeast("maxStoredTokenBytes", bytes, 1024);
    return self();
  }

  /**
   * How long a store of snapshots may take to answer. A snapshot that it has not taken then goes to
   * the tab; a tab whose snapshot it has not given is closed with 1013 and comes back.
   *
   * @param timeout at least 10 ms; 3 seconds by default
   * @return this
   * @throws IllegalArgumentException if it is shorter
   */
  public LiveStashBuilder storeTimeout(Duration timeout) {
    storeTimeout = Check.atLeast("storeTimeout", timeout, Duration.ofMillis(10));
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
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
    return self();
  }

  /**
   * How far behind a copied tab may be: its token may be older than what the tab it was copied from
   * has kept meanwhile, but not for longer than this (twice this, if the other tab is busy). For
   * the built-in fence, and for how long replaced snapshots stay in a store.
   *
   * @param grace not negative; 60 seconds by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public LiveStashBuilder forkGrace(Duration grace) {
    forkGrace = Check.atLeast("forkGrace", grace, Duration.ZERO);
    return self();
  }

  /**
   * How long a socket may take to send its join; it is closed with 4002 then.
   *
   * @param timeout at least 10 ms; 30 seconds by default, for a large token takes its time on a
   *     slow line
   * @return this
   * @throws IllegalArgumentException if it is shorter
   */
  public LiveStashBuilder joinTimeout(Duration timeout) {
    joinTimeout = Check.atLeast("joinTimeout", timeout, Duration.ofMillis(10));
    return self();
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
    return self();
  }

  /**
   * How often the key file is read again, so that keys are rotated without a restart; for a ring
   * that came from a file. Unless this is off, the file is also read, at most once a second, when a
   * token names a key that the ring does not have.
   *
   * @param every at least 1 second, or zero for never; 30 seconds by default
   * @return this
   * @throws IllegalArgumentException if it is shorter
   */
  public LiveStashBuilder reloadKeys(Duration every) {
    keyReloadInterval =
        every.isZero() ? every : Check.atLeast("every", every, Duration.ofSeconds(1));
    return self();
  }
}
