package dev.livestash.bench;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.pack.Compressor;
import dev.livestash.internal.pack.Inflated;
import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.pack.Unpacking;
import dev.livestash.internal.state.BaseBuffer;
import dev.livestash.internal.state.JsonSlice;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.token.ClaimsCodec;
import dev.livestash.internal.token.Opened;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealer;
import dev.livestash.settings.Compression;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import tools.jackson.core.JsonGenerator;

/** The steps of both paths, each by itself: what the whole is made of. */
@NullMarked
final class Steps<S> {
  private static final int MAX_BYTES = 16 << 20;
  private static final String PARAMETER = Compression.ZSTD.parameter();
  private static final String ZSTD = Compression.ZSTD.value();

  private final ClaimsCodec claimsCodec = new ClaimsCodec(Paths.MAPPER);
  private final Compressor compressor = Packing.plain(Compression.ZSTD).withoutDictionary();
  private final Sealer sealer = new Sealer(Paths.KEYS, new SecureRandom(), System::nanoTime);
  private final Opener opener = new Opener(Paths.KEYS, MAX_BYTES);
  private final BoardByHand byHand = new BoardByHand();
  private final Unpacking unpacking = new Unpacking(List.of());
  private final Unpacking.Named named = new Unpacking.Named(PARAMETER, ZSTD, Optional.empty());
  private final StateCodec<S> states;
  private final S state;
  private final byte[] plaintext;
  private final byte[] packed;
  private final String token;
  private final JsonSlice slice;

  /** Takes every step once. */
  Steps(Sample<S> sample) {
    states = new StateCodec<>(Paths.MAPPER, sample.type());
    state = sample.state();
    CappedBuffer written = write(new CappedBuffer(MAX_BYTES));
    plaintext = Arrays.copyOf(written.array(), written.size());
    packed = compressor.compress(plaintext, plaintext.length);
    token = sealer.seal(packed, PARAMETER, ZSTD, Optional.empty());
    ClaimsCodec.Parsed.Snapshot parsed =
        (ClaimsCodec.Parsed.Snapshot) claimsCodec.read(plaintext).orElseThrow();
    slice = new JsonSlice(plaintext, parsed.stateOffset(), parsed.stateLength());
    boolean isRight =
        ((Opened.Valid) opener.open(token)).payload().length == packed.length
            && ((Inflated.Plain) inflate()).bytes().length == plaintext.length
            && (!(state instanceof Board) || bindByHand().equals(state));
    if (!isRight) {
      throw new IllegalStateException("the steps do not lead back");
    }
  }

  /** All of them, a commit's and then a restore's. */
  Map<String, Supplier<?>> tasks() {
    Map<String, Supplier<?>> tasks = new LinkedHashMap<>();
    tasks.put("step_write", () -> write(new BaseBuffer(MAX_BYTES, plaintext.length)));
    tasks.put("step_untraced", () -> write(new CappedBuffer(MAX_BYTES, plaintext.length)));
    tasks.put("step_compress", () -> compressor.compress(plaintext, plaintext.length));
    tasks.put("step_seal", () -> sealer.seal(packed, PARAMETER, ZSTD, Optional.empty()));
    tasks.put("step_unseal", () -> opener.open(token));
    tasks.put("step_inflate", this::inflate);
    tasks.put("step_claims", () -> claimsCodec.read(plaintext));
    tasks.put("step_bind", () -> states.bind(slice));
    if (state instanceof Board) {
      tasks.put("step_bind_by_hand", this::bindByHand);
    }
    return tasks;
  }

  private CappedBuffer write(CappedBuffer target) {
    try (JsonGenerator out = states.generator(target)) {
      claimsCodec.write(out, Paths.claims(1));
      states.write(out, state);
      out.writeEndObject();
    }
    return target;
  }

  private Board bindByHand() {
    return byHand.read(slice);
  }

  private Inflated inflate() {
    return unpacking.inflate(packed, named, MAX_BYTES);
  }
}
