package dev.livestash.session;

import dev.livestash.session.CommitPath.Result;
import dev.livestash.state.Compression;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** The product's: whole snapshots, and patches. */
@NullMarked
final class LiveStashWay<S> implements Way {
  private final Paths<S> paths;
  private final Sample<S> sample;
  private final Optional<HeldBase> base;

  private LiveStashWay(Sample<S> sample, Compression compression) {
    this.sample = sample;
    this.paths = new Paths<>(sample.type(), compression);
    this.base = Optional.ofNullable(paths.seal(1, sample.state(), Optional.empty()).base());
  }

  static <S> LiveStashWay<S> zstd(Sample<S> sample) {
    return new LiveStashWay<>(sample, Compression.ZSTD);
  }

  static <S> LiveStashWay<S> deflate(Sample<S> sample) {
    return new LiveStashWay<>(sample, Compression.DEFLATE);
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
  Result.Sealed commitChange() {
    return patch(sample.changed());
  }

  /** An event that changed nothing: only its number is new. */
  Result.Sealed commitNothing() {
    return patch(sample.state());
  }

  private Result.Sealed patch(S state) {
    Result.Sealed patch = paths.seal(2, state, base);
    if (!patch.isPatch()) {
      throw new IllegalStateException("this change should make a patch");
    }
    return patch;
  }
}
