package dev.livestash.internal.state;

import dev.livestash.internal.pack.CappedBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Takes what is new in a plaintext, and notes where the base has the rest: an object that stands in
 * the base has the same bytes there, so it is not written again. What is new is written, and if it
 * stands where the base has an object of the same class without parts, only what the two differ in
 * counts.
 *
 * <p>Base and state are walked side by side, so that nothing need be hashed as long as little has
 * changed.
 */
public final class PatchBuffer extends CappedBuffer implements Traced {
  static final int MAX_COMPARED_BYTES = 4096;

  private final Base base;
  private final int maxNewBytes;
  private final Trace trace;
  private final Function<CappedBuffer, JsonGenerator> generators;
  private final SureEquality equality;
  private final Splices splices = new Splices();
  private final Trimming trimming = new Trimming(splices);
  private final Walk walk;
  private final Changes.Patch changes;
  private @Nullable Rewriter rewriter;
  private int gapStart = -1;

  /** There are many of their elements, and no gap before one. */
  private boolean isInSequence;

  /** Whether the last value was equal to one of the base, and not the same object. */
  private boolean isMadeAnew;

  private boolean untraced;
  private boolean isUnusable;
  private boolean isStale;

  /**
   * An empty buffer.
   *
   * @param base what the patch is made against
   * @param maxNewBytes how much it takes at most that the base has not, positive
   * @param generators makes a generator, like the one that writes here
   * @param equality tells what need not be written
   */
  PatchBuffer(
      Base base,
      int maxNewBytes,
      Function<CappedBuffer, JsonGenerator> generators,
      SureEquality equality) {
    super(base.size() + maxNewBytes);
    this.base = base;
    this.maxNewBytes = maxNewBytes;
    this.trace = base.trace();
    this.generators = generators;
    this.equality = equality;
    this.walk = new Walk(trace);
    this.changes = base.changes().ofPatch();
  }

  /**
   * Says that what was written so far are the claims: where they are those of the base, they are
   * not new.
   *
   * @param out has been flushed
   */
  public void endOfClaims(JsonGenerator out) {
    byte[] old = base.claims();
    if (position(out) == old.length) {
      trimming.trimFields(array(), old);
    } else {
      trimming.trim(array(), 0, position(out), old, 0);
    }
  }

  @Override
  public <T> void write(
      T value, JsonGenerator out, SerializationContext context, ValueSerializer<T> serializer) {
    if (untraced) {
      serializer.serialize(value, out, context);
      return;
    }
    if (isUnusable) {
      out.writeNull(); // nobody reads it, and writing all of it would take its time
      return;
    }
    int found = findEqual(value, serializer);
    if (found == Walk.NONE) {
      found = walk.find(value, serializer);
    }
    if (found != Walk.NONE && trace.isNowhere(found)) {
      descend(found, () -> serializer.serialize(value, out, context));
    } else if (found != Walk.NONE) {
      copy(found, out);
    } else {
      writeNew(value, out, context, serializer);
      isUnusable |= newBytes(out) > maxNewBytes;
    }
  }

  /** Only behind what was made anew, for whoever makes one object anew mostly changes it. */
  @SuppressWarnings("ReferenceEquality") // whether it is the very object
  private int findEqual(Object value, ValueSerializer<?> serializer) {
    if (!isMadeAnew && !walk.hasMissed()) {
      return Walk.NONE;
    }
    int found = walk.findNear(entry -> isSame(entry, value, serializer));
    isMadeAnew = found != Walk.NONE && trace.object(found) != value;
    return found;
  }

  private void copy(int found, JsonGenerator out) {
    out.writeRawValue("");
    closeGap(gapBefore(found), trace.start(found), 0, out);
    splices.copyValue(position(out), 0, trace.start(found), trace.length(found));
    walk.pass(found);
    openGap(out);
  }

