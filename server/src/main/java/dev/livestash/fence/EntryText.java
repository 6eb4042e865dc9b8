package dev.livestash.fence;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An entry as text, for engines that hold texts: its numbers, after the version of this form. */
final class EntryText {
  private static final long VERSION = 1;
  private static final int NUMBERS = 11;

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

  static FenceEntry read(String text) {
    try {
      long[] n = Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
      if (n.length == NUMBERS && n[0] == VERSION) {
        FenceEntry.History history =
            new FenceEntry.History(new Mark(n[5], n[6]), new Mark(n[7], n[8]), n[9], n[10]);
        return new FenceEntry(n[1], n[2], new Mark(n[3], n[4]), history);
      }
    } catch (NumberFormatException notOurs) {
      // Falls through to the same answer as any other text that is not ours.
    }
    throw new IllegalStateException(
        "The fence's cache holds something that is not an entry; give the fence a cache of its"
            + " own, and all nodes the same release.");
  }
}
