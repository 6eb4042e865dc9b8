package dev.livestash.bench;

import dev.livestash.DictionaryTrainer;
import dev.livestash.settings.Dictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.NullMarked;

/**
 * A state to measure with.
 *
 * @param type its class
 * @param state the state
 * @param changed the state after one small change
 * @param edit makes a small change somewhere
 */
@NullMarked
record Sample<S>(Class<S> type, S state, S changed, BiFunction<S, Random, S> edit) {
  /** The boards there are, by the size of their JSON, smallest first. */
  static final List<String> SIZES = List.of("1KB", "10KB", "100KB", "1MB");

  /** A board of the items of ten of 1 MB. */
  static final String LARGEST = "10MB";

  /** The name of the sheet of 1.2 MB. */
  static final String SHEET = "sheet";

  private static final int PARTS = 10;
  private static final int TRAINED_BOARDS = 500;
  private static final int TRAINED_ITEMS = 4;
  private static final int TRAINED_BYTES = 4 << 10;

  static List<String> all() {
    List<String> all = new ArrayList<>(SIZES);
    all.add(SHEET);
    return all;
  }

  static Sample<?> named(String name) {
    if (name.equals(SHEET)) {
      Sheet sheet = Sheet.make();
      return new Sample<>(Sheet.class, sheet, sheet.withCell("Reykjavík"), Sheet::edited);
    }
    return board(name);
  }

  static Sample<Board> board(String size) {
    return of(size.equals(LARGEST) ? Board.large(PARTS) : Board.load(size, Paths.MAPPER));
  }

  static Sample<Board> of(Board board) {
    return new Sample<>(Board.class, board, board.withQuantity(7777), Board::edited);
  }

  /** A dictionary of other boards like that of 1 KB, made of the items of the largest. */
  static Dictionary trained() {
    Board small = Board.load("1KB", Paths.MAPPER);
    List<Board.Item> items = Board.load("1MB", Paths.MAPPER).items();
    List<byte[]> states = new ArrayList<>();
    for (int from = 0;
        from + TRAINED_ITEMS <= items.size() && states.size() < TRAINED_BOARDS;
        from += TRAINED_ITEMS) {
      states.add(
          Paths.MAPPER.writeValueAsBytes(
              small.ofAnotherUser(items.subList(from, from + TRAINED_ITEMS))));
    }
    return DictionaryTrainer.train(states, TRAINED_BYTES);
  }

  /** An equal state of other objects. */
  S copy() {
    return copyOf(state);
  }

  S copyOf(S any) {
    return Paths.MAPPER.readValue(Paths.MAPPER.writeValueAsBytes(any), type);
  }
}
