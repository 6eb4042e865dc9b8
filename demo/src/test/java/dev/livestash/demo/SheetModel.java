package dev.livestash.demo;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sheet as it must be after certain events, handled by the demo's own handlers, each once and in
 * order, with neither socket nor token nor restart. Immutable.
 */
public final class SheetModel {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SheetView VIEW = new SheetView("", Release.SECOND);
  private static final PlainHandlers<Sheet> HANDLERS = new PlainHandlers<>(JSON);
  private static final PlainTab<Sheet> CONTEXT = new PlainTab<>(VIEW, HANDLERS, frame -> {});

  static {
    VIEW.handlers(HANDLERS);
  }

  /** What the user did, as the page tells the server. */
  public record Event(String name, JsonNode data) {
    public static Event edit(int edition, int row, int column, String value) {
      return of("edit", new SheetView.Edit(edition, row, column, value));
    }

    public static Event append(int edition) {
      return of("append", new SheetView.Append(edition));
    }

    public static Event sort(int edition, int column) {
      return of("sort", new SheetView.SortBy(edition, column));
    }

    public static Event undo() {
      return of("undo", Map.of());
    }

    public static Event redo() {
      return of("redo", Map.of());
    }

    private static Event of(String name, Object data) {
      return new Event(name, JSON.valueToTree(data));
    }

    @Override
    public String toString() {
      return name + " " + data;
    }
  }

  private final Sheet sheet;

  private SheetModel(Sheet sheet) {
    this.sheet = sheet;
  }

  /** The sheet in a token's {@code state} claim. */
  public static SheetModel of(JsonNode state) {
    return new SheetModel(JSON.treeToValue(state, Sheet.class));
  }

  public static SheetModel ofCsv(String csv) {
    return new SheetModel(Tables.sheet(csv));
  }

  public SheetModel after(Event event) {
    JsonNode frame = JSON.valueToTree(Map.of("name", event.name()));
    try {
      return new SheetModel(HANDLERS.handle(sheet, event.data(), new PlainEvent<>(frame, CONTEXT)));
    } catch (Exception impossible) {
      throw new AssertionError("no handler throws: " + event, impossible);
    }
  }

  public SheetModel after(Collection<Event> events) {
    SheetModel model = this;
    for (Event event : events) {
      model = model.after(event);
    }
    return model;
  }

  public JsonNode state() {
    return JSON.valueToTree(sheet);
  }

  public int edition() {
    return sheet.edition();
  }

  public int rows() {
    return sheet.table().rows().size();
  }

  /** How many rows are shown. */
  public int shown() {
    return Order.of(sheet).size();
  }

  /** The texts that are shown, by the test ids of their cells. */
  public Map<String, String> cells() {
    Order order = Order.of(sheet);
    int columns = sheet.table().columns().size();
    return IntStream.range(0, order.size())
        .boxed()
        .flatMap(place -> IntStream.range(0, columns).mapToObj(column -> new int[] {place, column}))
        .collect(
            Collectors.toMap(
                at -> "cell-" + at[0] + "-" + at[1],
                at -> sheet.table().cell(order.row(at[0]), at[1])));
  }

  /** How often each text is in the table. */
  public Map<String, Long> texts() {
    return sheet.table().rows().stream()
        .flatMap(row -> row.cells().stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SheetModel model && model.sheet.equals(sheet);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sheet);
  }
}
