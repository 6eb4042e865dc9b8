package dev.livestash.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a frame was made of is gone with it. */
class StrangersNamesTest {
  private static final int FRAMES = 400;
  private static final int NAME_LENGTH = 60_000;

  private static long usedBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  @Test
  void namesOfMembersAreNotKept() {
    FrameCodec codec = new FrameCodec(JsonMapper.shared(), 10_000);
    long before = usedBytes();
    for (int i = 0; i < FRAMES; i++) {
      String name = i + "x".repeat(NAME_LENGTH);
      // One of them is fit, the other is looked through for its number.
      codec.decode(
          "{\"t\":\"event\",\"n\":1,\"name\":\"a\",\"data\":{\"%s\":1},\"age\":0,\"try\":1}"
              .formatted(name));
      codec.decode("{\"t\":\"event\",\"n\":1,\"%s\":1}".formatted(name));
    }
    assertThat(usedBytes() - before).isLessThan(FRAMES * NAME_LENGTH / 4);
    assertThat(codec.decode("{\"t\":\"ping\"}")).isInstanceOf(Decoded.Frame.class);
  }
}
