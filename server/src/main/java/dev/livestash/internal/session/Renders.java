package dev.livestash.internal.session;

import dev.livestash.internal.session.RenderFrames.Given;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The renders that one tab is sent, each as a patch against the one before where that is shorter.
 * What a patch is against is held for as long as the tab has its seat: after a sleep, the first one
 * is whole.
 */
final class Renders {
  private final RenderFrames frames;
  private final Peer peer;
  private final boolean arePatched;

  /** What the tab was given, or will have been before it is given anything else. */
  private @Nullable Given given;

  /** What is in the last frame, which may not be on its way yet. */
  private @Nullable Given last;

  private int wholeBytes;
  private int patches;

  /**
   * The renders of a seat.
   *
   * @param areWithheld whether some of them are never sent, which is known later only
   */
  Renders(RenderFrames frames, Peer peer, boolean areWithheld) {
    this.frames = frames;
    this.peer = peer;
    this.arePatched = peer.takesPatches() && !areWithheld;
  }

  /** The tab is given its first. */
  void joined(Object data, int frameBytes) {
    given = arePatched ? frames.first(data, frameBytes) : null;
    wholeBytes = frameBytes;
  }

  /** The frame of the next one, which is to be sent now. Throws what the application throws. */
  byte[] frame(long seen, Object data) {
    Given before = before();
    Optional<byte[]> patch =
        before == null ? Optional.empty() : frames.patch(seen, before, data, wholeBytes, ++patches);
    byte[] frame = patch.orElseGet(() -> frames.whole(seen, data));
    wholeBytes = patch.isPresent() ? wholeBytes : frame.length;
    last = arePatched ? frames.next(data, wholeBytes) : null;
    return frame;
  }

  /**
   * What the objects of the newest render take that is held, as JSON; a view that shows its very
   * state holds nothing besides.
   */
  long heldJsonBytes(Object state) {
    Given newest = last != null ? last : given;
    return newest == null || newest.data() == state ? 0 : wholeBytes;
  }

  /** There will be no next one. */
  void leave() {
    given = null;
    last = null;
  }

  private @Nullable Given before() {
    if (last != null && !peer.takesRenderBack()) {
      given = last;
    }
    last = null;
    return given;
  }
}