  /**
   * Takes a state that has not changed, without writing it.
   *
   * @param held the state, as a tab holds it
   * @param out is at the value
   */
  public void unchanged(HeldState held, JsonGenerator out) {
    out.writeRawValue("");
    out.flush();
    JsonSlice newest = held.newest();
    Copies.Parts parts =
        new Copies.Parts() {
          @Override
          public void copy(int start, int from, int length) {
            if (length < BaseBuffer.MIN_TRACED_BYTES) {
              literal(start, length);
            } else {
              splices.copy(size(), 0, from, length);
            }
          }

          @Override
          public void literal(int start, int length) {
            write(newest.bytes(), start, length);
          }
        };
    held.copies().divide(newest.offset(), newest.offset() + newest.length(), parts);
  }

  private int newBytes(JsonGenerator out) {
    return position(out) - trimming.trimmedBytes() + splices.size() * Splices.STEP_BYTES;
  }

  @Override
  public void hasIdentity() {
    isUnusable = true;
  }

  /** Also if it cannot be a patch at all. */
  @Override
  public boolean overflowed() {
    return isUnusable || super.overflowed();
  }

  /**
   * Whether an object of the base was found to have other bytes now, so that it was changed in
   * place. There is no patch then.
   *
   * @return true if one was found; not all are looked at
   */
  public boolean isStale() {
    return isStale;
  }

  private <T> void writeNew(
      T value, JsonGenerator out, SerializationContext context, ValueSerializer<T> serializer) {
    int counterpart = walk.counterpart();
    if (counterpart == Walk.NONE || !isAlike(trace.object(counterpart), value)) {
      writeUntraced(value, out, context, serializer);
      return;
    }
    if (trace.isNowhere(counterpart)) {
      descend(counterpart, () -> serializer.serialize(value, out, context));
      return;
    }
    int separator = Traced.separatorBytes(out);
    closeGap(gapBefore(counterpart), trace.start(counterpart), separator, out);
    int start = position(out) + separator;
    if (trace.length(counterpart) > MAX_COMPARED_BYTES && hasParts(counterpart)) {
      descend(counterpart, start, () -> serializer.serialize(value, out, context), out);
    } else {
      writeBeside(counterpart, value, start, out, context, serializer);
    }
    openGap(out);
  }

  /** One that is compared as a whole. */
  private <T> void writeBeside(
      int counterpart,
      T value,
      int start,
      JsonGenerator out,
      SerializationContext context,
      ValueSerializer<T> serializer) {
    Changes.Key key = new Changes.Key(value, serializer, counterpart);
    Changes.Change known = changes.find(key);
    if (known != null) {
      writeAgain(known, out);
      return;
    }
    writeUntraced(value, out, context, serializer);
    if (isWorthComparing(counterpart, position(out) - start)) {
      Overlap same = compare(counterpart, start, out, context);
      if (same.bytes() >= trace.length(counterpart) / 2) {
        walk.pass(counterpart);
        remember(key, same, start);
      }
    }
  }

  /** Of what has overflowed, not all is here. */
  private void remember(Changes.Key key, Overlap same, int start) {
    if (!overflowed()) {
      byte[] between = Arrays.copyOfRange(array(), start + same.prefix(), size() - same.suffix());
      changes.add(new Changes.Change(key, same, between));
    }
  }

  /** The same without a look at either object. */
  private void writeAgain(Changes.Change known, JsonGenerator out) {
    out.writeRawValue("");
    out.flush();
    int counterpart = known.key().counterpart();
    int oldStart = trace.start(counterpart);
    int oldEnd = oldStart + trace.length(counterpart);
    Overlap same = known.same();
    trimming.begins(size(), 0, same.prefix(), oldStart);
    write(known.between(), 0, known.between().length);
    trimming.ends(size(), 0, same.suffix(), oldEnd);
    walk.pass(counterpart);
    changes.add(known);
  }

  /** An equal object will do as well, if it is sure to be. Of a large one, the parts are asked. */
  @SuppressWarnings("ReferenceEquality") // what is one object is not looked into
  private boolean isSame(int entry, Object value, ValueSerializer<?> serializer) {
    if (trace.serializer(entry) != serializer) {
      return false;
    }
    return trace.object(entry) == value
        || ((trace.length(entry) <= MAX_COMPARED_BYTES || !hasParts(entry))
            && equality.holds(trace.object(entry), value, trace.length(entry)));
  }

  private <T> void writeUntraced(
      T value, JsonGenerator out, SerializationContext context, ValueSerializer<T> serializer) {
    untraced = true;
    serializer.serialize(value, out, context);
    untraced = false;
  }

