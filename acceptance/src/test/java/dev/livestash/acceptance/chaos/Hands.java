package dev.livestash.acceptance.chaos;

import com.microsoft.playwright.Page;
import dev.livestash.acceptance.chaos.Act.Gesture;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a user does with mouse and keyboard, on whatever the page shows at that moment. */
final class Hands {
  /** The cells that can be edited. */
  static final String CELLS = "#grid .row:not(.unknown) .cell";

  private static final String REDO = "Control+y";
  private static final String HEADERS = "#grid .column button";
  private static final String APPEND = "[data-testid=append-row]";

  /** Where to click on one of the elements that the user can click on, and its column. */
  private static final String SPOT =
      """
      ({ selector, where }) => {
        const spots = [...document.querySelectorAll(selector)].flatMap(element => {
          const { left, top, width, height } = element.getBoundingClientRect();
          const [x, y] = [left + width / 2, top + height / 2];
          const isOnTop = element.contains(document.elementFromPoint(x, y));
          return isOnTop ? [[x, y, Number(element.dataset.column)]] : [];
        });
        return spots[Math.floor(where * spots.length)];
      }
      """;

  /** What is in the editor, and in which cell it is: its label names the row that it will hit. */
  private static final String EDITING =
      """
      () => {
        const input = document.querySelector('#grid input.editor');
        const row = /row (\\d+)$/.exec(input?.ariaLabel ?? '');
        return row && [input.value, Number(row[1]) - 1, Number(input.parentElement.dataset.column)];
      }
      """;

  private final Page page;

  Hands(Page page) {
    this.page = page;
  }

  /**
   * Tries to type a text into a cell, and to press Enter.
   *
   * @param where which of the cells, from 0 to below 1
   * @param edition which table it is done to
   * @return what the server must be told; empty if there was no such place
   */
  Optional<Event> type(String text, double where, int edition) {
    return edit(where, text, edition, () -> {});
  }

  /** Does again what was undone, of which there is nothing: so many times. */
  List<Event> flood(int times) {
    List<Event> events = new ArrayList<>();
    page.locator("#grid").focus();
    for (int i = 0; i < times; i++) {
      page.keyboard().press(REDO);
      events.add(Event.redo());
    }
    return events;
  }

  /**
   * Tries to do something.
   *
   * @param where which of the places where it can be done, from 0 to below 1
   * @param text what is typed
   * @param edition which table it is done to
   * @param whenDone run when the last key or button is about to be pressed
   * @return what the server must be told; empty if there was no such place
   */
  Optional<Event> perform(
      Gesture gesture, double where, String text, int edition, Runnable whenDone) {
    return switch (gesture) {
      case EDIT -> edit(where, text, edition, whenDone);
      case APPEND -> click(APPEND, 0, whenDone).map(button -> Event.append(edition));
      case SORT ->
          click(HEADERS, where, whenDone).map(header -> Event.sort(edition, column(header)));
      case UNDO -> press("Control+z", Event.undo(), whenDone);
      case REDO -> press(REDO, Event.redo(), whenDone);
      case RELOAD -> Optional.empty();
    };
  }

  private Optional<Event> press(String keys, Event event, Runnable whenDone) {
    page.locator("#grid").focus();
    whenDone.run();
    page.keyboard().press(keys);
    return Optional.of(event);
  }

  private Optional<Event> edit(double where, String text, int edition, Runnable whenDone) {
    Optional<List<?>> opened =
        click(CELLS, where, () -> {}).flatMap(cell -> evaluate(EDITING, null));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    page.keyboard().insertText(text);
    Optional<List<?>> typed = evaluate(EDITING, null).filter(now -> now.get(0).equals(text));
    whenDone.run();
    page.keyboard().press(typed.isPresent() ? "Enter" : "Escape");
    return typed.map(now -> Event.edit(edition, (int) number(now.get(1)), column(now), text));
  }

  /** Clicks where one of these elements is; returns where that was. */
  private Optional<List<?>> click(String selector, double where, Runnable whenDone) {
    Optional<List<?>> spot = evaluate(SPOT, Map.of("selector", selector, "where", where));
    spot.ifPresent(
        at -> {
          whenDone.run();
          page.mouse().click(number(at.get(0)), number(at.get(1)));
        });
    return spot;
  }

  private Optional<List<?>> evaluate(String script, @Nullable Object argument) {
    return page.evaluate(script, argument) instanceof List<?> list
        ? Optional.of(list)
        : Optional.empty();
  }

  private static int column(List<?> at) {
    return (int) number(at.get(2));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
