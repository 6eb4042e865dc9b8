package dev.livestash.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A realistic state: a list of items that the user sorts, filters and edits. */
@NullMarked
public record Board(
    String sort,
    String filter,
    List<Item> items,
    int step,
    int page,
    String draft,
    int user_id,
    List<Integer> expanded)
    implements Serializable {

  /** One line of it. */
  public record Item(
      int id,
      String name,
      boolean selected,
      String sku,
      int qty,
      int price_cents,
      List<String> tags,
      @Nullable String note,
      long updated_at)
      implements Serializable {
    Item numbered(int number) {
      return new Item(
          number, name, selected, sku, number % 97, price_cents, tags, note, updated_at + number);
    }

    Item withQuantity(int quantity) {
      return new Item(id, name, selected, sku, quantity, price_cents, tags, note, updated_at);
    }
  }

  static Board load(String size, JsonMapper mapper) {
    String path = "/states/state-" + size + ".json";
    try (InputStream in = Board.class.getResourceAsStream(path)) {
      return mapper.readValue(Objects.requireNonNull(in, path), Board.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** One of the items of so many boards of 1 MB, each of its own number. */
  static Board large(int boards) {
    Board part = load("1MB", Paths.MAPPER);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < boards; i++) {
      for (Item item : part.items()) {
        items.add(item.numbered(items.size()));
      }
    }
    return part.withItems(items);
  }

  /** So many boards like this one, each with other items, which are those of a larger one. */
  List<Board> others(int count) {
    List<Item> from = load("1MB", Paths.MAPPER).items();
    List<Board> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = i * 7 % (from.size() - items.size());
      others.add(withItems(List.copyOf(from.subList(start, start + items.size()))));
    }
    return others;
  }

  /** One small change: the quantity of an item in the middle. */
  Board withQuantity(int quantity) {
    return withQuantity(items.size() / 2, quantity);
  }

  /** The quantity of any item. */
  Board edited(Random random) {
    return withQuantity(random.nextInt(items.size()), random.nextInt(1000));
  }

  private Board withQuantity(int at, int quantity) {
    List<Item> changed = new ArrayList<>(items);
    changed.set(at, items.get(at).withQuantity(quantity));
    return withItems(changed);
  }

  private Board withItems(List<Item> others) {
    return new Board(sort, filter, others, step, page, draft, user_id, expanded);
  }

  /** Another user's board: what these two have in common is what the application's boards have. */
  Board ofAnotherUser(List<Item> others) {
    String otherDraft = others.stream().map(Item::name).collect(Collectors.joining(" "));
    int id = others.get(0).id();
    return new Board(sort, filter, others, id % 7, id % 5, otherDraft, id, List.of(id % 3, id % 9));
  }
}