  private byte @Nullable [] gapBefore(int entry) {
    return isInSequence ? null : base.gaps().before(entry);
  }

  private void openGap(JsonGenerator out) {
    gapStart = position(out);
  }

  /**
   * What was written since the last known value is an object's own, and most of it stood in the
   * base too.
   *
   * @param old what stood there
   * @param oldEnd where it ended
   * @param missing how much of its end is not written yet
   */
  private void closeGap(byte @Nullable [] old, int oldEnd, int missing, JsonGenerator out) {
    if (old == null || gapStart < 0) {
      return;
    }
    out.flush();
    int length = Math.max(0, old.length - missing);
    trimming.trim(array(), gapStart, size(), Arrays.copyOf(old, length), oldEnd - old.length);
    gapStart = -1;
  }

  /**
   * A guess at what is the old version of a new object. A wrong one costs some bytes, and nothing
   * else.
   */
  private static boolean isAlike(Object one, Object other) {
    return one.getClass() == other.getClass()
        || (one instanceof List && other instanceof List)
        || (one instanceof Map && other instanceof Map);
  }

  /** Many small values before a large one must not have that one written again for each. */
  private boolean isWorthComparing(int counterpart, int bytes) {
    int oldBytes = trace.length(counterpart);
    return oldBytes <= MAX_COMPARED_BYTES || bytes >= oldBytes / 2;
  }

  /**
   * A value without traced parts, like a long list of short strings, is compared as a whole,
   * however long it is.
   */
  private boolean hasParts(int entry) {
    return trace.next(entry) > entry + 1;
  }

  /** Looks for the old parts of a large new object among those of its counterpart. */
  private void descend(int counterpart, int start, Runnable write, JsonGenerator out) {
    gapStart = start;
    inside(counterpart, write);
    int oldEnd = trace.start(counterpart) + trace.length(counterpart);
    closeGap(base.gaps().atEnd(counterpart), oldEnd, 0, out);
  }

  /** The same with one that is not in the base, though its parts may be. */
  private void descend(int nowhere, Runnable write) {
    gapStart = -1;
    inside(nowhere, write);
    gapStart = -1;
  }

  private void inside(int entry, Runnable write) {
    int copiedBefore = splices.copiedBytes();
    int outerLimit = walk.enter(entry);
    boolean wasInSequence = isInSequence;
    isInSequence = Gaps.isSequence(trace.object(entry));
    write.run();
    isInSequence = wasInSequence;
    int copied = splices.copiedBytes() - copiedBefore;
    walk.leave(entry, outerLimit, copied >= trace.length(entry) / 2);
  }

  /** Writes an old object once more, to see in which part the new one differs from it. */
  private Overlap compare(
      int counterpart, int start, JsonGenerator out, SerializationContext context) {
    Optional<byte[]> old = rewriter().bytes(counterpart, context);
    out.flush();
    if (old.isEmpty()) {
      // It was changed in place, so that it does not tell any more what the base has.
      isStale = true;
      isUnusable = true;
      return Overlap.NONE;
    }
    return trimming.trim(array(), start, size(), old.get(), trace.start(counterpart));
  }

  private Rewriter rewriter() {
    if (rewriter == null) {
      rewriter = new Rewriter(trace, 1 + base.size(), generators);
    }
    return rewriter;
  }

  /** By the generator that has written here, once or more often. */
  @Override
  public void close() {
    if (rewriter != null) {
      rewriter.close();
      rewriter = null;
    }
    changes.end();
  }

  private int position(JsonGenerator out) {
    return size() + out.streamWriteOutputBuffered();
  }

  /**
   * The size of the plaintext that the patch makes.
   *
   * @return the number of its bytes; valid if nothing overflowed
   */
  public int plaintextSize() {
    return splices.plaintextSize(size());
  }

  /**
   * The patch.
   *
   * @param own tells this base from every other one of the same name; stands first in the patch
   * @return its bytes, as {@link Patches#apply} takes them; valid if nothing overflowed
   */
  public byte[] patch(String own) {
    return splices.encode(own.getBytes(StandardCharsets.US_ASCII), array(), size());
  }
}
