package dev.livestash.internal.assembly;

import dev.livestash.bus.Bus;
import dev.livestash.fence.FallbackFence;
import dev.livestash.fence.Fence;
import dev.livestash.internal.undertow.Origin;
import dev.livestash.keys.KeyRing;
import dev.livestash.report.StashListener;
import dev.livestash.settings.Admission;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Quotas;
import dev.livestash.settings.Times;
import dev.livestash.stash.Stashing;
import io.undertow.server.HttpServerExchange;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a builder was told, each with its default; documented there. */
public final class Configuration {
  private static final int UNAUTHORIZED = 401;

  /** What a join has besides its token. */
  private static final int JOIN_BYTES = 4 << 10;

  private static final int MIN_PADDING_BYTES = 16;
  private static final int MAX_PADDING_BYTES = 64 << 10;

  public Limits limits = Limits.defaults();
  public Times times = Times.defaults();
  public @Nullable KeyRing keys;
  public String issuer = "livestash";
  public @Nullable String release;
  public final Set<Origin> allowedOrigins = new HashSet<>();
  public @Nullable Function<HttpServerExchange, @Nullable String> binding;
  public @Nullable Function<HttpServerExchange, Admission> admit;
  public Quotas quotas = Quotas.defaults();
  public Compression compression = Compression.ZSTD;
  public List<Dictionary> dictionaries = List.of();
  public int paddingBytes;
  public @Nullable Boolean checkStates;
  public JsonMapper mapper = JsonMapper.shared();
  public @Nullable Executor executor;
  public @Nullable Fence fence;
  public @Nullable Bus bus;
  public Stashing stashing = Stashing.inBrowser();
  public @Nullable Fence engine;
  public FallbackFence.Limits engineLimits = FallbackFence.Limits.of(FallbackFence.Policy.LOCAL);
  public final List<StashListener> listeners = new ArrayList<>();
  public Clock clock = Clock.systemUTC();
  public SecureRandom random = new SecureRandom();

  /** Pads to multiples of so many bytes. */
  public void padding(int bucketBytes) {
    if (bucketBytes < MIN_PADDING_BYTES || bucketBytes > MAX_PADDING_BYTES) {
      throw new IllegalArgumentException(
          "Padding goes to multiples of 16 to 65,536 bytes; "
              + bucketBytes
              + " is not among them.");
    }
    paddingBytes = bucketBytes;
  }

  /** Who is let in. */
  Function<HttpServerExchange, Admission> admission() {
    if (admit != null) {
      return admit;
    }
    Function<HttpServerExchange, @Nullable String> bound = binding;
    if (bound == null) {
      return exchange -> Admission.anonymous();
    }
    return exchange -> admission(bound.apply(exchange));
  }

  private static Admission admission(@Nullable String binding) {
    return binding == null || binding.isEmpty()
        ? Admission.refuse(UNAUTHORIZED)
        : Admission.as(binding);
  }

  /** Whether tokens are bound to somebody. */
  boolean isBound() {
    return binding != null || admit != null;
  }

  /** The keys, if all that was told fits together. */
  KeyRing checked() {
    if (paddingBytes > 0 && compression != Compression.ZSTD) {
      throw new IllegalStateException(
          "DEFLATE has no padding: leave out padding(…), or choose compression(Compression.ZSTD).");
    }
    if (binding != null && admit != null) {
      throw new IllegalStateException(
          "Give binding(…) or admit(…): admit says what tokens are bound to by Admission.as(…).");
    }
    if (keys == null) {
      throw new IllegalStateException(
          "LiveStash has no key and makes up none: call keys(KeyRing.load(file)), or for development"
              + " keys(KeyRing.development(file)).");
    }
    if (limits.maxTokenBytes() + JOIN_BYTES > limits.maxWaitingBytesOfNode() / 2) {
      throw new IllegalStateException(
          "A token of maxTokenBytes, "
              + limits.maxTokenBytes()
              + ", could not come back: a join has it and 4 KiB more, and all have half of maxWaitingBytesOfNode, "
              + limits.maxWaitingBytesOfNode()
              + ". Lower the one, or raise the other.");
    }
    Optional.ofNullable(engine != null ? engine : fence)
        .flatMap(Fence::remembersFor)
        .filter(memory -> memory.compareTo(times.tokenLifetime()) < 0)
        .ifPresent(
            memory -> {
              throw new IllegalStateException(
                  "The fence forgets after "
                      + memory
                      + " what tokens can bring back for "
                      + times.tokenLifetime()
                      + ": give it a memory of at least the tokenLifetime, or shorten that.");
            });
    return keys;
  }
}
