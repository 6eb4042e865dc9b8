package dev.livestash.bench;

import dev.livestash.internal.pack.Packing;
import dev.livestash.internal.token.Claims;
import dev.livestash.settings.Compression;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;

/** What tabs do that come back, each with a token of an instance of its own; the states in turn. */
@NullMarked
final class Returning {
  private Returning() {}

  /** They have no page any more: each is shown its state, and stores a new snapshot. */
  static Swarm.Script restored(List<Sample<Board>> samples, int count) {
    return new Swarm.Script(joins(samples, count)::get, Returning::answer, 2);
  }

  /** They get a word for their tokens. */
  static Swarm.Script answered(List<Sample<Board>> samples, int count) {
    return new Swarm.Script(joins(samples, count)::get, frame -> Optional.empty(), 1);
  }

  /**
   * Their pages still show their states, as this server's release has rendered them; and it has
   * bound such a state before. One more joins for that.
   */
  static Swarm.Script stillShown(Server server, List<Sample<Board>> samples, int count)
      throws IOException {
    Optional<String> shown = shownBy(server);
    List<String> joins = joins(samples, count + 1, claims -> shown(claims, shown));
    runOne(server, joins.get(count), Returning::answer);
    joins.replaceAll(Returning::showing);
    return new Swarm.Script(joins::get, Returning::answer, 3);
  }

  private static String showing(String join) {
    return join.replace("\"params\"", "\"patches\":true,\"shows\":true,\"params\"");
  }

  /** What a server's tokens say of who has rendered their states. */
  private static Optional<String> shownBy(Server server) throws IOException {
    Paths<Board> paths = new Paths<>(Board.class, Packing.plain(Compression.ZSTD));
    AtomicReference<String> token = new AtomicReference<>("");
    runOne(
        server,
        Server.join(Optional.empty()),
        frame -> {
          if (frame.startsWith("{\"t\":\"keep\"")) {
            token.set(Paths.MAPPER.readTree(frame).path("token").asString());
          }
          return Server.kept(frame);
        });
    return paths.claimsOf(Objects.requireNonNull(token.get())).shown();
  }

  private static void runOne(Server server, String join, Function<String, Optional<String>> answer)
      throws IOException {
    Swarm.Script script = new Swarm.Script(i -> join, answer, 2);
    try (Swarm one = new Swarm(server.address(), "/", script)) {
      var unused = one.run(1);
    }
  }

  private static Claims shown(Claims of, Optional<String> shown) {
    return new Claims(
        of.iss(),
        of.aud(),
        of.sub(),
        of.sid(),
        of.own(),
        of.gen(),
        of.seq(),
        of.seen(),
        of.ver(),
        of.iat(),
        of.exp(),
        of.sst(),
        of.refused(),
        shown);
  }

  private static List<String> joins(List<Sample<Board>> samples, int count) {
    return joins(samples, count, claims -> claims);
  }

  private static List<String> joins(
      List<Sample<Board>> samples, int count, UnaryOperator<Claims> changed) {
    Paths<Board> paths = new Paths<>(Board.class, Packing.plain(Compression.ZSTD));
    long now = System.currentTimeMillis() / 1000;
    List<String> joins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String sid = "fJ1aBcDeFgHiJk%08d".formatted(i);
      Board state = samples.get(i % samples.size()).state();
      String token =
          paths.seal(changed.apply(Paths.claims(sid, 1, now)), state, Optional.empty()).token();
      joins.add(Server.join(Optional.of(token)));
    }
    return joins;
  }

  private static Optional<String> answer(String frame) {
    if (frame.startsWith("{\"t\":\"joined\"") && !frame.contains("\"restored\"")) {
      throw new IllegalStateException(frame);
    }
    return Server.kept(frame);
  }
}
