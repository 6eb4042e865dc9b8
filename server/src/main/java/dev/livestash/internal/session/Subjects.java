package dev.livestash.internal.session;

import dev.livestash.fence.Fence;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
  private static final int TIME_CHARS = 12;

  private final Fence fence;
  private final NodeClock clock;
  private final Sealer sealer;
  private final Opener opener;
  private final Duration reboundFor;

  Subjects(Fence fence, Sealer sealer, KeyRing keys, NodeClock clock, Duration reboundFor) {
    this.fence = fence;
    this.clock = clock;
    this.sealer = sealer;
    this.opener = new Opener(keys, MAX_NOTE_CHARS);
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
  public Said revoked(String binding) {
    return revokedNow(hash(binding));
  }

  /** That what has started so far is of no use any more. */
  public Said allRevoked() {
    return revokedNow(ALL);
  }

  private Said revokedNow(String subject) {
    return new Said(Map.of(REVOKED + subject, time(now())));
  }

  /** Tells all nodes, in no order. */
  public CompletionStage<Void> tell(Said said) {
    return CompletableFuture.allOf(
        said.notes.entrySet().stream()
            .map(note -> fence.note(note.getKey(), note.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** What has started under one binding so far is for the other one, for a while. */
  public CompletionStage<Void> rebind(String from, String to) {
    String now = time(now());
    String said = String.join(" ", now, hash(from), hash(to));
    String sealed =
        sealer.seal(said.getBytes(StandardCharsets.US_ASCII), "zc", "none", Optional.empty());
    return fence
        .note(REBOUND + hash(to), now + " " + sealed)
        .thenCompose(noted -> fence.note(REVOKED + hash(from), now));
  }

  private long now() {
    return clock.latest().getEpochSecond();
  }

  /** Later times are higher texts. */
  private static String time(long second) {
    return String.format(Locale.ROOT, "%0" + TIME_CHARS + "d", second);
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
    return fence.notes(names).thenApply(Said::new);
  }

  /** What was said of subjects. */
  public final class Said {
    private final Map<String, String> notes;

    private Said(Map<String, String> notes) {
      this.notes = notes;
    }

    /** Whether something was revoked that started then; empty stands for what is not bound. */
    boolean isRevoked(Optional<String> subject, long startedAt) {
      return startedAt <= revokedAt(REVOKED + ALL)
          || (subject.isPresent() && startedAt <= revokedAt(REVOKED + subject.get()));
    }

    private long revokedAt(String name) {
      return second(notes.getOrDefault(name, "")).orElse(Long.MIN_VALUE);
    }

    private Optional<Long> second(String text) {
      return text.length() == TIME_CHARS && text.chars().allMatch(c -> c >= '0' && c <= '9')
          ? Optional.of(Long.valueOf(text))
          : Optional.empty();
    }

    /** What has taken another one's place lately; empty if nothing was said, or it was forged. */
    Optional<Rebound> reboundTo(String subject) {
      String note = notes.getOrDefault(REBOUND + subject, "");
      if (note.length() > TIME_CHARS
          && opener.open(note.substring(TIME_CHARS + 1)) instanceof Opened.Valid valid) {
        return rebound(new String(valid.payload(), StandardCharsets.US_ASCII), subject);
      }
      return Optional.empty();
    }

    private Optional<Rebound> rebound(String text, String subject) {
      String[] said = text.split(" ", -1);
      return said.length == 3 && said[2].equals(subject)
          ? second(said[0])
              .filter(second -> now() - second <= reboundFor.toSeconds())
              .map(second -> new Rebound(said[1], second))
          : Optional.empty();
    }
  }

  /**
   * What has another subject now.
   *
   * @param from the subject that it had
   * @param until when it must have started
   */
  record Rebound(String from, long until) {}
}
