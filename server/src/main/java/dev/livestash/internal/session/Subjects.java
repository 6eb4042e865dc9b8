package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
import dev.livestash.internal.snapshot.Restore;
import dev.livestash.internal.token.NodeClock;
import dev.livestash.internal.token.Opened;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealer;
import dev.livestash.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What nodes tell each other of what tokens are bound to, by the fence's notes: that it was
 * revoked, or that another one has taken its place.
 *
 * <p>A revocation is a time, so whoever writes to the engine can at most revoke. That one subject
 * takes another one's place is sealed with the ring's key: nobody else can say so.
 */
public final class Subjects {
  private static final String REVOKED = "revoked:";
  private static final String REBOUND = "rebound:";

  /** No hash is it. */
  private static final String ALL = "*";

  private static final int MAX_NOTE_CHARS = 1024;
  private static final int SECOND_CHARS = 12;
  private static final int MILLI_CHARS = 15;

  /** So many places are taken in a row, at most, while a tab is away. */
  private static final int MAX_HOPS = 4;

  /** A login that comes again within this is the same one: its form was sent twice. */
  private static final Duration SAME_LOGIN = Duration.ofSeconds(30);

  /** How long the answer to a login may take until the browser brings its new binding. */
  private static final Duration LOGIN_TAKES = Duration.ofSeconds(10);

  /** Before all starts, in seconds since 1970. */
  private static final long NEVER = -1;

  /** The last second that a note can hold. What has started then is revoked, or never will be. */
  private static final long LAST = 999_999_999_999L;

  private final Fence fence;
  private final NodeClock clock;
  private final Sealer sealer;
  private final Opener opener;
  private final Duration reboundFor;

  /** The last second whose starts are all revoked, as far as this view has heard. */
  private final AtomicLong allRevokedAt = new AtomicLong(NEVER);

  Subjects(Fence fence, Sealer sealer, KeyRing keys, NodeClock clock, Duration reboundFor) {
    this.fence = fence;
    this.clock = clock;
    this.sealer = sealer;
    // A note comes on a thread of the fence's, which has no time to look for keys in a file.
    this.opener = new Opener(keys.lookingForNoMissingKeys(), MAX_NOTE_CHARS);
    this.reboundFor = reboundFor;
  }

