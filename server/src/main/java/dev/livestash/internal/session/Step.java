package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.wire.CloseCode;
import dev.livestash.report.RejectReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a join has come to, and so what {@link Joining} does next. */
sealed interface Step<S> {
  /**
   * The tab enters the session.
   *
   * @param entry how
   * @param otherwise what is done if the view cannot attach to the state or show it
   */
  record Enter<S>(Entry<S> entry, Step<S> otherwise) implements Step<S> {}

  /** The tab enters the session, and its state stays with it. */
  record EnterAsleep<S>(AsleepEntry<S> entry) implements Step<S> {}

  /** A new instance starts: there was no token, or it cannot be used. */
  record Anew<S>(Optional<Restore.Refused> refused) implements Step<S> {}

  /**
   * An instance of its own starts from the state that the tab holds.
   *
   * @param isRewound whether that is older than one that it has had; else the tab is a copy
   */
  record ForkOff<S>(Restore.Usable token, boolean isRewound) implements Step<S> {}

  /** The instance that the token names is looked up, and the tab attached to it. */
  record Resume<S>(Restore.Usable token) implements Step<S> {}

  /** The join ends here. */
  record Close<S>(CloseCode code, String reason) implements Step<S> {}

  /**
   * Something is asked, and goes on with its answer. The session lives on meanwhile: it takes
   * frames, may get another tab, or may end; what follows has to find it as it is then.
   */
  record Later<S>(CompletableFuture<?> answer, Function<Attach<S>, Step<S>> then)
      implements Step<S> {}

  /** The view fails whatever is done. */
  static <S> Step<S> failed() {
    return new Close<>(CloseCode.INTERNAL_ERROR, "the view failed");
  }

  /** This server is being drained. */
  static <S> Step<S> leaving() {
    return new Close<>(CloseCode.SERVICE_RESTART, "this server is leaving");
  }

  /** The tab has to come again, for somebody who has to be asked does not answer. */
  static <S> Step<S> noAnswer(String who) {
    return new Close<>(CloseCode.TRY_AGAIN_LATER, "the " + who + " does not answer");
  }

  /** The tab has to come again, for too many are being restored. */
  static <S> Step<S> noRoom() {
    return new Close<>(CloseCode.TRY_AGAIN_LATER, "too many joins at once");
  }

  /** Nothing of the token can be used. */
  static <S> Step<S> anew(RejectReason reason) {
    return new Anew<>(Optional.of(new Restore.Refused(reason, Optional.empty())));
  }

  /** The token cannot be used, though it is authentic and this tab's. */
  static <S> Step<S> anew(RejectReason reason, Restore.Usable own) {
    return new Anew<>(Optional.of(new Restore.Refused(reason, Optional.of(own))));
  }
}
