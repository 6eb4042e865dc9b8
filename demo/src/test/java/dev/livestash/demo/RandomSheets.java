package dev.livestash.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sheets that nobody would think of. */
final class RandomSheets {

  private static final List<String> PIECES =
      List.of(
          "", "0", "-1", "12.5", "1e3", "Ä", "a", "B", "ß", "😀", " ", ",", "\n", ".", "e", "+");

  private RandomSheets() {}

  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** The sheets that so many random steps lead to, the start included. */
  static List<Sheet> walk(Sheet start, int steps, Random random) {
    List<Sheet> walk = new ArrayList<>(List.of(start));
    while (walk.size() <= steps) {
      Sheet last = walk.get(walk.size() - 1);
      Sheet next = step(last, random);
      // What changes nothing is no step.
      if (!next.equals(last)) {
        walk.add(next);
      }
    }
    return walk;
  }

  private static Sheet step(Sheet sheet, Random random) {
    int column = random.nextInt(sheet.table().columns().size());
    return switch (random.nextInt(5)) {
      case 0 -> sheet.sortBy(column);
      case 1 -> sheet.filterBy(text(random));
      case 2 -> sheet.append();
      default -> sheet.edit(random.nextInt(sheet.table().rows().size()), column, text(random));
    };
  }
}
