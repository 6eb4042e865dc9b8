package dev.livestash.internal.state;

import java.util.Arrays;

/**
 * Which parts of a plaintext stand in another one, too: those that a patch has copied, in the order
 * of the plaintext.
 */
public final class Copies {
  private static final int INITIAL_COPIES = 8;

  private int[] at = new int[INITIAL_COPIES];
  private int[] from = new int[INITIAL_COPIES];
  private int[] lengths = new int[INITIAL_COPIES];
  private int size;

  /** None yet. */
  public Copies() {}

  /**
   * Of a plaintext that is the other one.
   *
   * @param length how many bytes it has
   * @return one copy
   */
  public static Copies whole(int length) {
    Copies copies = new Copies();
    copies.add(0, 0, length);
    return copies;
  }

  void add(int copyAt, int copyFrom, int length) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      from = Arrays.copyOf(from, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
    }
    at[size] = copyAt;
    from[size] = copyFrom;
    lengths[size++] = length;
  }

  /** Takes the parts of a plaintext, in their order. */
  interface Parts {
    /** One that stands in the other plaintext, too, from there on. */
    void copy(int start, int from, int length);

    /** One that does not. */
    void literal(int start, int length);
  }

  /** Divides a part of the plaintext into what stands in the other one and what does not. */
  void divide(int start, int end, Parts parts) {
    int done = start;
    for (int i = 0; i < size && done < end; i++) {
      int copyStart = Math.max(at[i], done);
      int copyEnd = Math.min(at[i] + lengths[i], end);
      if (copyStart < copyEnd) {
        if (done < copyStart) {
          parts.literal(done, copyStart - done);
        }
        parts.copy(copyStart, from[i] + copyStart - at[i], copyEnd - copyStart);
        done = copyEnd;
      }
    }
    if (done < end) {
      parts.literal(done, end - done);
    }
  }

  /**
   * Where in the other plaintext a part stands; {@link Trace#NOWHERE} if not there in one piece.
   */
  int find(int start, int length) {
    int found = Arrays.binarySearch(at, 0, size, start);
    int copy = found >= 0 ? found : -found - 2;
    boolean isCopied = copy >= 0 && start + length <= at[copy] + lengths[copy];
    return isCopied ? from[copy] + start - at[copy] : Trace.NOWHERE;
  }
}
