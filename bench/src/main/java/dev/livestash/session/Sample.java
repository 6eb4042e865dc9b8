package dev.livestash.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * A state to measure with.
 *
 * @param type its class
 * @param state the state
 * @param changed the state after one small change
 */
@NullMarked
record Sample<S>(Class<S> type, S state, S changed) {
  /** The boards there are, by the size of their JSON, smallest first. */
  static final List<String> SIZES = List.of("1KB", "10KB", "100KB", "1MB");

  /** The name of the sheet of 1.2 MB. */
  static final String SHEET = "sheet";

  static List<String> all() {
    List<String> all = new ArrayList<>(SIZES);
    all.add(SHEET);
    return all;
  }

  static Sample<?> named(String name) {
    if (name.equals(SHEET)) {
      Sheet sheet = Sheet.make();
      return new Sample<>(Sheet.class, sheet, sheet.withCell("Reykjavík"));
    }
    return board(name);
  }

  static Sample<Board> board(String size) {
    Board board = Board.load(size, Paths.MAPPER);
    return new Sample<>(Board.class, board, board.withQuantity(7777));
  }

  /** An equal state of other objects. */
  S copy() {
    return Paths.MAPPER.readValue(Paths.MAPPER.writeValueAsBytes(state), type);
  }
}
