package dev.livestash.internal.session;

import dev.livestash.internal.session.Outcome.Sent;
import dev.livestash.internal.wire.ClientFrame;
import dev.livestash.internal.wire.ServerFrame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a tab sends and is sent, where a test plays it by hand. */
final class TabFrames {
  private TabFrames() {}

  /** A join whose attempt comes of its wire's number. */
  static Input.Frame join(int wire, Optional<String> token, Optional<Boolean> fork) {
    return new Input.Frame(
        wire,
        new ClientFrame.Join(
            HistoryView.NAME,
            wire + 1L,
            token,
            Optional.empty(),
            fork,
            OptionalLong.empty(),
            false,
            false,
            false,
            "{}"));
  }

  /** The first frame of a kind. */
  static <F extends ServerFrame> F first(Class<F> kind, List<Sent> sent) {
    return sent.stream()
        .flatMap(one -> one.frame().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }
}
