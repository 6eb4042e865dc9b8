package dev.livestash.internal.session;

import dev.livestash.fence.Mark;
import dev.livestash.internal.memory.Permits;
import dev.livestash.internal.memory.States;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.stores.Stores.Found;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.CloseCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What a tab has brought to its session that sleeps, on its way to a state: opened, and taken only
 * if it is exactly the snapshot that the session relies on. Each stage runs in the session's turn.
 */
final class Waking<S> {
  /** What it comes to. */
  interface Then<S> {
    void woken(Restore.Verified snapshot, S state);

    /** The tab has to join again; what it brings then is judged as at any join. */
    void failed(CloseCode code, String why);
  }

  private final Hosted<S> hosted;
  private final Asleep<S> asleep;
  private final Consumer<Runnable> post;
  private final Then<S> then;

  Waking(Hosted<S> hosted, Asleep<S> asleep, Consumer<Runnable> post, Then<S> then) {
    this.hosted = hosted;
    this.asleep = asleep;
    this.post = post;
    this.then = then;
  }

  void begin(ClientFrame.Wake wake) {
    withRoom(hosted.restorePath.look(wake.token(), wake.patch()), this::open);
  }

  private void open(RestorePath.Sealed sealed) {
    Restore restore = hosted.restorePath.open(sealed, asleep.expected());
    if (restore instanceof Restore.Usable usable && isIt(usable.token())) {
      take(usable);
    } else {
      isAnother();
    }
  }

  private void take(Restore.Usable brought) {
    if (brought instanceof Restore.Verified snapshot) {
      bind(snapshot);
    } else {
      Restore.Reference named = (Restore.Reference) brought;
      when(hosted.find(named.key()), found -> found(named, found));
    }
  }

  private void found(Restore.Reference named, Found found) {
    if (found instanceof Found.There there) {
      withRoom(hosted.restorePath.look(there), packed -> openStored(named, there, packed));
    } else if (found instanceof Found.Missing) {
      isAnother();
    } else {
      then.failed(CloseCode.TRY_AGAIN_LATER, "the store does not answer");
    }
  }

  private void openStored(Restore.Reference named, Found.There there, RestorePath.Sealed sealed) {
    Restore restore = hosted.restorePath.open(named, there, sealed, asleep.expected());
    if (restore instanceof Restore.Verified snapshot && isIt(snapshot.claims())) {
      bind(snapshot);
    } else {
      isAnother();
    }
  }

  private boolean isIt(Claims token) {
    return token.sid().equals(asleep.sid()) && asleep.place().is(token);
  }

  private void bind(Restore.Verified snapshot) {
    BindResult<S> bound = hosted.restorePath.bind(snapshot);
    if (bound instanceof BindResult.Fit<S> fit) {
      then.woken(snapshot, fit.state());
    } else {
      then.failed(CloseCode.SERVICE_RESTART, "the state does not bind");
    }
  }

  private void isAnother() {
    Mark mark = asleep.place().mark();
    then.failed(CloseCode.SERVICE_RESTART, "not the snapshot " + mark.gen() + "." + mark.seq());
  }

  // --- what takes its time

  /** Goes on when there is room for what the token makes, and gives it back then. */
  private void withRoom(RestorePath.Sealed sealed, Consumer<RestorePath.Sealed> next) {
    long bytes = States.bytes(sealed.inflatedBytes());
    Permits permits = hosted.services.memory().restores();
    when(
        permits.ask(bytes),
        isGranted -> {
          if (!isGranted) {
            then.failed(CloseCode.TRY_AGAIN_LATER, "too many states at once");
            return;
          }
          Runnable giveBack = permits.giveBack(bytes);
          try {
            next.accept(sealed);
          } finally {
            giveBack.run();
          }
        });
  }

  private <T> void when(CompletableFuture<T> asked, Consumer<T> next) {
    if (asked.isDone()) {
      next.accept(asked.join());
    } else {
      var unused = asked.thenAccept(answer -> post.accept(() -> next.accept(answer)));
    }
  }
}
