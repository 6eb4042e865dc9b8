package dev.livestash.acceptance.e2e;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Somebody works in a sheet while its servers come and go: edits a cell and adds a row, again and
 * again. An event that is lost shows in the cells, and one that is applied twice in the number of
 * rows.
 */
public final class Work {
  private static final int AIRPORTS = 3_376;

  /** The first rows, which are in sight. */
  private static final int ROWS = 10;

  private final SheetPage sheet;
  private final int first;
  private int done;

  private Work(SheetPage sheet, int first) {
    this.sheet = sheet;
    this.first = first;
  }

  static Work in(SheetPage sheet) {
    sheet.click("sample-airports").cell(0, 0, "00M").isKept();
    return new Work(sheet, AIRPORTS);
  }

  /** In a sheet that costs little to draw and to keep. */
  public static Work inSmall(SheetPage sheet) {
    String rows =
        IntStream.range(0, ROWS).mapToObj("row %d,-"::formatted).collect(Collectors.joining("\n"));
    sheet.paste("what,text\n" + rows).cell(0, 0, "row 0").isKept();
    return new Work(sheet, ROWS);
  }

  /** One step more: it waits for a server only once all of it is typed. */
  public Work step() {
    edit(done % ROWS, text(done));
    sheet.click("append-row");
    done++;
    sheet.counts(first + done);
    // A new row has taken the page to its end.
    sheet.page.locator("#grid").press("Control+Home");
    return this;
  }

  /** As a user would who has missed the cell because the rows have just moved. */
  private void edit(int row, String text) {
    String cell = "#grid .row:not(.unknown) [data-testid=cell-" + row + "-1]";
    Locator editor = sheet.page.locator(cell + " input");
    sheet.page.waitForCondition(
        () -> {
          sheet.page.locator(cell).click();
          return editor.isVisible();
        });
    editor.fill(text);
    editor.press("Enter");
    sheet.cell(row, 1, text);
  }

  Work steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
    return this;
  }

  /** Everything that was done is there, once, and the tab holds it. */
  public Work isComplete() {
    sheet.isLive().isKept();
    for (int i = Math.max(0, done - ROWS); i < done; i++) {
      sheet.cell(i % ROWS, 1, text(i));
    }
    sheet.counts(first + done);
    if (!sheet.errors().equals(List.of())) {
      throw new AssertionError(sheet.errors());
    }
    return this;
  }

  private static String text(int step) {
    return "edit " + step;
  }
}
