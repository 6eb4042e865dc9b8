package dev.livestash.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The frames that the browser module's tests read too. */
class VectorsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final FrameCodec CODEC = new FrameCodec(JSON, 10_000);

  record Vector(String name, String text, boolean valid, long settled, @Nullable JsonNode frame) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Vector> vectors(String from) {
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode one : JSON.readTree(Path.of("../protocol/vectors/frames.json").toFile())) {
      if (one.path("from").asString().equals(from)) {
        vectors.add(
            new Vector(
                one.path("name").asString(),
                one.path("text").asString(),
                one.path("valid").asBoolean(),
                one.path("settled").asLong(0),
                one.get("frame")));
      }
    }
    return vectors;
  }

  static List<Vector> fromTab() {
    return vectors("tab");
  }

  private static boolean isOurs(Vector vector) {
    JsonNode frame = JSON.readTree(vector.text());
    return Set.of("joined", "done", "render", "keep", "working", "pong", "bye")
        .contains(frame.path("t").asString());
  }

  static List<Vector> fromServer() {
    // Those of a later release are valid, too: the tab ignores them, and this one does not send
    // them.
    return vectors("server").stream().filter(Vector::valid).filter(VectorsTest::isOurs).toList();
  }

  @ParameterizedTest
  @MethodSource("fromTab")
  void aFrameFromTheTabIsDecodedAsTheVectorSays(Vector vector) {
    Decoded decoded = CODEC.decode(vector.text());
    if (vector.settled() != 0) {
      assertThat(decoded)
          .isInstanceOfSatisfying(
              Decoded.Frame.class,
              frame ->
                  assertThat(frame.frame())
                      .isInstanceOfSatisfying(
                          ClientFrame.UnfitEvent.class,
                          event -> assertThat(event.n()).isEqualTo(vector.settled())));
      return;
    }
    assertThat(decoded instanceof Decoded.Frame).as(vector.text()).isEqualTo(vector.valid());
    if (decoded instanceof Decoded.Frame frame) {
      assertThat(json(frame.frame())).isEqualTo(vector.frame());
    }
  }

  private static ObjectNode json(ClientFrame frame) {
    ObjectNode json = JSON.createObjectNode();
    if (frame instanceof ClientFrame.Join join) {
      json.put("t", "join").put("view", join.view()).put("attempt", join.attempt());
      join.token().ifPresent(token -> json.put("token", token));
      join.patch().ifPresent(patch -> json.put("patch", patch));
      join.fork().ifPresent(fork -> json.put("fork", fork));
      join.trimmed().ifPresent(trimmed -> json.put("trimmed", trimmed));
      if (join.parts()) {
        json.put("parts", true);
      }
      if (join.patches()) {
        json.put("patches", true);
      }
      if (join.shows()) {
        json.put("shows", true);
      }
      json.set("params", CODEC.params(join).tree());
    } else if (frame instanceof ClientFrame.Event event) {
      json.put("t", "event").put("n", event.n()).put("name", event.name());
      json.set("data", event.data());
      json.put("age", event.age()).put("try", event.attempt());
    } else if (frame instanceof ClientFrame.Kept kept) {
      json.put("t", "kept").put("gen", kept.gen()).put("seq", kept.seq());
    } else if (frame instanceof ClientFrame.Unkept unkept) {
      json.put("t", "unkept").put("gen", unkept.gen()).put("seq", unkept.seq());
      json.put("why", unkept.why());
    } else if (frame instanceof ClientFrame.Wake wake) {
      json.put("t", "wake").put("token", wake.token());
      wake.patch().ifPresent(patch -> json.put("patch", patch));
    } else {
      json.put("t", frame instanceof ClientFrame.Hidden ? "hidden" : "ping");
    }
    return (ObjectNode) JSON.readTree(json.toString());
  }

  @ParameterizedTest
  @MethodSource("fromServer")
  void aFrameToTheTabIsEncodedAsTheVectorSays(Vector vector) {
    JsonNode frame = JSON.readTree(String.valueOf(vector.frame()));
    byte[] encoded = CODEC.encode(serverFrame(frame));
    assertThat(JSON.readTree(new String(encoded, StandardCharsets.UTF_8))).isEqualTo(frame);
  }

  private static OptionalInt check(JsonNode frame) {
    return frame.has("check") ? OptionalInt.of(frame.get("check").intValue()) : OptionalInt.empty();
  }

  private static ServerFrame serverFrame(JsonNode frame) {
    return switch (frame.path("t").asString()) {
      case "asleep" ->
          new ServerFrame.Asleep(frame.path("gen").asLong(), frame.path("seq").asLong());
      case "push" -> new ServerFrame.Push(frame.path("name").asString(), frame.path("data"));
      case "needed" -> new ServerFrame.Needed();
      case "joined" ->
          new ServerFrame.Joined(
              frame.path("sid").asString(),
              frame.path("gen").asLong(),
              frame.path("outcome").asString(),
              optional(frame, "reason"),
              frame.path("seen").asLong(),
              frame.path("lost").asLong(0),
              frame
                  .path("answers")
                  .valueStream()
                  .map(done -> done.toString().getBytes(StandardCharsets.UTF_8))
                  .toList(),
              frame.path("data"),
              check(frame));
      case "done" ->
          new ServerFrame.Done(
              frame.path("n").asLong(), frame.get("reply"), optional(frame, "error"));
      case "render" ->
          new ServerFrame.Render(frame.path("seen").asLong(), frame.path("data"), check(frame));
      case "keep" ->
          new ServerFrame.Keep(
              frame.path("gen").asLong(),
              frame.path("seq").asLong(),
              frame.path("seen").asLong(),
              frame.path("bytes").asLong(),
              frame.path("token").asString(),
              optional(frame, "base"));
      case "bye" ->
          new ServerFrame.Bye(
              Duration.ofMillis(frame.path("retry").path(0).asLong()),
              Duration.ofMillis(frame.path("retry").path(1).asLong()));
      case "unprotected" ->
          new ServerFrame.Unprotected(frame.path("seen").asLong(), frame.path("why").asString());
      case "working" ->
          new ServerFrame.Working(frame.path("n").asLong(), frame.path("slow").asBoolean(false));
      default -> new ServerFrame.Pong();
    };
  }

  private static Optional<String> optional(JsonNode frame, String name) {
    return Optional.ofNullable(frame.get(name)).map(JsonNode::asString);
  }
}
