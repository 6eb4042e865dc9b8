package dev.livestash.internal.snapshot;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.state.UnwritableException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Where states are checked, notices a state that was changed in place by a change that needs no
 * snapshot otherwise: one from outside, or a volatile event, that gives back the same state.
 */
public final class InPlaceCheck<S> {
  private final StateCodec<S> codec;
  private final Format format;
  private byte @Nullable [] sealed;

  public InPlaceCheck(StateCodec<S> codec, Format format) {
    this.codec = codec;
    this.format = format;
  }

  /** A snapshot of this state was made. */
  public void sealed(S state) {
    if (format.checkStates()) {
      sealed = json(state);
    }
  }

  /**
   * Whether a state that is the same as another, or says that it is equal, is not: it was changed
   * in place, which the log says then; or it is written otherwise, as a map in another order is.
   */
  @SuppressWarnings("ReferenceEquality") // the same object needs no comparing, however large it is
  public boolean isChanged(String view, S before, S state) {
    return before == state ? isChanged(view, state) : !Arrays.equals(json(before), json(state));
  }

  private boolean isChanged(String view, S state) {
    if (sealed == null || Arrays.equals(json(state), sealed)) {
      return false;
    }
    log(view);
    return true;
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
    CappedBuffer json = new CappedBuffer(format.limits().maxStateBytes());
    try (JsonGenerator out = codec.generator(json)) {
      codec.write(out, state);
    } catch (UnwritableException unwritable) {
      return new byte[0];
    }
    return Arrays.copyOf(json.array(), json.size());
  }
}
