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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonGenerator;

/** The steps of both paths, each by itself: what the whole is made of. */
@NullUnmarked // JMH and the set-up fill the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepBench {
  /** All of them, a commit's and then a restore's. */
  static final List<String> STEPS =
      List.of("write", "untraced", "compress", "seal", "unseal", "inflate", "claims", "bind");

  private static final int MAX_BYTES = 16 << 20;

  /** Which state. */
  @Param({"1KB", "10KB", "100KB", "1MB", "sheet"})
  public String sample;

  private final ClaimsCodec claimsCodec = new ClaimsCodec(Paths.MAPPER);
  private final Compressor compressor = Packing.plain(Compression.ZSTD).withoutDictionary();
  private final Sealer sealer = new Sealer(Paths.KEYS, new SecureRandom());
  private final Opener opener = new Opener(Paths.KEYS, MAX_BYTES);
  private final Unpacking unpacking = new Unpacking(List.of());
  private final Unpacking.Named named =
      new Unpacking.Named(Compression.ZSTD.parameter(), Compression.ZSTD.value(), Optional.empty());
  private StateCodec<Object> states;
  private Object state;
  private byte[] plaintext;
  private byte[] packed;
  private String token;
  private JsonSlice slice;

  /** Takes every step once. */
  @Setup
  @SuppressWarnings("unchecked") // a sample's type is that of its state
  public void make() {
    Sample<Object> made = (Sample<Object>) Sample.named(sample);
    states = new StateCodec<>(Paths.MAPPER, made.type());
    state = made.state();
    CappedBuffer written = write(new CappedBuffer(MAX_BYTES));
    plaintext = Arrays.copyOf(written.array(), written.size());
    packed = compress();
    token = seal();
    ClaimsCodec.Parsed.Snapshot parsed = (ClaimsCodec.Parsed.Snapshot) claims().orElseThrow();
    slice = new JsonSlice(plaintext, parsed.stateOffset(), parsed.stateLength());
    boolean isRight =
        ((Opened.Valid) unseal()).payload().length == packed.length
            && ((Inflated.Plain) inflate()).bytes().length == plaintext.length;
    if (!isRight) {
      throw new IllegalStateException("the steps do not lead back");
    }
  }

  private CappedBuffer write(CappedBuffer target) {
    try (JsonGenerator out = states.generator(target)) {
      claimsCodec.write(out, Paths.claims(1));
      states.write(out, state);
      out.writeEndObject();
    }
    return target;
  }

  /** Jackson, with the trace. */
  @Benchmark
  public CappedBuffer write() {
    return write(new BaseBuffer(MAX_BYTES, plaintext.length));
  }

  /** The same without a trace. */
  @Benchmark
  public CappedBuffer untraced() {
    return write(new CappedBuffer(MAX_BYTES, plaintext.length));
  }

  /** Zstandard. */
  @Benchmark
  public byte[] compress() {
    return compressor.compress(plaintext, plaintext.length);
  }

  /** Content key, wrapping, AES-GCM, Base64. */
  @Benchmark
  public String seal() {
    return sealer.seal(
        packed, Compression.ZSTD.parameter(), Compression.ZSTD.value(), Optional.empty());
  }

  /** And back. */
  @Benchmark
  public Opened unseal() {
    return opener.open(token);
  }

  /** Zstandard, back. */
  @Benchmark
  public Inflated inflate() {
    return unpacking.inflate(packed, named, MAX_BYTES);
  }

  /** Reads them, and finds the state. */
  @Benchmark
  public Optional<ClaimsCodec.Parsed> claims() {
    return claimsCodec.read(plaintext);
  }

  /** Jackson, back. */
  @Benchmark
  public Object bind() {
    return states.bind(slice);
  }
}
