package dev.livestash.internal.session;

import dev.livestash.internal.render.RenderDiff;
import dev.livestash.internal.render.RenderPatch;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.internal.wire.ServerFrame;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/**
 * Makes the frames of a view's renders: whole ones, and patches. A patch is taken for what it is
 * only where the view has shown that it can be: the first ones of a process, against what tabs were
 * sent, and some of all later ones, are compared with the whole render, and the tab compares them,
 * too. A view of which one is wrong has no more of them.
 */
final class RenderFrames {
  /** A smaller render is sent whole: there is nothing to gain. */
  private static final int MIN_WHOLE_BYTES = 512;

  /** How many patches of a view are compared before it is believed. */
  private static final int PROBATION = 16;

  /**
   * How many renders of a view are written a second time while it is on probation, so that the next
   * patches are compared with what tabs have. Not all are followed by a patch.
   */
  private static final int MAX_KEPT = 4 * PROBATION;

  /** Of the later ones that a tab is sent, each of so many is compared. */
  private static final int CHECK_EACH = 32;

  private static final String WRONG =
      "A patch of a render of {0} is not what the whole is, so that its renders are sent whole from now on."
          + " Was an object of it changed in place, does a getter of it read a clock, or does it have a"
          + " serializer of its own?";

  private static final String IDENTITIES =
      "Renders of {0} hold objects with an identity (JsonIdentityInfo), which are written in full only"
          + " once: they are sent whole.";

  private static final String STREAMS =
      "Renders of {0} hold a Stream or an Iterator, which can be written only once: they are sent whole.";

  private final String view;
  private final JsonMapper application;
  private final JsonMapper plain = JsonMapper.shared();
  private final FrameCodec frames;
  private final Application boundary;
  private final boolean checksAll;
  private final RenderDiff diff;
  private final AtomicInteger compared = new AtomicInteger();
  private final AtomicInteger kept = new AtomicInteger();
  private final AtomicBoolean hasSaidSo = new AtomicBoolean();
  private volatile boolean isWrong;

  /**
   * The frames of a view.
   *
   * @param diff compares renders, of which it knows what they are made of
   * @param boundary to what renders are made of
   * @param checksAll whether each patch is compared, and with what the tab was given: in
   *     development
   */
  RenderFrames(
      String view, RenderDiff diff, FrameCodec frames, Application boundary, boolean checksAll) {
    this.view = view;
    this.application = diff.writer();
    this.frames = frames;
    this.boundary = boundary;
    this.checksAll = checksAll;
    this.diff = diff;
  }

  /**
   * What a tab was given.
   *
   * @param data the render
   * @param json how it was written at that time, if it was looked at
   */
  record Given(Object data, Optional<byte[]> json) {}

  /**
   * To a tab that joins: many may, before any of them is sent a patch.
   *
   * @param wholeBytes how long the last whole render was
   */
  Given first(Object data, int wholeBytes) {
    return given(data, wholeBytes, PROBATION);
  }

  /** To one that is there. */
  Given next(Object data, int wholeBytes) {
    return given(data, wholeBytes, MAX_KEPT);
  }

  /** On probation, a getter must be found out that says something else by the next render. */
  private Given given(Object data, int wholeBytes, int mostKept) {
    boolean isOnProbation = compared.get() < PROBATION && kept.get() < mostKept;
    if (!mayBePatched(wholeBytes) || !(checksAll || isOnProbation)) {
      return new Given(data, Optional.empty());
    }
    kept.incrementAndGet();
    return new Given(data, json(data));
  }

  /** Whether any patch can follow a render, as far as is known. */
  private boolean mayBePatched(int wholeBytes) {
    return !isWrong
        && wholeBytes >= MIN_WHOLE_BYTES
        && !diff.findsStreams()
        && !diff.findsIdentities();
  }

  /** Empty if it cannot be written again. */
  private Optional<byte[]> json(Object data) {
    try {
      return Optional.of(application.writeValueAsBytes(data));
    } catch (JacksonException notAgain) {
      return Optional.empty();
    }
  }

  /** Empty if it cannot be read again. */
  private Optional<JsonNode> tree(byte[] json) {
    try {
      return Optional.of(plain.readTree(json));
    } catch (JacksonException overItsLimits) {
      return Optional.empty();
    }
  }

  byte[] whole(long seen, Object data) {
    return frames.encode(new ServerFrame.Render(seen, data, OptionalInt.empty()));
  }

  /**
   * The frame of a patch.
   *
   * @param before what the tab has
   * @param wholeBytes how long the last whole render was
   * @param count how many the tab was sent, with this one
   * @return the frame; empty if a whole one is to be sent
   */
  Optional<byte[]> patch(long seen, Given before, Object now, int wholeBytes, int count) {
    if (isWrong || wholeBytes < MIN_WHOLE_BYTES) {
      return Optional.empty();
    }
    sayIfNoneCanBe();
    // Whatever the application throws here, it throws once more where the render is written whole.
    Optional<byte[]> patch =
        boundary
            .tried(
                "Comparing two renders of " + view,
                () -> diff.between(before.data(), now, wholeBytes / 2))
            .flatMap(made -> made);
    boolean isCompared = checksAll || count % CHECK_EACH == 0 || compared.get() < PROBATION;
    return isCompared
        ? patch.flatMap(made -> compared(seen, made, before, now))
        : patch.map(made -> frame(seen, made, 0));
  }

  private void sayIfNoneCanBe() {
    boolean hasStreams = diff.findsStreams();
    if ((hasStreams || diff.findsIdentities()) && hasSaidSo.compareAndSet(false, true)) {
      String why = hasStreams ? STREAMS : IDENTITIES;
      System.getLogger("dev.livestash").log(Level.INFO, why, view);
    }
  }

  private Optional<byte[]> compared(long seen, byte[] patch, Given before, Object now) {
    Optional<JsonNode> old = before.json().or(() -> json(before.data())).flatMap(this::tree);
    Optional<JsonNode> whole = json(now).flatMap(this::tree);
    if (old.isEmpty() || whole.isEmpty()) {
      return Optional.empty();
    }
    if (!isRight(old.get(), patch, whole.get())) {
      isWrong = true;
      System.getLogger("dev.livestash").log(Level.WARNING, WRONG, view);
      return Optional.empty();
    }
    compared.incrementAndGet();
    return Optional.of(frame(seen, patch, RenderPatch.checkOf(whole.get())));
  }

  private byte[] frame(long seen, byte[] patch, int check) {
    RawValue json = new RawValue(new String(patch, StandardCharsets.UTF_8));
    return frames.encode(new ServerFrame.Render(seen, json, OptionalInt.of(check)));
  }

  private boolean isRight(JsonNode old, byte[] patch, JsonNode whole) {
    try {
      return RenderPatch.apply(old, plain.readTree(patch)).toString().equals(whole.toString());
    } catch (RuntimeException mismatch) {
      return false;
    }
  }
}
