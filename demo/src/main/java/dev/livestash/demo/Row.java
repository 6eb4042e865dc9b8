package dev.livestash.demo;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of a table; in JSON an array of its cells.
 *
 * @param cells the texts, one for each column
 */
record Row(@JsonValue List<String> cells) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  Row {
    cells = List.copyOf(cells);
  }

  Row with(int column, String text) {
    List<String> changed = new ArrayList<>(cells);
    changed.set(column, text);
    return new Row(changed);
  }

  /** How much text the row holds, in UTF-16 units. */
  int chars() {
    int sum = 0;
    for (String cell : cells) {
      sum += cell.length();
    }
    return sum;
  }
}
