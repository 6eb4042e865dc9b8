package dev.livestash.bench;

import dev.livestash.internal.state.JsonSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * Binds a board by code that is written for it, with Jackson's parser: no deserializer that is made
 * for records at run time can be faster than this.
 */
@NullMarked
final class BoardByHand {
  private final PropertyNameMatcher boards =
      matcher("sort", "filter", "items", "step", "page", "draft", "user_id", "expanded");
  private final PropertyNameMatcher items =
      matcher("id", "name", "selected", "sku", "qty", "price_cents", "tags", "note", "updated_at");

  private static PropertyNameMatcher matcher(String... names) {
    List<Named> named = Stream.of(names).map(name -> Named.fromString(name.intern())).toList();
    return Paths.MAPPER.tokenStreamFactory().constructNameMatcher(named, true);
  }

  Board read(JsonSlice json) {
    try (JsonParser in = Paths.MAPPER.createParser(json.bytes(), json.offset(), json.length())) {
      in.nextToken();
      return board(in);
    }
  }

  private Board board(JsonParser in) {
    String sort = "";
    String filter = "";
    List<Board.Item> all = List.of();
    int step = 0;
    int page = 0;
    String draft = "";
    int userId = 0;
    List<Integer> expanded = List.of();
    for (int name = in.nextNameMatch(boards); name >= 0; name = in.nextNameMatch(boards)) {
      in.nextToken();
      switch (name) {
        case 0 -> sort = in.getString();
        case 1 -> filter = in.getString();
        case 2 -> all = list(in, () -> item(in));
        case 3 -> step = in.getIntValue();
        case 4 -> page = in.getIntValue();
        case 5 -> draft = in.getString();
        case 6 -> userId = in.getIntValue();
        default -> expanded = list(in, in::getIntValue);
      }
    }
    return new Board(sort, filter, all, step, page, draft, userId, expanded);
  }

  private Board.Item item(JsonParser in) {
    int id = 0;
    String text = "";
    boolean isSelected = false;
    String sku = "";
    int quantity = 0;
    int cents = 0;
    List<String> tags = List.of();
    @Nullable String note = null;
    long updatedAt = 0;
    for (int name = in.nextNameMatch(items); name >= 0; name = in.nextNameMatch(items)) {
      JsonToken value = in.nextToken();
      switch (name) {
        case 0 -> id = in.getIntValue();
        case 1 -> text = in.getString();
        case 2 -> isSelected = value == JsonToken.VALUE_TRUE;
        case 3 -> sku = in.getString();
        case 4 -> quantity = in.getIntValue();
        case 5 -> cents = in.getIntValue();
        case 6 -> tags = list(in, in::getString);
        case 7 -> note = value == JsonToken.VALUE_NULL ? null : in.getString();
        default -> updatedAt = in.getLongValue();
      }
    }
    return new Board.Item(id, text, isSelected, sku, quantity, cents, tags, note, updatedAt);
  }

  private static <T> List<T> list(JsonParser in, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(Objects.requireNonNull(element.get()));
    }
    return list;
  }
}
