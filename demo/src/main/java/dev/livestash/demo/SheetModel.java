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
 * order, with neither socket nor token nor restart. Immutable. A test that looks at the demo from
 * outside compares with it what it finds there.
 */
public final class SheetModel {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SheetView VIEW = new SheetView("", Release.SECOND);
  private static final PlainHandlers<Sheet> HANDLERS = new PlainHandlers<>(JSON);
  private static final PlainTab<Sheet> CONTEXT = new PlainTab<>(VIEW, HANDLERS, frame -> {});

  static {
    VIEW.handlers(HANDLERS);
  }

  /**
   * What the user did, as the page tells the server.
   *
   * @param name the event's name
   * @param data its data
   */
  public record Event(String name, JsonNode data) {

    /**
     * A cell was set.
     *
     * @param edition which table it was meant for
     * @param row the row's place in the table
     * @param column the column's place
     * @param value the new text
     * @return the event
     */
    public static Event edit(int edition, int row, int column, String value) {
      return of("edit", new SheetView.Edit(edition, row, column, value));
    }

    /**
     * A row was added at the table's end.
     *
     * @param edition which table it was meant for
     * @return the event
     */
    public static Event append(int edition) {
      return of("append", new SheetView.Append(edition));
    }

    /**
     * The head of a column was clicked.
     *
     * @param edition which table it was meant for
     * @param column the column's place
     * @return the event
     */
    public static Event sort(int edition, int column) {
      return of("sort", new SheetView.SortBy(edition, column));
    }

    /**
     * The last step was undone.
     *
     * @return the event
     */
    public static Event undo() {
      return of("undo", Map.of());
    }

    /**
     * The step that was undone last was done again.
     *
     * @return the event
     */
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

  /**
   * The sheet in a token's {@code state} claim.
   *
   * @param state the claim
   * @return that sheet
   */
  public static SheetModel of(JsonNode state) {
    return new SheetModel(JSON.treeToValue(state, Sheet.class));
  }

  /**
   * A sheet that was just loaded.
   *
   * @param csv its table, with the columns' names in the first line
   * @return that sheet
   * @throws IllegalArgumentException if the demo would not load it
   */
  public static SheetModel ofCsv(String csv) {
    if (Csv.parse(csv) instanceof Parsed.Good good) {
      return new SheetModel(Sheet.EMPTY.load("test", good.table()));
    }
    throw new IllegalArgumentException("The demo does not load this table: " + csv);
  }

  /**
   * What comes of it by one event.
   *
   * @param event what the user did
   * @return the sheet after it
   */
  public SheetModel after(Event event) {
    JsonNode frame = JSON.valueToTree(Map.of("name", event.name()));
    try {
      return new SheetModel(HANDLERS.handle(sheet, event.data(), new PlainEvent<>(frame, CONTEXT)));
    } catch (Exception impossible) {
      throw new AssertionError("no handler throws: " + event, impossible);
    }
  }

  /**
   * What comes of it by some events.
   *
   * @param events what the user did, in this order
   * @return the sheet after them
   */
  public SheetModel after(Collection<Event> events) {
    SheetModel model = this;
    for (Event event : events) {
      model = model.after(event);
    }
    return model;
  }

  /**
   * The sheet as a token's {@code state} claim has it.
   *
   * @return the claim
   */
  public JsonNode state() {
    return JSON.valueToTree(sheet);
  }

  /**
   * Which table it is.
   *
   * @return 1 for the first one that was loaded, and 1 more for each that was loaded after it
   */
  public int edition() {
    return sheet.edition();
  }

  /**
   * The size of the table.
   *
   * @return its rows, shown or not
   */
  public int rows() {
    return sheet.table().rows().size();
  }

  /**
   * What the filter leaves of the rows.
   *
   * @return how many are shown
   */
  public int shown() {
    return Order.of(sheet).size();
  }

  /**
   * What the page shows once all rows were in its window.
   *
   * @return the texts, by the test ids of their cells: {@code cell-ROW-COLUMN}
   */
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

  /**
   * What is in the table, wherever it is.
   *
   * @return how often each text is in it
   */
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
