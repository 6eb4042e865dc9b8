package dev.livestash.acceptance.keystroke;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One of the states of the benchmark on the server's side, so that both tell of the same. */
record Board(
    String sort,
    String filter,
    List<Item> items,
    int step,
    int page,
    String draft,
    int user_id,
    List<Integer> expanded) {

  private static final Path FOLDER = Path.of("bench/src/main/resources/states");

  /** One line of it. */
  record Item(
      int id,
      String name,
      boolean selected,
      String sku,
      int qty,
      int price_cents,
      List<String> tags,
      @Nullable String note,
      long updated_at) {

    Item with(int quantity) {
      return new Item(id, name, selected, sku, quantity, price_cents, tags, note, updated_at);
    }
  }

  /** A quantity that somebody types. */
  record Edit(int at, int quantity) {}

  /**
   * Reads one.
   *
   * @param root the project's folder
   * @param size such as {@code 1MB}
   */
  static Board load(Path root, String size) {
    Path file = root.resolve(FOLDER).resolve("state-" + size + ".json");
    return JsonMapper.shared().readValue(file.toFile(), Board.class);
  }

  Board with(Edit edit) {
    List<Item> changed = new ArrayList<>(items);
    changed.set(edit.at(), items.get(edit.at()).with(edit.quantity()));
    return new Board(sort, filter, changed, step, page, draft, user_id, expanded);
  }
}
