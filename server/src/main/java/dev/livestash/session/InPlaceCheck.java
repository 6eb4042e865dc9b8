package dev.livestash.session;

import dev.livestash.state.CappedBuffer;
import dev.livestash.state.StateCodec;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * Where states are checked, notices a state that was changed in place by a change that needs no
 * snapshot otherwise: one from outside, or a volatile event, that gives back the same state.
 */
final class InPlaceCheck<S> {
  private final StateCodec<S> codec;
  private final Settings settings;
  private byte @Nullable [] sealed;

  InPlaceCheck(StateCodec<S> codec, Settings settings) {
    this.codec = codec;
    this.settings = settings;
  }

  /** A snapshot of this state was made. */
  void sealed(S state) {
    if (settings.checkStates()) {
      sealed = json(state);
    }
  }

  /** The line, which is due to be sealed if its state is not any more what was sealed last. */
  Line<S> checked(String view, Line<S> line) {
    if (line.dirty() || sealed == null || Arrays.equals(json(line.state()), sealed)) {
      return line;
    }
    log(view);
    return line.renewed();
  }

  static void log(String view) {
    System.getLogger("dev.livestash")
        .log(
            Level.ERROR,
            "The state of {0} was changed in place. States must be immutable: return a new one from"
                + " each handler and change. This snapshot is sealed whole; where states are not"
                + " checked, as in production, such changes are missed, or do worse.",
            view);
  }

  /** Empty if it cannot be written. */
  private byte[] json(S state) {
    CappedBuffer json = new CappedBuffer(settings.maxStateBytes());
    try (JsonGenerator out = codec.generator(json)) {
      codec.write(out, state);
    } catch (JacksonException unwritable) {
      return new byte[0];
    }
    return Arrays.copyOf(json.array(), json.size());
  }
}
