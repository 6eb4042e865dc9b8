package dev.livestash.bench;

import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.PatchBase;
import dev.livestash.settings.Compression;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * What many small changes cost, one after the other and anywhere in the state: each patch says all
 * that has changed since its base, until a new base is better. A round is whole lives of bases,
 * with whole commits in between for as long.
 */
@NullMarked
final class BaseLife<S> {
  private static final double MIN_ROUND_NANOS = 50e6;

  private final String name;
  private final Sample<S> sample;
  private final Paths<S> paths;
  private final Random random = new Random(11);
  private final PatchBase<S> base;
  private S state;
  private long seq;

  private BaseLife(String name, Sample<S> sample) {
    this.name = name;
    this.sample = sample;
    this.paths = new Paths<>(sample.type(), Packing.plain(Compression.ZSTD));
    this.base = paths.patchBase();
    this.state = sample.state();
  }

  static BaseLife<?> of(String name) {
    return new BaseLife<>(name, Sample.named(name));
  }

  void measure(int warmUpRounds, int rounds, Figures figures) {
    run(warmUpRounds);
    Totals totals = run(rounds);
    figures.putTime("edit", name, totals.edits);
    figures.putRatio("edit_over_commit", name, totals.edits, totals.wholes);
    figures.put("edit_frame_bytes", name, totals.bytes / totals.count);
    figures.put("edits_per_base", name, totals.count / totals.bases);
  }

  private static final class Totals {
    private final Series edits = new Series();
    private final Series wholes = new Series();
    private double bytes;
    private double bases;
    private double count;
  }

  private Totals run(int rounds) {
    Totals totals = new Totals();
    for (int i = 0; i < rounds; i++) {
      round(totals);
    }
    return totals;
  }

  /** Starts behind a new base, and ends with one. */
  private void round(Totals totals) {
    Cost editing = Cost.NONE;
    Cost whole = Cost.NONE;
    int edits = 0;
    int wholes = 0;
    double bases = totals.bases;
    boolean isNewBase = false;
    while (!isNewBase || editing.cpuNanos() < MIN_ROUND_NANOS) {
      editing = editing.plus(edit(totals));
      edits++;
      isNewBase = totals.bases > bases;
      bases = totals.bases;
      if (whole.cpuNanos() < editing.cpuNanos()) {
        whole = whole.plus(whole());
        wholes++;
      }
    }
    totals.edits.add(editing.per(edits));
    totals.wholes.add(whole.per(wholes));
    totals.count += edits;
  }

  private Cost edit(Totals totals) {
    state = sample.edit().apply(state, random);
    seq++;
    Cost start = Cost.now();
    Commit.Sealed sealed = (Commit.Sealed) base.seal(Paths.claims(seq), state);
    Cost cost = Cost.now().minus(start);
    base.sent(sealed);
    totals.bytes += Sizes.keep(seq, sealed);
    totals.bases += sealed.isPatch() ? 0 : 1;
    return cost;
  }

  private Cost whole() {
    Cost start = Cost.now();
    paths.seal(seq, state, Optional.empty());
    return Cost.now().minus(start);
  }
}
