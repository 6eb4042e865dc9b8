package dev.livestash.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class InexactNumbersTest {
  private static final long FIRST_UNSAFE = 1L << 53;

  private final List<String> said = new ArrayList<>();
  private final FrameCodec codec =
      new FrameCodec(
          JsonMapper.shared(),
          JsonMapper.shared(),
          10_000,
          Optional.of((frame, path, number) -> said.add(frame + " " + path + " " + number)));

  private void render(Object data) {
    codec.encode(new ServerFrame.Render(1, data, OptionalInt.empty()));
  }

  @Test
  void anIntegerAboveTheSafeOnesIsFoundWhereItStands() {
    render(Map.of("rows", List.of(1, FIRST_UNSAFE - 1, FIRST_UNSAFE)));
    render(List.of(Long.MIN_VALUE));
    assertThat(said)
        .containsExactly(
            "render /data/rows/2 9007199254740992", "render /data/0 -9223372036854775808");
  }

  @Test
  void aDecimalWithMoreDigitsThanADoubleIsFound() {
    render(new BigDecimal("12345678901234567890.10"));
    render(new BigInteger("9".repeat(2000)));
    render(new BigDecimal("1E+400"));
    assertThat(said).hasSize(3);
  }

  @Test
  void whatADoubleHoldsIsNotFound() {
    render(
        List.of(
            0.1,
            0.1 + 0.2,
            -0.0,
            0.1f,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            Double.NaN,
            FIRST_UNSAFE - 1,
            1 - FIRST_UNSAFE,
            new BigDecimal("1.10"),
            "9007199254740993"));
    assertThat(said).isEmpty();
  }

  @Test
  void repliesAndJoinsAreLookedAtToo() {
    codec.encode(new ServerFrame.Done(1, Map.of("id", Long.MAX_VALUE), Optional.empty()));
    codec.encode(
        new ServerFrame.Joined(
            "sid",
            1,
            "new",
            Optional.empty(),
            0,
            0,
            List.of(),
            List.of(Long.MAX_VALUE),
            OptionalInt.empty()));
    assertThat(said)
        .containsExactly(
            "done /reply/id 9223372036854775807", "joined /data/0 9223372036854775807");
  }

  @Test
  void soIsWhatAPageSends() {
    codec.decode(
        "{\"t\":\"event\",\"n\":1,\"name\":\"a\",\"age\":0,\"try\":1,"
            + "\"data\":{\"ids\":[1,9007199254740993]}}");
    codec.decode(
        "{\"t\":\"join\",\"view\":\"v\",\"attempt\":1,\"params\":{\"id\":-9007199254740993}}");
    assertThat(said)
        .containsExactly("event /data/ids/1 9007199254740993", "join /params/id -9007199254740993");
  }
}
