package dev.livestash.internal.session;

import dev.livestash.internal.session.HistoryView.History;
import dev.livestash.internal.session.Outcome.Sent;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.snapshot.RestorePath;
import dev.livestash.internal.state.BindResult;
import dev.livestash.internal.token.Claims;
import dev.livestash.internal.wire.ServerFrame;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in the tokens, and one token for each content: no two seals give the same, but what is in
 * them may be.
 */
final class Tokens {
  private final RestorePath<History> path;
  private final Map<Content, String> tokens = new HashMap<>();
  private final Map<String, Snapshot> snapshots = new HashMap<>();
  private final Map<ByteBuffer, byte[]> answers = new HashMap<>();

  Tokens(RestorePath<History> path) {
    this.path = path;
  }

  /** What makes one token as good as another. */
  private record Content(Claims claims, History state, Optional<Content> base) {}

  /** What was sent, with the first token of each content instead of the one that was sealed. */
  List<Sent> named(ServerNode node, List<Sent> sent) {
    return sent.stream()
        .map(
            one ->
                new Sent(
                    one.wire(),
                    one.frame().map(frame -> named(node, one.wire(), frame)),
                    one.code()))
        .toList();
  }

  private ServerFrame named(ServerNode node, int wire, ServerFrame frame) {
    if (frame instanceof ServerFrame.Keep keep) {
      return named(node, wire, keep);
    }
    return frame instanceof ServerFrame.Joined joined ? named(joined) : frame;
  }

  /** Equal answers are the same, for arrays are compared by that. */
  private ServerFrame named(ServerFrame.Joined joined) {
    return new ServerFrame.Joined(
        joined.sid(),
        joined.gen(),
        joined.outcome(),
        joined.reason(),
        joined.seen(),
        joined.lost(),
        joined.answers().stream()
            .map(frame -> answers.computeIfAbsent(ByteBuffer.wrap(frame), first -> frame))
            .toList(),
        joined.data(),
        joined.check());
  }

  private ServerFrame named(ServerNode node, int wire, ServerFrame.Keep keep) {
    Optional<String> base = keep.base().flatMap(name -> node.wholeToken(wire));
    if (base.isPresent() != keep.base().isPresent()) {
      return keep;
    }
    Restore.Verified newest =
        base.map(whole -> open(whole, Optional.of(keep.token())))
            .orElseGet(() -> open(keep.token(), Optional.empty()));
    Content content = content(newest, base.map(this::content));
    String token = tokens.computeIfAbsent(content, first -> keep.token());
    return new ServerFrame.Keep(
        keep.gen(), keep.seq(), keep.seen(), keep.bytes(), token, keep.base());
  }

  private Content content(String whole) {
    return content(open(whole, Optional.empty()), Optional.empty());
  }

  private Content content(Restore.Verified verified, Optional<Content> base) {
    return new Content(verified.claims(), state(verified), base);
  }

  Snapshot snapshot(String token, Optional<String> patch) {
    String both = token + patch.map(newer -> " " + newer).orElse("");
    return snapshots.computeIfAbsent(both, any -> opened(token, patch));
  }

  private Snapshot opened(String token, Optional<String> patch) {
    Claims whole = open(token, Optional.empty()).claims();
    Restore.Verified newest = open(token, patch);
    Claims claims = newest.claims();
    return new Snapshot(
        token,
        patch,
        claims.sid(),
        whole.gen() + "." + whole.seq(),
        claims.mark(),
        claims.seen(),
        state(newest).events());
  }

  private Restore.Verified open(String token, Optional<String> patch) {
    Restore restore = path.open(token, patch, ServerNode.expected());
    Violation.unless(
        restore instanceof Restore.Verified,
        Violation.Kind.BROKEN_PROTOCOL,
        "a token that does not open, or a patch against another one");
    return (Restore.Verified) restore;
  }

  private History state(Restore.Verified verified) {
    return ((BindResult.Fit<History>) path.bind(verified)).state();
  }
}
