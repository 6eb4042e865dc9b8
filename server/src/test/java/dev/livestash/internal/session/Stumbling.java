package dev.livestash.internal.session;

import dev.livestash.internal.session.HistoryView.History;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Makes a history of one event larger than a state may be. */
final class Stumbling extends StdSerializer<History> {
  static final int MAX_STATE_BYTES = 4096;

  private Stumbling() {
    super(History.class);
  }

  static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(new SimpleModule().addSerializer(History.class, new Stumbling()))
        .build();
  }

  @Override
  public void serialize(History history, JsonGenerator out, SerializationContext context) {
    out.writeStartObject();
    out.writePOJOProperty("events", history.events());
    if (history.events().size() - History.marks(history.events()) == 1) {
      out.writeStringProperty("padding", "x".repeat(MAX_STATE_BYTES));
    }
    out.writeEndObject();
  }
}
