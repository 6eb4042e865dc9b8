package dev.livestash.session;

import dev.livestash.session.CommitPath.Result;
import dev.livestash.state.Compression;
import dev.livestash.wire.FrameCodec;
import dev.livestash.wire.ServerFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** How many bytes tokens and frames have. */
@NullMarked
final class Sizes {
  private final Paths paths = new Paths(Compression.ZSTD);
  private final FrameCodec frames = new FrameCodec(Paths.MAPPER);

  Map<String, Double> tokens() {
    Map<String, Double> sizes = new LinkedHashMap<>();
    for (String size : Board.SIZES) {
      Board board = Board.load(size, Paths.MAPPER);
      sizes.put(size, (double) paths.seal(1, board, null).token().length());
    }
    return sizes;
  }

  /** The whole {@code keep} frame of one small change. */
  Map<String, Double> smallChanges() {
    Map<String, Double> sizes = new LinkedHashMap<>();
    for (String size : Board.SIZES) {
      Board board = Board.load(size, Paths.MAPPER);
      HeldBase base = paths.seal(1, board, null).base();
      Result.Sealed patch = paths.seal(2, board.withQuantity(7777), base);
      ServerFrame.Keep keep =
          new ServerFrame.Keep(3, 2, 42, patch.stateBytes(), patch.token(), Optional.of("3.1"));
      sizes.put(size, (double) frames.encode(keep).length);
    }
    return sizes;
  }

  public static void main(String[] args) {
    Sizes sizes = new Sizes();
    System.out.println("token bytes " + sizes.tokens());
    System.out.println("keep frame of a small change " + sizes.smallChanges());
  }
}
