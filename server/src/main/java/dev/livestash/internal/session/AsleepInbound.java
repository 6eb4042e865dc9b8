package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.internal.wire.Decoded;

/**
 * What a tab sends whose session sleeps, frame by frame: what needs the state waits until the tab
 * has brought it. It is made for each frame, for there may be very many sleepers.
 */
record AsleepInbound<S>(Hosted<S> hosted, Asleep<S> asleep, Asleep.Owner<S> owner) {
  void take(ReceivedFrame received) {
    Decoded decoded = hosted.frames.decode(received.utf8());
    if (decoded instanceof Decoded.Malformed malformed) {
      leaves(received);
      asleep.peer.close(CloseCode.PROTOCOL_ERROR, malformed.why());
    } else {
      take(received, ((Decoded.Frame) decoded).frame());
    }
  }

  private void take(ReceivedFrame received, ClientFrame frame) {
    if (frame instanceof ClientFrame.Event || frame instanceof ClientFrame.UnfitEvent) {
      event(received);
    } else if (frame instanceof ClientFrame.Unkept unkept && asleep.isRelied(mark(unkept))) {
      // What becomes of it then is a matter of who has the state.
      whenAwake(Errand.RENEWAL, received);
    } else if (frame instanceof ClientFrame.Wake wake) {
      // It is held until its state is there: there may be room for few states at once.
      asleep.bring(wake, () -> leaves(received));
    } else {
      leaves(received);
      take(frame);
    }
  }

  private void event(ReceivedFrame event) {
    if (hosted.isTooLarge(event)) {
      asleep.peer.close(CloseCode.TOO_LARGE, "an event over the limit");
      return;
    }
    whenAwake(Errand.EVENT, event);
    if (asleep.isStuck()) {
      owner.cannotWake(asleep, CloseCode.SERVICE_RESTART, "too many events came before the state");
    }
  }

  private void take(ClientFrame frame) {
    if (frame instanceof ClientFrame.Kept kept) {
      asleep.kept(new Mark(kept.gen(), kept.seq()));
    } else if (frame instanceof ClientFrame.Join) {
      asleep.peer.close(CloseCode.PROTOCOL_ERROR, "a second join");
    }
  }

  private static Mark mark(ClientFrame.Unkept unkept) {
    return new Mark(unkept.gen(), unkept.seq());
  }

  private void whenAwake(String cause, ReceivedFrame received) {
    asleep.whenAwake(cause, () -> owner.frame(asleep.peer, received));
  }

  /** It has not to wait. */
  private void leaves(ReceivedFrame received) {
    asleep.receiver.waiting().leaves(received);
  }
}
