package dev.livestash.demo;

import dev.livestash.view.Context;
import dev.livestash.view.Event;
import dev.livestash.view.Handler;
import dev.livestash.view.Migrations;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.Objects;
import java.util.Optional;

/**
 * The workbench. Whatever a page sends is checked here again; what cannot be done is answered with
 * a sentence, and leaves the sheet as it is.
 */
final class SheetView implements View<Sheet> {

  /** Loads one of the tables that come with the demo. */
  record Sample(String name) {
    Sample {
      Objects.requireNonNull(name, "name");
    }
  }

  /** Loads what was uploaded or pasted. */
  record Upload(String name, String csv) {
    Upload {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(csv, "csv");
    }
  }

  /** Sets a cell of the table's row {@code row}, wherever that row is shown. */
  record Edit(int edition, int row, int column, String value) {
    Edit {
      Objects.requireNonNull(value, "value");
    }
  }

  /** Adds a row at the table's end. */
  record Append(int edition) {}

  /** Sorts by a column. */
  record SortBy(int edition, int column) {}

  /** Shows the rows with this text only. */
  record FilterBy(String text) {
    FilterBy {
      Objects.requireNonNull(text, "text");
    }
  }

  /** Makes a result of the present sheet and an event's data. */
  private interface Change<E> {
    Result make(Sheet sheet, E data);
  }

  private final Samples samples = new Samples();
  private final String node;
  private final Release release;

  /**
   * The workbench.
   *
   * @param node the server that it is on, empty where there is only one
   * @param release whose shape of the state it has
   */
  SheetView(String node, Release release) {
    this.node = node;
    this.release = release;
  }

  @Override
  public Class<Sheet> stateType() {
    return Sheet.class;
  }

  @Override
  public int stateVersion() {
    return release.number();
  }

  @Override
  public void migrations(Migrations on) {
    release.migrations(on);
  }

  @Override
  public Sheet first(Context<Sheet> context) {
    return Sheet.EMPTY;
  }

  @Override
  public void handlers(ViewHandlers<Sheet> on) {
    on.on("sample", Sample.class, answering(this::sample))
        .on("load", Upload.class, answering(SheetView::load))
        .on("edit", Edit.class, answering(SheetView::edit))
        .on("append", Append.class, answering(SheetView::append))
        .on("sort", SortBy.class, answering(SheetView::sort))
        .on("filter", FilterBy.class, answering(SheetView::filter))
        .on("undo", SheetView::undo)
        .on("redo", SheetView::redo)
        .on("window", Window.class, SheetView::window);
  }

  @Override
  public Object render(Sheet sheet, Context<Sheet> context) {
    return Picture.of(sheet, showing(context), node);
  }

  private static Showing showing(Context<Sheet> context) {
    return context.local(Showing.class, () -> new Showing(Window.of(context.params())));
  }

  private static <E> Handler<Sheet, E> answering(Change<E> change) {
    return (sheet, data, event) -> answer(event, change.make(sheet, data));
  }

  private static Sheet answer(Event<Sheet> event, Result result) {
    event.reply(result.answer());
    return result.sheet();
  }

  private Result sample(Sheet sheet, Sample wanted) {
    return samples
        .find(wanted.name())
        .map(table -> loaded(sheet, wanted.name(), table))
        .orElseGet(() -> Result.refused(sheet, "There is no such sample."));
  }

  private static Result load(Sheet sheet, Upload upload) {
    String name = upload.name();
    if (name.isBlank() || name.length() > Limits.MAX_NAME_CHARS || !Text.isText(name)) {
      return Result.refused(sheet, "A sheet needs a name, of at most 200 characters.");
    }
    Parsed parsed = Csv.parse(upload.csv());
    return parsed instanceof Parsed.Good good
        ? loaded(sheet, name, good.table())
        : Result.refused(sheet, "“%s” was not loaded. %s", name, ((Parsed.Bad) parsed).why());
  }

  private static Result loaded(Sheet sheet, String name, Table table) {
    int rows = table.rows().size();
    return Result.done(sheet.load(name, table), "Loaded “%s”: %,d rows.", name, rows);
  }

  private static Result edit(Sheet sheet, Edit edit) {
    if (edit.edition() != sheet.edition() || !sheet.table().has(edit.row(), edit.column())) {
      return Result.refused(
          sheet, "That cell is gone: its row was undone, or another table loaded.");
    }
    return problemOf(edit, sheet.table())
        .map(problem -> Result.refused(sheet, "The cell was not changed. %s", problem))
        .orElseGet(() -> Result.done(sheet.edit(edit.row(), edit.column(), edit.value())));
  }

  private static Optional<String> problemOf(Edit edit, Table table) {
    if (edit.value().length() > Limits.MAX_CELL_CHARS) {
      return Optional.of("It holds at most 10,000 characters.");
    }
    int grown = edit.value().length() - table.cell(edit.row(), edit.column()).length();
    if (grown > 0 && table.chars() + grown > Limits.MAX_TABLE_CHARS) {
      return Optional.of("The sheet is full.");
    }
    return Text.isText(edit.value()) ? Optional.empty() : Optional.of("That is not text.");
  }

  private static Result append(Sheet sheet, Append append) {
    if (append.edition() != sheet.edition() || sheet.table().columns().isEmpty()) {
      return Result.refused(sheet, "That table is gone: another one was loaded meanwhile.");
    }
    int rows = sheet.table().rows().size() + 1;
    return rows > Limits.MAX_ROWS || rows * sheet.table().columns().size() > Limits.MAX_CELLS
        ? Result.refused(sheet, "The sheet is full.")
        : Result.done(sheet.append(), "Row %,d was added.", rows);
  }

  private static Result sort(Sheet sheet, SortBy by) {
    return by.edition() == sheet.edition() && sheet.table().hasColumn(by.column())
        ? Result.done(sheet.sortBy(by.column()))
        : Result.refused(sheet, "That column is gone: another table was loaded meanwhile.");
  }

  private static Result filter(Sheet sheet, FilterBy by) {
    return by.text().length() <= Limits.MAX_FILTER_CHARS && Text.isText(by.text())
        ? Result.done(sheet.filterBy(by.text()))
        : Result.refused(sheet, "A filter is a text of at most 200 characters.");
  }

  private static Sheet undo(Sheet sheet, Event<Sheet> event) {
    Optional<Step> step = sheet.history().lastUndo();
    return answer(event, stepped(sheet, sheet.undo(), "Undone: ", step));
  }

  private static Sheet redo(Sheet sheet, Event<Sheet> event) {
    Optional<Step> step = sheet.history().lastRedo();
    return answer(event, stepped(sheet, sheet.redo(), "Redone: ", step));
  }

  private static Result stepped(Sheet now, Sheet next, String word, Optional<Step> step) {
    return step.map(taken -> Result.done(next, "%s%s.", word, taken.says(next)))
        .orElseGet(() -> Result.refused(now, "There is nothing more to step back or forth to."));
  }

  /** Scrolling is no change; the picture that follows every event shows the new window. */
  private static Sheet window(Sheet sheet, Window window, Event<Sheet> event) {
    showing(event.context()).moveTo(window);
    return sheet;
  }
}
