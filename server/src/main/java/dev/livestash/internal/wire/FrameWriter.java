package dev.livestash.internal.wire;

import dev.livestash.internal.wire.ServerFrame.Asleep;
import dev.livestash.internal.wire.ServerFrame.Bye;
import dev.livestash.internal.wire.ServerFrame.Done;
import dev.livestash.internal.wire.ServerFrame.Joined;
import dev.livestash.internal.wire.ServerFrame.Keep;
import dev.livestash.internal.wire.ServerFrame.Needed;
import dev.livestash.internal.wire.ServerFrame.Push;
import dev.livestash.internal.wire.ServerFrame.Render;
import dev.livestash.internal.wire.ServerFrame.Unprotected;
import dev.livestash.internal.wire.ServerFrame.Working;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes the server's frames, member by member, in the order of PROTOCOL.md. */
final class FrameWriter {
  private static final int INITIAL_BYTES = 256;

  private final JsonMapper mapper;

  FrameWriter(JsonMapper mapper) {
    this.mapper = mapper;
  }

  byte[] write(ServerFrame frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
    try (JsonGenerator out = mapper.createGenerator(bytes)) {
      out.writeStartObject();
      writeMembers(out, frame);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeMembers(JsonGenerator out, ServerFrame frame) {
    if (frame instanceof Joined joined) {
      write(out, joined);
    } else if (frame instanceof Done done) {
      write(out, done);
    } else if (frame instanceof Render render) {
      write(out, render);
    } else if (frame instanceof Keep keep) {
      write(out, keep);
    } else if (frame instanceof Bye bye) {
      write(out, bye);
    } else if (frame instanceof Unprotected unprotected) {
      out.writeStringProperty("t", "unprotected");
      out.writeNumberProperty("seen", unprotected.seen());
      out.writeStringProperty("why", unprotected.why());
    } else if (frame instanceof Working working) {
      out.writeStringProperty("t", "working");
      out.writeNumberProperty("n", working.n());
      if (working.slow()) {
        out.writeBooleanProperty("slow", true);
      }
    } else if (frame instanceof Push push) {
      out.writeStringProperty("t", "push");
      out.writeStringProperty("name", push.name());
      out.writePOJOProperty("data", push.data());
    } else if (frame instanceof Asleep asleep) {
      out.writeStringProperty("t", "asleep");
      out.writeNumberProperty("gen", asleep.gen());
      out.writeNumberProperty("seq", asleep.seq());
    } else {
      out.writeStringProperty("t", frame instanceof Needed ? "needed" : "pong");
    }
  }

  private static void write(JsonGenerator out, Joined joined) {
    out.writeStringProperty("t", "joined");
    out.writeStringProperty("sid", joined.sid());
    out.writeNumberProperty("gen", joined.gen());
    out.writeStringProperty("outcome", joined.outcome());
    joined.reason().ifPresent(reason -> out.writeStringProperty("reason", reason));
    out.writeNumberProperty("seen", joined.seen());
    if (joined.lost() > 0) {
      out.writeNumberProperty("lost", joined.lost());
    }
    if (!joined.answers().isEmpty()) {
      out.writeArrayPropertyStart("answers");
      joined.answers().forEach(done -> out.writeRawValue(new String(done, StandardCharsets.UTF_8)));
      out.writeEndArray();
    }
    out.writePOJOProperty("data", joined.data());
    joined.check().ifPresent(check -> out.writeNumberProperty("check", check));
  }

  private static void write(JsonGenerator out, Done done) {
    out.writeStringProperty("t", "done");
    out.writeNumberProperty("n", done.n());
    if (done.reply() != null) {
      out.writePOJOProperty("reply", done.reply());
    }
    done.error().ifPresent(error -> out.writeStringProperty("error", error));
  }

  private static void write(JsonGenerator out, Render render) {
    out.writeStringProperty("t", "render");
    out.writeNumberProperty("seen", render.seen());
    out.writePOJOProperty("data", render.data());
    render.check().ifPresent(check -> out.writeNumberProperty("check", check));
  }

  private static void write(JsonGenerator out, Keep keep) {
    out.writeStringProperty("t", "keep");
    out.writeNumberProperty("gen", keep.gen());
    out.writeNumberProperty("seq", keep.seq());
    out.writeNumberProperty("seen", keep.seen());
    out.writeNumberProperty("bytes", keep.bytes());
    out.writeStringProperty("token", keep.token());
    keep.base().ifPresent(base -> out.writeStringProperty("base", base));
  }

  private static void write(JsonGenerator out, Bye bye) {
    out.writeStringProperty("t", "bye");
    out.writeArrayPropertyStart("retry");
    out.writeNumber(bye.min().toMillis());
    out.writeNumber(bye.max().toMillis());
    out.writeEndArray();
  }
}
