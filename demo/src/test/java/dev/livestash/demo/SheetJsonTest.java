package dev.livestash.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SheetJsonTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void firstSheetComesBack() {
    assertThat(roundTrip(Sheet.EMPTY)).isEqualTo(Sheet.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void sheetAfterRandomStepsComesBackWithItsHistory(long seed) {
    Random random = new Random(seed);
    Sheet sheet = Tables.sheet("a,b,c\n1,2,3\nx,\"y,\n\",😀\n,,\n9,8,7");
    for (Sheet walked : RandomSheets.walk(sheet, 120, random)) {
      sheet = random.nextInt(3) == 0 ? walked.undo() : walked;
      assertThat(roundTrip(sheet)).isEqualTo(sheet);
    }
  }

  @Test
  void cellsAreBareArraysAndStepsNameNoClass() {
    Sheet sheet = Tables.sheet("a,b\n1,2").edit(0, 1, "3").sortBy(0).filterBy("1");

    assertThat(JSON.writeValueAsString(sheet))
        .isEqualTo(
            """
            {"edition":1,"name":"test","table":{"columns":["a","b"],"rows":[["1","3"]]},\
            "sort":{"column":0,"descending":false},"filter":"1",\
            "history":{"undo":[{"row":0,"column":1,"text":"2"},{"sort":null},{"filter":""}],\
            "redo":[]}}""");
  }

  private static Sheet roundTrip(Sheet sheet) {
    return JSON.readValue(JSON.writeValueAsBytes(sheet), Sheet.class);
  }
}
