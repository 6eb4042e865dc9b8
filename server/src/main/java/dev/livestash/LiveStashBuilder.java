package dev.livestash;

import dev.livestash.bus.Bus;
import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.Fence;
import dev.livestash.internal.assembly.Configuration;
import dev.livestash.internal.undertow.Origin;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Quotas;
import dev.livestash.settings.Times;
import dev.livestash.stash.SnapshotStore;
import dev.livestash.stash.Stashing;
import io.undertow.server.HttpServerExchange;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Configures a {@link LiveStash}. Each setter checks its value at once. */
public final class LiveStashBuilder {
  final Configuration told = new Configuration();

  LiveStashBuilder() {}

  /**
   * The keys that seal and open tokens. Must be given; there is no default.
   *
   * @param ring the same on every node
   * @return this
   */
  public LiveStashBuilder keys(KeyRing ring) {
    told.keys = ring;
    return this;
  }

  /**
   * How much is taken in and held.
   *
   * @param change makes other limits of those that hold so far, at first {@link Limits#defaults}:
   *     {@code limits -> limits.withMaxTokenBytes(256 << 10).withMaxInstances(20_000)}
   * @return this
   */
  public LiveStashBuilder limits(UnaryOperator<Limits> change) {
    told.limits = change.apply(told.limits);
    return this;
  }

  /**
   * How long things may take and last.
   *
   * @param change makes other times of those that hold so far; at first {@link Times#defaults}
   * @return this
   */
  public LiveStashBuilder times(UnaryOperator<Times> change) {
    told.times = change.apply(told.times);
    return this;
  }

