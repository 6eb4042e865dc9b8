package dev.livestash.fuzz;

import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.Decoded;
import dev.livestash.internal.wire.FrameCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A text frame from a stranger. */
public final class FrameTarget {
  private static final long MAX = (1L << 53) - 1;
  private static final int MAX_NAME_CHARS = 64;
  private static final FrameCodec CODEC =
      new FrameCodec(
          JsonMapper.shared(),
          JsonMapper.shared(),
          100_000,
          Optional.of((frame, path, number) -> {}));

  private FrameTarget() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Decoded decoded = CODEC.decode(input);
    boolean isPing = CODEC.isPing(input);
    if (decoded instanceof Decoded.Frame frame) {
      require(isFit(frame.frame()), text);
      require(!isPing || frame.frame() instanceof ClientFrame.Ping, text);
    } else {
      require(!isPing, text);
    }
  }

  private static boolean isFit(ClientFrame frame) {
    if (frame instanceof ClientFrame.Event event) {
      return event.n() != 0
          && Math.abs(event.n()) <= MAX
          && !event.name().isEmpty()
          && event.name().length() <= MAX_NAME_CHARS
          && isCount(event.age())
          && event.attempt() >= 1
          && isCount(event.attempt());
    }
    if (frame instanceof ClientFrame.Join join) {
      return FrameCodec.isViewName(join.view())
          && join.attempt() >= 1
          && isCount(join.attempt())
          && isCount(join.trimmed().orElse(0))
          && join.params().startsWith("{");
    }
    if (frame instanceof ClientFrame.Kept kept) {
      return isCount(kept.gen()) && isCount(kept.seq());
    }
    return !(frame instanceof ClientFrame.UnfitEvent unfit)
        || (unfit.n() != 0 && Math.abs(unfit.n()) <= MAX);
  }

  private static boolean isCount(long number) {
    return number >= 0 && number <= MAX;
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new AssertionError("decoded as no such frame: " + text);
    }
  }
}
