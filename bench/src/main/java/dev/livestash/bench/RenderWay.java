package dev.livestash.bench;

import dev.livestash.internal.render.RenderDiff;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.internal.wire.ServerFrame;
import dev.livestash.settings.Limits;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.util.RawValue;

/** The frame of a render after one small change, in a view that shows its whole state. */
@NullMarked
final class RenderWay<S> {
  private static final FrameCodec FRAMES =
      new FrameCodec(Paths.MAPPER, Limits.defaults().maxJsonTokens());

  private static final int MAX_PATCH_BYTES = 1 << 20;

  private final RenderDiff diff = new RenderDiff(Paths.MAPPER);
  private final S before;
  private final S now;
  private final S anew;

  RenderWay(Sample<S> sample) {
    before = sample.state();
    now = sample.changed();
    anew = Paths.MAPPER.readValue(Paths.MAPPER.writeValueAsBytes(now), sample.type());
  }

  byte[] whole() {
    return FRAMES.encode(new ServerFrame.Render(42, now, OptionalInt.empty()));
  }

  /** What has not changed is the same object. */
  byte[] patch() {
    return patch(now);
  }

  /** Nothing is the same object, as where a view makes all of its render each time. */
  byte[] patchOfAnew() {
    return patch(anew);
  }

  private byte[] patch(S after) {
    byte[] patch = diff.between(before, after, MAX_PATCH_BYTES).orElseThrow();
    RawValue json = new RawValue(new String(patch, StandardCharsets.UTF_8));
    return FRAMES.encode(new ServerFrame.Render(42, json, OptionalInt.of(0)));
  }
}
