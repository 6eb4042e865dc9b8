package dev.livestash.demo.chaos;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.NavigateOptions;
import com.microsoft.playwright.Page.ReloadOptions;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitUntilState;
import dev.livestash.demo.SheetModel;
import dev.livestash.demo.SheetModel.Event;
import dev.livestash.demo.chaos.Act.Gesture;
import dev.livestash.demo.e2e.SheetPage;
import dev.livestash.demo.e2e.TokenForge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A real page in a real tab, and the user who works in it. */
final class Tab implements Subject {
  private static final double LOAD_MS = 3_000;
  private static final double MEET_MS = 1_500;
  private static final double LIVE_MS = 30_000;
  private static final double ANSWER_MS = 10_000;
  private static final int EDIT_ATTEMPTS = 5;

  /** With its script and its styles; either can be missing after a load over a bad connection. */
  private static final String IS_LOADED =
      """
      () => document.body?.dataset.mode !== undefined
          && getComputedStyle(document.body).display === 'grid'
      """;

  private static final String HAS_SHEET = "() => document.body.dataset.sheet === 'loaded'";
  private static final String CELLS = "#grid .row:not(.unknown) .cell";
  private static final String HAS_CELLS = "() => document.querySelector('" + CELLS + "') !== null";
  private static final String HEADERS = "#grid .column button";
  private static final String APPEND = "[data-testid=append-row]";
  private static final String IS_LIVE = "() => document.body.dataset.status === 'live'";

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

  private static final String FETCH_NOTES =
      """
      () => {
        const notes = sessionStorage.getItem('chaos') ?? '';
        sessionStorage.removeItem('chaos');
        return notes;
      }
      """;

  /** The cell that shows another text than it should, with both; empty if there is none. */
  private static final String ODD_CELL =
      """
      ({ cells, rows }) => {
        const shown = Number(document.getElementById('grid').getAttribute('aria-rowcount')) - 1;
        if (shown !== rows) return `${shown} rows, and not ${rows}`;
        const drawn = [...document.querySelectorAll('#grid .cell')];
        if (drawn.length === 0) return 'no row';
        const odd = drawn.find(({ id, textContent }) => textContent !== cells[id]);
        return odd ? `${odd.id} as “${odd.textContent}”, and not as “${cells[odd.id]}”` : '';
      }
      """;

  private final String name;
  private final SheetPage sheet;
  private final Page page;
  private final String url;
  private final TokenForge forge;
  private final Trace trace;
  private final Ledger ledger;
  private int probes;

