package dev.livestash.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetTest {

  private static final String CITIES =
      "city,people\nOslo,700000\nbergen,90000\nTromsø,\nHamar,1e4\nOslo,3.5";

  @Test
  void editChangesOneCellAndSharesAllOtherRows() {
    Sheet before = Tables.sheet(CITIES);

    Sheet after = before.edit(1, 0, "Bergen");

    assertThat(after.table().cell(1, 0)).isEqualTo("Bergen");
    assertThat(before.table().cell(1, 0)).isEqualTo("bergen");
    for (int row : new int[] {0, 2, 3, 4}) {
      assertThat(after.table().rows().get(row)).isSameAs(before.table().rows().get(row));
    }
  }

  @Test
  void editToTheSameTextIsNoChange() {
    Sheet sheet = Tables.sheet(CITIES);

    assertThat(sheet.edit(0, 0, "Oslo")).isSameAs(sheet);
  }

  @Test
  void appendAddsABlankRowThatUndoTakesAway() {
    Sheet before = Tables.sheet(CITIES);

    Sheet after = before.append().append();

    assertThat(after.table().rows()).hasSize(7);
    assertThat(after.table().cell(6, 1)).isEmpty();
    assertThat(after.undo().table().rows()).hasSize(6);
    assertThat(after.undo().undo().table()).isEqualTo(before.table());
    assertThat(after.undo().undo().redo().redo()).isEqualTo(after);
  }

  @Test
  void sortTakesNumbersByValueAndLeavesBlanksLastEitherWay() {
    Sheet upward = Tables.sheet(CITIES).sortBy(1);
    Sheet downward = upward.sortBy(1);

    assertThat(Tables.shown(upward, 1)).containsExactly("3.5", "1e4", "90000", "700000", "");
    assertThat(Tables.shown(downward, 1)).containsExactly("700000", "90000", "1e4", "3.5", "");
  }

  @Test
  void sortTakesTextsByLetterAndEqualOnesInTheTablesOrder() {
    Sheet sheet = Tables.sheet(CITIES).sortBy(0);

    assertThat(Tables.shown(sheet, 0)).containsExactly("bergen", "Hamar", "Oslo", "Oslo", "Tromsø");
    assertThat(Tables.shown(sheet, 1).subList(2, 4)).containsExactly("700000", "3.5");
  }

  @Test
  void sortPutsNumbersBeforeTextsAndTakesNoWordForANumber() {
    Sheet sheet = Tables.sheet("x\nNaN\n10\n9\n1d\n--\nInfinity\n-1").sortBy(0);

    assertThat(Tables.shown(sheet, 0))
        .containsExactly("-1", "9", "10", "--", "1d", "Infinity", "NaN");
  }

  @Test
  void sortByAnyColumnOfRandomTextsIsATotalOrder() {
    Random random = new Random(7);
    StringBuilder csv = new StringBuilder("x\n");
    for (int i = 0; i < 2_000; i++) {
      csv.append('"').append(RandomSheets.text(random)).append("\"\n");
    }

    Sheet sheet = Tables.sheet(csv.toString()).sortBy(0);

    assertThat(Tables.shown(sheet, 0)).hasSameSizeAs(sheet.table().rows());
  }

  @Test
  void thirdPressOnAHeaderSortsNoMore() {
    Sheet sheet = Tables.sheet(CITIES).sortBy(1).sortBy(1).sortBy(1);

    assertThat(sheet.sort()).isEmpty();
    assertThat(Tables.shown(sheet, 0)).first().isEqualTo("Oslo");
  }

  @Test
  void filterFindsTextInAnyCellWhateverItsCase() {
    Sheet sheet = Tables.sheet(CITIES);

    assertThat(Tables.shown(sheet.filterBy("OSLO"), 1)).containsExactly("700000", "3.5");
    assertThat(Tables.shown(sheet.filterBy("0000"), 0)).containsExactly("Oslo", "bergen");
    assertThat(Tables.shown(sheet.filterBy("TROMSØ"), 0)).containsExactly("Tromsø");
    assertThat(Tables.shown(sheet.filterBy("nowhere"), 0)).isEmpty();
  }

  @Test
  void undoAndRedoTakeEachStepBackAndForth() {
    Sheet start = Tables.sheet(CITIES);
    Sheet end = start.edit(0, 0, "Kristiania").sortBy(1).filterBy("a");

    assertThat(visible(end.undo())).isEqualTo(visible(start.edit(0, 0, "Kristiania").sortBy(1)));
    assertThat(visible(end.undo().undo().undo())).isEqualTo(visible(start));
    assertThat(visible(end.undo().undo().undo().redo().redo().redo())).isEqualTo(visible(end));
  }

  @Test
  void undoWithoutAStepIsNoChange() {
    Sheet sheet = Tables.sheet(CITIES);

    assertThat(sheet.undo()).isSameAs(sheet);
    assertThat(sheet.redo()).isSameAs(sheet);
  }

  @Test
  void newStepForgetsWhatWasUndone() {
    Sheet sheet = Tables.sheet(CITIES).sortBy(0).undo().filterBy("o");

    assertThat(sheet.history().redo()).isEmpty();
  }

  @Test
  void historyForgetsItsOldestStepBeyondTheLimit() {
    Sheet sheet = Tables.sheet(CITIES);
    for (int i = 0; i <= Limits.MAX_UNDO_STEPS; i++) {
      sheet = sheet.edit(0, 0, "city " + i);
    }
    Sheet back = sheet;
    for (int i = 0; i <= Limits.MAX_UNDO_STEPS; i++) {
      back = back.undo();
    }

    assertThat(sheet.history().undo()).hasSize(Limits.MAX_UNDO_STEPS);
    assertThat(back.table().cell(0, 0)).isEqualTo("city 0");
  }

  @Test
  void loadStartsAnotherEditionWithoutHistory() {
    Sheet sheet = Tables.sheet(CITIES).edit(0, 0, "x").sortBy(0).filterBy("x");

    Sheet loaded = sheet.load("other", Tables.of("a\n1"));

    assertThat(loaded)
        .isEqualTo(
            new Sheet(
                sheet.edition() + 1,
                "other",
                Tables.of("a\n1"),
                Optional.empty(),
                "",
                History.NONE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomWalkIsUndoneToItsBeginningAndRedoneToItsEnd(long seed) {
    Sheet start = Tables.sheet(CITIES);
    List<Sheet> walk = RandomSheets.walk(start, Limits.MAX_UNDO_STEPS, new Random(seed));
    Sheet end = walk.get(walk.size() - 1);

    List<Object> back = new ArrayList<>();
    Sheet sheet = end;
    for (; !sheet.history().undo().isEmpty(); sheet = sheet.undo()) {
      back.add(0, visible(sheet));
    }
    for (; !sheet.history().redo().isEmpty(); sheet = sheet.redo()) {
      assertThat(visible(sheet)).isEqualTo(visible(walk.get(sheet.history().undo().size())));
    }

    assertThat(back).isEqualTo(walk.stream().skip(1).map(SheetTest::visible).toList());
    assertThat(sheet).isEqualTo(end);
  }

  private static List<Object> visible(Sheet sheet) {
    return List.of(sheet.table(), sheet.sort(), sheet.filter());
  }
}