  /** The {@code sub} claim of what is bound to this. */
  static String hash(String binding) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(binding.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256; use a complete one.", impossible);
    }
  }

  // --- said

  /** That what has started under a binding so far is of no use any more. */
  public CompletionStage<Said> revoked(String binding) {
    return revokedNow(hash(binding));
  }

  /** That what has started so far is of no use any more. */
  public CompletionStage<Said> allRevoked() {
    return revokedNow(ALL);
  }

  private CompletionStage<Said> revokedNow(String subject) {
    long now = clock.latest().getEpochSecond();
    return fence
        .notes(new HashSet<>(List.of(REVOKED + subject, REVOKED + ALL)))
        // Whoever is told does it, and says that the others were not reached.
        .exceptionally(failure -> Map.of())
        .thenApply(notes -> new Said(notes).revokedAt(Optional.of(subject)))
        .thenApply(last -> new Said(Map.of(REVOKED + subject, second(after(last, now)))));
  }

  /**
   * The later call counts, whatever the clocks of their nodes say: what has come in since starts a
   * second later than the one before.
   */
  private static long after(long last, long now) {
    return Math.min(last >= now ? last + 1 : now, LAST);
  }

  /**
   * That what has started under one binding so far is for the other one, for a while; and of no use
   * under the first any more.
   *
   * @return what is to be told; it fails if the fence does not say what was said before
   */
  public CompletionStage<Said> rebound(String from, String to) {
    String old = hash(from);
    return fence
        .notes(Set.of(REVOKED + old, REVOKED + ALL, REBOUND + old))
        .thenApply(notes -> rebound(old, hash(to), notes));
  }

  private Said rebound(String old, String next, Map<String, String> before) {
    long all = TimeUnit.SECONDS.toMillis(Math.min(new Said(before).revokedAt(ALL) + 1, LAST));
    long now = Math.max(clock.latest().toEpochMilli(), all);
    Optional<Rebound> last = rebound(before, old);
    // The later call counts, whatever the clocks of their nodes say.
    long at = Math.max(now, last.map(rebound -> rebound.at + 1).orElse(0L));
    long revokedAt = new Said(before).revokedAt(old);
    Rebound rebound = new Rebound(at, old, next, handsOnSince(last, revokedAt, at));
    // Under the old one: a user may come from several, as from a laptop and from a phone.
    return new Said(
        Map.of(REBOUND + old, sealed(rebound), REVOKED + old, second(rebound.atSecond())));
  }

  /** What was revoked is not handed on, unless that was by this very login. */
  private static long handsOnSince(Optional<Rebound> last, long revokedAt, long at) {
    return last.filter(rebound -> at - rebound.at <= SAME_LOGIN.toMillis())
        .filter(rebound -> rebound.atSecond() == revokedAt)
        .map(Rebound::since)
        .orElse(revokedAt + 1);
  }

  private String sealed(Rebound rebound) {
    byte[] text = rebound.text().getBytes(StandardCharsets.US_ASCII);
    return milli(rebound.at) + " " + sealer.seal(text, "zc", "none", Optional.empty());
  }

  /** Tells all nodes; first what is handed on, so that nobody finds it merely revoked. */
  public CompletionStage<Void> tell(Said said) {
    CompletableFuture<Void> handedOn = tell(said, REBOUND);
    return handedOn
        .exceptionally(failure -> null)
        .thenCompose(told -> tell(said, REVOKED))
        .thenCompose(told -> handedOn);
  }

  private CompletableFuture<Void> tell(Said said, String kind) {
    return CompletableFuture.allOf(
        said.notes.entrySet().stream()
            .filter(note -> note.getKey().startsWith(kind))
            .map(note -> fence.note(note.getKey(), note.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** Later times are higher texts. */
  private static String second(long second) {
    return String.format(Locale.ROOT, "%0" + SECOND_CHARS + "d", second);
  }

  private static String milli(long milli) {
    return String.format(Locale.ROOT, "%0" + MILLI_CHARS + "d", milli);
  }

  private static Optional<Long> number(String text, int chars) {
    return text.length() == chars && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.valueOf(text))
        : Optional.empty();
  }

  // --- asked

  /** Asks for all that was said of some subjects. */
  CompletionStage<Said> about(Set<String> subjects) {
    Set<String> names = new HashSet<>();
    names.add(REVOKED + ALL);
    for (String subject : subjects) {
      names.add(REVOKED + subject);
      names.add(REBOUND + subject);
    }
    return fence.notes(names).thenApply(notes -> heard(new Said(notes)));
  }

  /** Notes what was said. */
  Said heard(Said said) {
    allRevokedAt.accumulateAndGet(said.revokedAt(ALL), Math::max);
    said.revocations().forEach(clock::compareRevocation);
    return said;
  }

  /**
   * When something has started that starts now: after all that this view knows to be revoked, also
   * by a clock that is ahead.
   */
  long startsNow() {
    long now = clock.latest().getEpochSecond();
    long revoked = allRevokedAt.get();
    return Math.min(revoked > now ? revoked + 1 : now, LAST);
  }

  /** The last second at which something of a subject can have started that is here. */
  long startedBy(Said said, Optional<String> subject) {
    long after = Math.min(said.revokedAt(subject) + 1, LAST);
    return Math.max(clock.latest().getEpochSecond(), after);
  }

  /** What was said of subjects. */
  public static final class Said {
    private final Map<String, String> notes;

    private Said(Map<String, String> notes) {
      this.notes = notes;
    }

    /** Whether something was revoked that started then; empty stands for what is not bound. */
    boolean isRevoked(Optional<String> subject, long startedAt) {
      return isAllRevoked(startedAt)
          || (subject.isPresent() && startedAt <= revokedAt(subject.get()));
    }

    /** Whether all that started then was revoked. */
    boolean isAllRevoked(long startedAt) {
      return startedAt <= revokedAt(ALL);
    }

    /** The last second whose starts were revoked; before all times if there is none. */
    private long revokedAt(String subject) {
      return second(notes.getOrDefault(REVOKED + subject, "")).orElse(NEVER);
    }

    /** The same, of one that may be nobody, or of all. */
    private long revokedAt(Optional<String> subject) {
      return Math.max(revokedAt(ALL), subject.map(this::revokedAt).orElse(NEVER));
    }

    private Stream<Long> revocations() {
      return notes.entrySet().stream()
          .filter(note -> note.getKey().startsWith(REVOKED))
          .flatMap(note -> second(note.getValue()).stream());
    }

    /** Whatever stands behind it: what is above later notes must not say less than they do. */
    private static Optional<Long> second(String note) {
      return number(note.substring(0, Math.min(SECOND_CHARS, note.length())), SECOND_CHARS);
    }

    /** When another one has taken a subject's place, in milliseconds since 1970. */
    private Optional<Long> reboundAt(String subject) {
      String note = notes.getOrDefault(REBOUND + subject, "");
      return number(note.substring(0, Math.min(MILLI_CHARS, note.length())), MILLI_CHARS);
    }
  }

  /** Whether one takes a subject's place just now, and its browser may not know yet. */
  boolean isBeingRebound(Said said, Optional<String> subject) {
    return subject
        .flatMap(said::reboundAt)
        .filter(at -> Math.abs(clock.earliest().toEpochMilli() - at) <= LOGIN_TAKES.toMillis())
        .isPresent();
  }

  /**
   * Asks whether what was one subject's is another one's now: that one has taken its place, or that
   * of one who had.
   *
   * @return since when, in seconds since 1970; empty if nothing was said, or it was forged
   */
  CompletionStage<Optional<Long>> handedOn(Restore.Bound from, String to) {
    return handedOn(from, to, MAX_HOPS);
  }

  private CompletionStage<Optional<Long>> handedOn(Restore.Bound from, String to, int hops) {
    return fence
        .notes(Set.of(REBOUND + from.sub()))
        .thenCompose(
            notes -> {
              Optional<Rebound> next =
                  rebound(notes, from.sub()).filter(rebound -> isOf(rebound, from.startedAt()));
              boolean isEnd = hops == 1 || next.filter(rebound -> !rebound.to.equals(to)).isEmpty();
              return isEnd
                  ? CompletableFuture.completedFuture(
                      next.filter(rebound -> rebound.to.equals(to)).map(Rebound::atSecond))
                  : handedOn(next.orElseThrow().bound(), to, hops - 1);
            });
  }

  private boolean isOf(Rebound rebound, long startedAt) {
    return rebound.since <= startedAt
        && startedAt <= rebound.atSecond()
        && clock.earliest().toEpochMilli() - rebound.at <= reboundFor.toMillis();
  }

  /** Who has taken a subject's place. */
  private Optional<Rebound> rebound(Map<String, String> notes, String from) {
    String note = notes.getOrDefault(REBOUND + from, "");
    return note.length() > MILLI_CHARS
            && opener.open(note.substring(MILLI_CHARS + 1)) instanceof Opened.Valid valid
        ? Rebound.of(new String(valid.payload(), StandardCharsets.US_ASCII))
            .filter(rebound -> rebound.from.equals(from))
        : Optional.empty();
  }

  /**
   * That one subject has taken another one's place.
   *
   * @param at when, in milliseconds since 1970: what has started by then is handed on
   * @param from the subject before
   * @param to the subject from then on
   * @param since what is handed on has not started before this, in seconds since 1970
   */
  private record Rebound(long at, String from, String to, long since) {
    static Optional<Rebound> of(String text) {
      String[] said = text.split(" ", -1);
      return said.length == 4
          ? number(said[0], MILLI_CHARS)
              .flatMap(
                  at ->
                      number(said[3], SECOND_CHARS)
                          .map(since -> new Rebound(at, said[1], said[2], since)))
          : Optional.empty();
    }

    String text() {
      return String.join(" ", milli(at), from, to, second(since));
    }

    long atSecond() {
      return TimeUnit.MILLISECONDS.toSeconds(at);
    }

    /** Whose it is from then on, as if it had started then. */
    Restore.Bound bound() {
      return new Restore.Bound(to, atSecond());
    }
  }
}