  /** A tab whose page has a sheet, and has stored it. */
  Tab(String name, SheetPage sheet, TokenForge forge, Trace trace) {
    this.name = name;
    this.sheet = sheet;
    this.page = sheet.page;
    this.url = page.url();
    this.forge = forge;
    this.trace = trace;
    Held held = held();
    this.ledger = new Ledger(held.sheet(), held.seen());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  /** Does what the user wants to do; nothing, if the page has no sheet to do it with. */
  void use(Gesture gesture, double where, String text) {
    if (gesture == Gesture.RELOAD) {
      reload();
    } else if (is(IS_LOADED) && is(HAS_SHEET)) {
      perform(gesture, where, text)
          .ifPresentOrElse(this::done, () -> trace.add(name, "misses with " + gesture));
    } else {
      trace.add(name, "has no sheet to " + gesture);
    }
  }

  private void done(Event event) {
    ledger.add(event);
    trace.add(name, "event %d: %s, %s".formatted(ledger.number(), event, sheet.text("status")));
  }

  private Optional<Event> perform(Gesture gesture, double where, String text) {
    int edition = ledger.edition();
    return switch (gesture) {
      case EDIT -> edit(where, text);
      case APPEND -> click(APPEND, 0).map(button -> Event.append(edition));
      case SORT -> click(HEADERS, where).map(header -> Event.sort(edition, column(header)));
      case UNDO -> press("Control+z", Event.undo());
      case REDO -> press("Control+y", Event.redo());
      case RELOAD -> Optional.empty();
    };
  }

  private Optional<Event> press(String keys, Event event) {
    page.locator("#grid").press(keys);
    return Optional.of(event);
  }

  private Optional<Event> edit(double where, String text) {
    Optional<List<?>> opened = click(CELLS, where).flatMap(cell -> evaluate(EDITING, null));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    page.keyboard().insertText(text);
    return evaluate(EDITING, null)
        .filter(now -> now.get(0).equals(text))
        .map(
            now -> {
              page.keyboard().press("Enter");
              return Event.edit(ledger.edition(), (int) number(now.get(1)), column(now), text);
            });
  }

  /** Clicks where one of these elements is; returns where that was. */
  private Optional<List<?>> click(String selector, double where) {
    Optional<List<?>> spot = evaluate(SPOT, Map.of("selector", selector, "where", where));
    spot.ifPresent(at -> page.mouse().click(number(at.get(0)), number(at.get(1))));
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

  // --- loading

  private void reload() {
    trace.add(name, "reloads");
    attempt(
        () ->
            page.reload(
                new ReloadOptions()
                    .setTimeout(LOAD_MS)
                    .setWaitUntil(WaitUntilState.DOMCONTENTLOADED)));
  }

  /** As a user would who sees the browser's own page in place of ours. */
  private void loadIfMissing() {
    if (!is(IS_LOADED)) {
      trace.add(name, "loads again");
      attempt(
          () ->
              page.navigate(
                  url,
                  new NavigateOptions()
                      .setTimeout(LOAD_MS)
                      .setWaitUntil(WaitUntilState.DOMCONTENTLOADED)));
    }
  }

  private void attempt(Runnable load) {
    try {
      load.run();
    } catch (PlaywrightException notLoaded) {
      trace.add(
          name,
          "could not load: "
              + String.valueOf(notLoaded.getMessage()).lines().findFirst().orElse(""));
      is("() => { stop(); return true; }");
    }
  }

  private boolean is(String condition) {
    try {
      return Boolean.TRUE.equals(page.evaluate(condition));
    } catch (PlaywrightException noPage) {
      return false;
    }
  }

  private boolean becomes(String condition, double ms) {
    try {
      page.waitForFunction(condition, null, new WaitForFunctionOptions().setTimeout(ms));
      return true;
    } catch (PlaywrightException tooLate) {
      return false;
    }
  }

  /** Tells the page that the network is back, which the browser would. */
  private void wake() {
    is("() => dispatchEvent(new Event('online'))");
  }

  /** Waits a while until the page is live. */
  void meet() {
    loadIfMissing();
    wake();
    trace.add(name, becomes(IS_LIVE, MEET_MS) ? "is met" : "is missed");
  }

  // --- what a check sees

  @Override
  public Optional<String> answers(boolean wakes) {
    loadIfMissing();
    if (wakes) {
      wake();
    }
    if (!becomes(IS_LIVE, LIVE_MS)) {
      return Optional.of("not live");
    }
    if (!takesAnEdit()) {
      return Optional.of("takes no edit");
    }
    try {
      sheet.isKept();
    } catch (PlaywrightException tooLate) {
      return Optional.of("does not answer");
    }
    return Optional.empty();
  }

  /** As a user would who has missed the cell because the rows have just moved. */
  private boolean takesAnEdit() {
    long before = ledger.number();
    probes++;
    for (int i = 0; i < EDIT_ATTEMPTS && ledger.number() == before; i++) {
      becomes(HAS_CELLS, ANSWER_MS);
      use(Gesture.EDIT, 0, name + " probe " + probes);
    }
    return ledger.number() > before;
  }

  @Override
  public String notes() {
    try {
      String notes = String.valueOf(page.evaluate(FETCH_NOTES));
      notes.lines().forEach(note -> trace.add(name, "  notes " + note));
      return notes;
    } catch (PlaywrightException noPage) {
      return "";
    }
  }

  @Override
  public Held held() {
    ObjectNode claims = forge.open(sheet.storedTokens());
    return new Held(
        SheetModel.of(claims.get("state")),
        claims.get("gen").asLong(),
        claims.get("seq").asLong(),
        claims.get("seen").asLong());
  }

  @Override
  public Optional<String> showsOtherThan(SheetModel expected) {
    Map<String, Object> should = Map.of("cells", expected.cells(), "rows", expected.shown());
    try {
      page.waitForFunction(
          "should => (" + ODD_CELL + ")(should) === ''",
          should,
          new WaitForFunctionOptions().setTimeout(ANSWER_MS));
      return Optional.empty();
    } catch (PlaywrightException tooLate) {
      return Optional.of(String.valueOf(page.evaluate(ODD_CELL, should)));
    }
  }

  /** What the page's script has thrown. */
  List<String> errors() {
    return sheet.errors();
  }
}
