package dev.livestash.fence;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An entry as text, for engines that hold texts: its numbers, after the version of this form. */
final class EntryText {
  private static final long VERSION = 1;
  private static final int NUMBERS = 11;

  /** Where in it the times begin. */
  private static final int TIMES_AT = 9;

  private static final int MAX_CHARS = 256;
  private static final long MAX_NUMBER = (1L << 53) - 1;
  private static final Pattern SHAPE =
      Pattern.compile("-?\\d{1,19}(?: -?\\d{1,19}){" + (NUMBERS - 1) + "}");

  private EntryText() {}

  static String write(FenceEntry entry) {
    FenceEntry.History history = entry.history();
    return LongStream.of(
            VERSION,
            entry.gen(),
            entry.attempt(),
            entry.kept().gen(),
            entry.kept().seq(),
            history.floor().gen(),
            history.floor().seq(),
            history.windowMark().gen(),
            history.windowMark().seq(),
            history.windowNanos(),
            history.keptNanos())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws StoreUnavailableException if it is something else: whoever can write to the engine must
   *     not be able to do more by it than to put the engine out of use
   */
  static FenceEntry read(String text) {
    try {
      if (text.length() <= MAX_CHARS && SHAPE.matcher(text).matches()) {
        long[] n = Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        if (n[0] == VERSION && areInBounds(n)) {
          FenceEntry.History history =
              new FenceEntry.History(new Mark(n[5], n[6]), new Mark(n[7], n[8]), n[9], n[10]);
          return new FenceEntry(n[1], n[2], new Mark(n[3], n[4]), history);
        }
      }
    } catch (NumberFormatException tooLong) {
      // Falls through to the same answer as any other text that is not ours.
    }
    throw new StoreUnavailableException(
        "The fence's cache holds something that is not an entry; give the fence a cache of its"
            + " own, and all nodes the same release.",
        null);
  }

  /** The numbers of a tab; one must be able to follow a generation. The times are nanoseconds. */
  private static boolean areInBounds(long[] numbers) {
    return numbers[1] < MAX_NUMBER
        && Arrays.stream(numbers, 1, TIMES_AT).allMatch(n -> n >= 0 && n <= MAX_NUMBER);
  }
}
