package dev.livestash.bench;

import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.HeldBase;
import dev.livestash.settings.Compression;
import dev.livestash.settings.Dictionary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** The product's: whole snapshots, and patches. */
@NullMarked
final class LiveStashWay<S> implements Way {
  private final Paths<S> paths;
  private final Sample<S> sample;
  private final Optional<HeldBase> base;
  private final S anew;

  private LiveStashWay(Sample<S> sample, Packing packing) {
    this.sample = sample;
    this.paths = new Paths<>(sample.type(), packing);
    this.base = Optional.ofNullable(paths.seal(1, sample.state(), Optional.empty()).base());
    this.anew = sample.copyOf(sample.changed());
  }

  static <S> LiveStashWay<S> zstd(Sample<S> sample) {
    return new LiveStashWay<>(sample, Packing.plain(Compression.ZSTD));
  }

  static <S> LiveStashWay<S> deflate(Sample<S> sample) {
    return new LiveStashWay<>(sample, Packing.plain(Compression.DEFLATE));
  }

  /** With a dictionary. */
  static <S> LiveStashWay<S> zstd(Sample<S> sample, Dictionary dictionary) {
    return new LiveStashWay<>(sample, new Packing(Compression.ZSTD, List.of(dictionary), 0));
  }

  @Override
  public String commit() {
    return paths.seal(1, sample.state(), Optional.empty()).token();
  }

  @Override
  public Object open(String token) {
    return paths.open(token, Optional.empty());
  }

  /** One small change since the whole snapshot. */
  Commit.Sealed commitChange() {
    return patch(sample.changed());
  }

  /** The same change, but nothing is the same object, as where a handler maps all of its rows. */
  Commit.Sealed commitAnew() {
    return paths.seal(2, anew, base);
  }

  /** An event that changed nothing: only its number is new. */
  Commit.Sealed commitNothing() {
    return patch(sample.state());
  }

  private Commit.Sealed patch(S state) {
    Commit.Sealed patch = paths.seal(2, state, base);
    if (!patch.isPatch()) {
      throw new IllegalStateException("this change should make a patch");
    }
    return patch;
  }
}
