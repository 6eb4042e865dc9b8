package dev.livestash.bench;

import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.HeldBase;
import dev.livestash.internal.snapshot.PatchBase;
import dev.livestash.settings.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * What many small changes cost, one after the other and anywhere in the state: each patch says all
 * that has changed since its base, until a new base is better. And what a change costs that no
 * patch can say: all rows in another order.
 */
@NullMarked
final class BaseLife<S> {
  /** So many at least, and then until this much time has passed. */
  private static final int EDITS = 1_000;

  /** How long, in milliseconds, once to get warm and once to measure. */
  static final int MILLIS = 3_000;

  private static final int EDITS_PER_WHOLE = 10;
  private static final int REORDERED = 40;

  private final Sample<S> sample;
  private final int millis;
  private final Paths<S> paths;
  private final Random random = new Random(11);
  private final PatchBase<S> base;
  private S state;
  private long seq;

  private BaseLife(Sample<S> sample, int millis) {
    this.sample = sample;
    this.millis = millis;
    this.paths = new Paths<>(sample.type(), Packing.plain(Compression.ZSTD));
    this.base = paths.patchBase();
    this.state = sample.state();
  }

  /** The arguments: how many milliseconds, and where the figures go as JSON, by name and state. */
  public static void main(String[] args) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    int millis = args.length > 0 ? Integer.parseInt(args[0]) : MILLIS;
    for (String name : Sample.all()) {
      new BaseLife<>(Sample.named(name), millis).measure(name, figures);
    }
    figures.put("reordered_over_commit sheet", reordered());
    figures.forEach((name, value) -> System.out.printf("%-36s %,12.3f%n", name, value));
    if (args.length > 1) {
      Paths.MAPPER.writeValue(Path.of(args[1]), figures);
    }
  }

  private void measure(String name, Map<String, Double> figures) {
    edit();
    Totals totals = edit();
    double editNanos = totals.nanos / (double) totals.edits;
    double wholeNanos = totals.wholeNanos / (double) totals.wholes;
    figures.put("edit_us " + name, editNanos / 1e3);
    figures.put("edit_over_commit " + name, editNanos / wholeNanos);
    figures.put("edit_frame_bytes " + name, totals.bytes / (double) totals.edits);
    figures.put("edits_per_base " + name, totals.edits / (double) Math.max(1, totals.bases));
  }

  /** What was counted over many changes, and whole commits among them. */
  private static final class Totals {
    private long nanos;
    private int edits;
    private long wholeNanos;
    private int wholes;
    private long bytes;
    private int bases;
  }

  private Totals edit() {
    Totals totals = new Totals();
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    while (totals.edits < EDITS || System.nanoTime() < end) {
      edit(totals);
      if (++totals.edits % EDITS_PER_WHOLE == 0) {
        totals.wholeNanos += whole();
        totals.wholes++;
      }
    }
    return totals;
  }

  private void edit(Totals totals) {
    state = sample.edit().apply(state, random);
    seq++;
    long start = System.nanoTime();
    Commit.Sealed sealed = (Commit.Sealed) base.seal(Paths.claims(seq), state);
    totals.nanos += System.nanoTime() - start;
    base.sent(sealed);
    totals.bytes += Sizes.keep(seq, sealed);
    totals.bases += sealed.isPatch() ? 0 : 1;
  }

  private long whole() {
    long start = System.nanoTime();
    paths.seal(seq, state, Optional.empty());
    return System.nanoTime() - start;
  }

  /** Over a whole commit, which it has to be in the end. */
  private static double reordered() {
    Sheet sheet = Sheet.make();
    Paths<Sheet> paths = new Paths<>(Sheet.class, Packing.plain(Compression.ZSTD));
    Optional<HeldBase> base = Optional.ofNullable(paths.seal(1, sheet, Optional.empty()).base());
    Random random = new Random(12);
    long tried = 0;
    long whole = 0;
    for (int i = -REORDERED; i < REORDERED; i++) {
      Sheet reordered = sheet.reordered(random);
      long start = System.nanoTime();
      paths.seal(2, reordered, base);
      long middle = System.nanoTime();
      paths.seal(2, reordered, Optional.empty());
      if (i >= 0) {
        tried += middle - start;
        whole += System.nanoTime() - middle;
      }
    }
    return tried / (double) whole;
  }
}