  /**
   * The service's name, the {@code iss} claim (RFC 7519 section 4.1.1): another one's tokens are
   * refused.
   *
   * @param name not empty; {@code livestash} by default
   * @return this
   * @throws IllegalArgumentException if it is empty
   */
  public LiveStashBuilder issuer(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("An issuer needs a name; give the service's.");
    }
    told.issuer = name;
    return this;
  }

  /**
   * The name of the application's release: the same on all nodes and after each restart until
   * something else is rendered of a state. A tab that was cut off while its page stayed, and comes
   * back to a server of the same release, is not shown again what it shows; its state stays with
   * it, as if it had {@linkplain dev.livestash.view.View#sleeps slept}, until something happens.
   * Without a call, each is.
   *
   * <p>A name says that renders are made of the state, the join's parameters, and what a {@link
   * dev.livestash.view.Context} tells of who is there: binding, principal, locale, path and
   * attributes, as their {@code toString} has it. What a view shows beside that, such as the time,
   * stays until something happens. A view that must look first, as one whose {@code render} refuses
   * tabs, has a method {@link dev.livestash.view.View#attached}.
   *
   * @param name such as a version with a build number, or a commit; none by default
   * @return this
   * @throws IllegalArgumentException if it is empty
   */
  public LiveStashBuilder release(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "A release needs a name; give its version, or its commit.");
    }
    told.release = name;
    return this;
  }

  /**
   * What a tab's tokens are bound to: usually the id of the user's login session. A token is of no
   * use under another binding, so that logging out, or being another user, ends it. Without a call,
   * nothing is bound, and the start says so at level WARNING unless the keys are for development.
   *
   * @param function gives a request's binding; where that is null or empty, the request is answered
   *     with 401 (who may come without one, {@link #admit} says). Called on an I/O thread, so it
   *     must not block
   * @return this
   */
  public LiveStashBuilder binding(Function<HttpServerExchange, @Nullable String> function) {
    told.binding = function;
    return this;
  }

  /**
   * Who is let in, decided before anything else is done for a handshake: whose socket it is, or why
   * not. Takes the place of {@link #binding}. What a view is to know of a request goes into its
   * attributes: the headers are let go of.
   *
   * @param function decides; called on an I/O thread, so it must not block
   * @return this
   * @see Admission
   */
  public LiveStashBuilder admit(Function<HttpServerExchange, Admission> function) {
    told.admit = function;
    return this;
  }

  /**
   * How much one client may ask for.
   *
   * @param change makes other quotas of those that hold so far, at first {@link Quotas#defaults}:
   *     {@code quotas -> quotas.withMaxSocketsPerAddress(200)}
   * @return this
   */
  public LiveStashBuilder quotas(UnaryOperator<Quotas> change) {
    told.quotas = change.apply(told.quotas);
    return this;
  }

  /**
   * Lets pages of another origin (RFC 6454) connect. Pages of the server's own host always may, but
   * for a page of {@code http} where the server has {@code https}, or a proxy says so by {@code
   * X-Forwarded-Proto} or {@code Forwarded}. Case, a default port and Punycode do not matter.
   *
   * @param origin a scheme, a host and, unless it is the scheme's own, a port: {@code
   *     https://app.example}, {@code http://[::1]:8080}, {@code capacitor://localhost}; {@code
   *     file://} for files; {@code null} for pages that are nobody's, such as a sandboxed frame,
   *     and so for those of anybody
   * @return this
   * @throws IllegalArgumentException if no page can have this origin, for example because it has a
   *     path or a wildcard; the message says what to give instead
   */
  public LiveStashBuilder allowOrigin(String origin) {
    told.allowedOrigins.add(Origin.of(origin));
    return this;
  }

  /**
   * How snapshots are compressed. All compressions are opened, whatever is chosen here.
   *
   * @param kind {@link Compression#ZSTD} by default
   * @return this
   */
  public LiveStashBuilder compression(Compression kind) {
    told.compression = kind;
    return this;
  }

  /**
   * Whether to look at each state, and to log once, with path and values, what is wrong with it:
   *
   * <ul>
   *   <li>One that does not come back from its token as it was: each is read back from the bytes
   *       that are sealed, and compared.
   *   <li>One that was restored from other members than its class has, in the same version.
   *   <li>One that the application has changed in place, though states must be immutable: what is
   *       the same object as in the last snapshot is not written again, so that the change would be
   *       missed, or the snapshot could even be unreadable. It is sealed whole.
   *   <li>A number in a render, a reply or an event's data that a browser does not hold.
   * </ul>
   *
   * <p>This costs two more writings and a reading of the whole state for each snapshot, one for
   * each change that gives back the same state, and twice the state's JSON in a session's memory.
   * Without it, the first state of each view is read back all the same.
   *
   * @param check by default whether the keys are {@linkplain KeyRing#development for development}
   * @return this
   */
  public LiveStashBuilder checkStates(boolean check) {
    told.checkStates = check;
    return this;
  }

  /**
   * What small states have in common, so that their tokens need not say it. The first one
   * compresses, all open, and so does {@link Dictionary#claims()} unlisted. It is rotated like a
   * key: to every node as the second, then to every node as the first; dropped once the last token
   * that needs it has expired, for a token of an unknown dictionary is unreadable.
   *
   * @param newestFirst none by default, so that any Zstandard library opens the tokens of whoever
   *     has the key
   * @return this
   */
  public LiveStashBuilder dictionaries(Dictionary... newestFirst) {
    told.dictionaries = List.of(newestFirst);
    return this;
  }

  /**
   * Pads what is sealed to a multiple of this many bytes, before it becomes a third longer as
   * Base64. The length of a token says how well its state compresses; where one state holds both a
   * secret and text of somebody who sees the lengths, he can try what the secret is. Padding makes
   * that coarse; to keep the two apart prevents it. For {@link Compression#ZSTD} only. What tabs
   * hold already keeps its length until a new base replaces it.
   *
   * @param bucketBytes 16 to 65,536; not padded by default
   * @return this
   * @throws IllegalArgumentException if it is out of these bounds
   */
  public LiveStashBuilder padding(int bucketBytes) {
    told.padding(bucketBytes);
    return this;
  }

  /**
   * What writes and reads states, renders, replies and event data. It is not changed. States have a
   * copy of it, with the same modules and annotations, that loses nothing where it can be helped:
   * date-times keep their offset and zone, decimals in an {@code Object} all their digits, and the
   * reader has no limit that the writer lacks.
   *
   * @param jackson a plain mapper by default
   * @return this
   */
  public LiveStashBuilder mapper(JsonMapper jackson) {
    told.mapper = jackson;
    return this;
  }

  /**
   * What runs the views. A task that it rejects comes again every 50 ms.
   *
   * @param pool shared by all views; by default each view has one of its own, of 8 daemon threads a
   *     core, and up to 256 more in place of those that handlers block; of all these one client, a
   *     subject or else an address, has no more than a quarter at a time
   * @return this
   */
  public LiveStashBuilder executor(Executor pool) {
    told.executor = pool;
    return this;
  }

  /**
   * What guards instances against older tokens and second owners, used as it is.
   *
   * @param guard this node's memory by default; for one that nodes share see {@link #sharedFence}
   * @return this
   */
  public LiveStashBuilder fence(Fence guard) {
    told.fence = guard;
    told.engine = null;
    return this;
  }

  /**
   * What guards instances on all nodes, so that an older token and a second owner are noticed
   * wherever the tab comes back. If the engine does not answer, the node goes on with its own
   * memory, and arrivals say {@code LOCAL}.
   *
   * <pre>{@code
   * builder.sharedFence(redis.fence(Clock.systemUTC())).bus(redis.bus("shop"))
   * }</pre>
   *
   * @param shared the same on every node: {@code RedisEngine.fence}, a {@code JCacheFence}
   * @return this
   */
  public LiveStashBuilder sharedFence(Fence shared) {
    return sharedFence(shared, FallbackFence.Limits.of(FallbackFence.Policy.LOCAL));
  }

  /**
   * What guards instances on all nodes, and what is done while it does not answer.
   *
   * @param shared the same on every node
   * @param limits the policy, and how long things take
   * @return this
   */
  public LiveStashBuilder sharedFence(Fence shared, FallbackFence.Limits limits) {
    told.engine = shared;
    told.engineLimits = limits;
    return this;
  }

  /**
   * Where snapshots go that their tabs cannot take, but for views that are mounted with a choice.
   *
   * @param store takes tokens over {@link Limits#maxTokenBytes}, and those that a browser has no
   *     room for; there is none by default
   * @return this
   */
  public LiveStashBuilder overflow(SnapshotStore store) {
    told.stashing = Stashing.inBrowser(store);
    return this;
  }

  /**
   * What carries messages to groups between nodes. Without one they reach the tabs of this node.
   *
   * @param between the same on every node: {@code RedisEngine.bus}; JCache has none
   * @return this
   */
  public LiveStashBuilder bus(Bus between) {
    told.bus = between;
    return this;
  }

  /**
   * Who is told what happens, for metrics: {@code StashMetrics}, or one of your own; each call adds
   * one.
   *
   * @param listener nobody by default
   * @return this
   */
  public LiveStashBuilder listener(StashListener listener) {
    told.listeners.add(listener);
    return this;
  }

  /**
   * The time, for claims.
   *
   * @param time the system's by default
   * @return this
   */
  public LiveStashBuilder clock(Clock time) {
    told.clock = time;
    return this;
  }

  /**
   * The randomness, for ids, content keys and initialization vectors.
   *
   * @param source the JDK's default by default
   * @return this
   */
  public LiveStashBuilder random(SecureRandom source) {
    told.random = source;
    return this;
  }

  /**
   * Makes the LiveStash.
   *
   * @return it, ready to mount views
   * @throws IllegalStateException if no keys were given, or padding with a compression that has
   *     none, or both {@code binding} and {@code admit}
   * @throws IllegalArgumentException if a trusted proxy is not named by its IP address
   */
  public LiveStash build() {
    return new LiveStash(this);
  }
}
