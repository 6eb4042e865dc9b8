package dev.livestash.internal.render;

import dev.livestash.internal.render.Change.Parts;
import dev.livestash.internal.render.Change.Spliced;
import dev.livestash.internal.render.Change.Written;
import tools.jackson.core.JsonGenerator;

/** Writes a change as PROTOCOL.md says, "Patches of renders". */
final class PatchWriter {
  private final JsonGenerator out;

  PatchWriter(JsonGenerator out) {
    this.out = out;
  }

  void write(Change change) {
    if (change instanceof Written written) {
      written.write(out);
    } else if (change instanceof Parts parts) {
      out.writeStartObject();
      parts
          .changes()
          .forEach(
              (name, part) -> {
                out.writeName(name);
                write(part);
              });
      out.writeEndObject();
    } else if (change instanceof Spliced spliced) {
      write(spliced);
    } else if (change == Change.SAME) {
      out.writeStartObject();
      out.writeEndObject();
    } else {
      // A member that is gone. What is anew has been given who writes it by now.
      out.writeStartArray();
      out.writeEndArray();
    }
  }

  private void write(Spliced spliced) {
    out.writeStartArray();
    spliced.literals().get(0).write(out);
    for (int i = 0; i < spliced.ranges().size(); i++) {
      out.writeNumber(spliced.ranges().get(i).start());
      out.writeNumber(spliced.ranges().get(i).end());
      spliced.literals().get(i + 1).write(out);
    }
    out.writeEndArray();
  }
}
