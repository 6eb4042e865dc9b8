package dev.livestash.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tab's half of the codec: encodes what the tab sends and decodes what it is sent. */
final class Texts {
  private final JsonMapper mapper;

  Texts(JsonMapper mapper) {
    this.mapper = mapper;
  }

  String encode(ClientFrame frame) {
    ObjectNode out = mapper.createObjectNode();
    if (frame instanceof ClientFrame.Join join) {
      out.put("t", "join").put("view", join.view()).put("attempt", join.attempt());
      join.token().ifPresent(token -> out.put("token", token));
      join.patch().ifPresent(patch -> out.put("patch", patch));
      join.fork().ifPresent(fork -> out.put("fork", fork));
      join.trimmed().ifPresent(trimmed -> out.put("trimmed", trimmed));
      if (join.patches()) {
        out.put("patches", true);
      }
      if (join.shows()) {
        out.put("shows", true);
      }
      out.set("params", mapper.readTree(join.params()));
    } else if (frame instanceof ClientFrame.Event event) {
      out.put("t", "event").put("n", event.n()).put("name", event.name());
      out.put("age", event.age()).put("try", event.attempt()).set("data", event.data());
    } else if (frame instanceof ClientFrame.Kept kept) {
      out.put("t", "kept").put("gen", kept.gen()).put("seq", kept.seq());
    } else if (frame instanceof ClientFrame.Unkept unkept) {
      out.put("t", "unkept").put("gen", unkept.gen()).put("seq", unkept.seq());
      out.put("why", unkept.why());
    } else if (frame instanceof ClientFrame.Wake wake) {
      out.put("t", "wake").put("token", wake.token());
      wake.patch().ifPresent(patch -> out.put("patch", patch));
    } else {
      out.put("t", frame instanceof ClientFrame.Hidden ? "hidden" : "ping");
    }
    return out.toString();
  }

  ServerFrame decode(byte[] utf8) {
    JsonNode in = mapper.readTree(utf8);
    return switch (in.get("t").stringValue()) {
      case "joined" -> joined(in);
      case "done" -> new ServerFrame.Done(integer(in, "n"), null, optional(in, "error"));
      case "render" -> new ServerFrame.Render(integer(in, "seen"), events(in), OptionalInt.empty());
      case "keep" -> keep(in);
      case "unprotected" ->
          new ServerFrame.Unprotected(integer(in, "seen"), in.get("why").stringValue());
      case "asleep" -> new ServerFrame.Asleep(integer(in, "gen"), integer(in, "seq"));
      case "needed" -> new ServerFrame.Needed();
      case "bye" -> new ServerFrame.Bye(Duration.ZERO, Duration.ZERO);
      default -> throw new IllegalArgumentException("a tab does not expect " + in);
    };
  }

  private static Optional<String> optional(JsonNode in, String name) {
    return Optional.ofNullable(in.get(name)).map(JsonNode::stringValue);
  }

  private static ServerFrame joined(JsonNode in) {
    return new ServerFrame.Joined(
        in.get("sid").stringValue(),
        integer(in, "gen"),
        in.get("outcome").stringValue(),
        optional(in, "reason"),
        integer(in, "seen"),
        in.path("lost").asLong(0),
        in.path("answers").valueStream().map(done -> done.toString().getBytes(UTF_8)).toList(),
        events(in),
        in.has("check") ? OptionalInt.of(in.get("check").intValue()) : OptionalInt.empty());
  }

  private static ServerFrame keep(JsonNode in) {
    return new ServerFrame.Keep(
        integer(in, "gen"),
        integer(in, "seq"),
        integer(in, "seen"),
        integer(in, "bytes"),
        in.get("token").stringValue(),
        optional(in, "base"));
  }

  private static long integer(JsonNode in, String name) {
    return in.get(name).longValue();
  }

  private static List<Long> events(JsonNode in) {
    List<Long> events = new ArrayList<>();
    in.get("data").forEach(event -> events.add(event.longValue()));
    return List.copyOf(events);
  }
}
