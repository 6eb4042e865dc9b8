package dev.livestash.bench;

import dev.livestash.internal.snapshot.Commit;
import dev.livestash.internal.snapshot.HeldBase;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.settings.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullMarked;

/** How many bytes frames and the browser's module have. */
@NullMarked
final class Sizes {
  private static final FrameCodec FRAMES =
      new FrameCodec(Paths.MAPPER, Limits.defaults().maxJsonTokens());

  private Sizes() {}

  /** The whole {@code keep} frame of one small change. */
  static int keepOfSmallChange(Sample<?> sample) {
    return keep(2, LiveStashWay.zstd(sample).commitChange());
  }

  /** The whole {@code keep} frame of a snapshot. */
  static int keep(long seq, Commit.Sealed sealed) {
    Optional<String> patched =
        Optional.ofNullable(sealed.base()).filter(base -> sealed.isPatch()).map(HeldBase::name);
    ServerFrame.Keep keep =
        new ServerFrame.Keep(3, seq, seq + 40, sealed.stateBytes(), sealed.token(), patched);
    return FRAMES.encode(keep).length;
  }

  /** All frames of one small change, in a view that shows its whole state; of renders, both. */
  static <S> Map<String, Integer> keystroke(Sample<S> sample) {
    RenderWay<S> render = new RenderWay<>(sample);
    ServerFrame.Done done = new ServerFrame.Done(42, null, Optional.empty());
    return Map.of(
        "done", FRAMES.encode(done).length,
        "keep", keepOfSmallChange(sample),
        "patch", render.patch().length,
        "whole", render.whole().length);
  }

  static double sum(Map<String, Integer> frames, String... names) {
    return Stream.of(names).mapToInt(name -> frames.getOrDefault(name, 0)).sum();
  }

  static int gzip(Path file) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new BestGzip(packed)) {
      Files.copy(file, out);
    }
    return packed.size();
  }

  /** As {@code gzip -9}. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream target) throws IOException {
      super(target);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
