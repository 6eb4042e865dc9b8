package dev.livestash.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @Test
  void readsQuotedCellsWithSeparatorsQuotesAndLineEnds() {
    Table table = Tables.of("a,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n,\r\n");

    assertThat(table.columns()).containsExactly("a", "b");
    assertThat(table.rows())
        .containsExactly(new Row(List.of("x, \"y\"", "two\r\nlines")), new Row(List.of("", "")));
  }

  @Test
  void looksForTheSeparatorBehindBlankLinesAndOutsideOfQuotes() {
    assertThat(Tables.of("\n\n\"Price, net, in all\";Quantity\n1;2").columns())
        .containsExactly("Price, net, in all", "Quantity");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void findsTheSeparatorInTheHeader(String separator) {
    String header = "a,b;c\td|e" + separator.repeat(3);

    Table table = Tables.of(header + "\n1" + separator.repeat(4) + "2");

    assertThat(table.rows().get(0).cells()).containsExactly("1", "", "", "", "2");
  }

  @Test
  void namesColumnsThatHaveNoName() {
    assertThat(Tables.of("\uFEFFa,, \n1,2,3").columns())
        .containsExactly("a", "Column 2", "Column 3");
  }

  @Test
  void skipsEmptyLines() {
    assertThat(Tables.of("a,b\n\n1,2\n\n").rows()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n \n", "\uFEFF", "\uFEFF\n"})
  void refusesNothing(String nothing) {
    assertThat(whyNot(nothing)).isEqualTo("There is nothing in it.");
  }

  @Test
  void refusesAHeaderWithoutRows() {
    assertThat(whyNot("just a sentence, pasted")).contains("a header and rows");
  }

  @Test
  void refusesAQuoteThatIsNotClosed() {
    assertThat(whyNot("a,b\n1,2\n3,\"4\n5,6"))
        .contains("not well-formed CSV")
        .contains("Unclosed quoted field")
        .contains("line 3");
  }

  @Test
  void refusesTextAfterAClosingQuote() {
    assertThat(whyNot("a,b\n1,\"2\"3")).contains("not well-formed CSV").contains("line 2");
  }

  @Test
  void refusesLinesOfAnotherLengthThanTheHeader() {
    assertThat(whyNot("a,b\n1,2\n3")).isEqualTo("Line 3 has 1 cells, but the header has 2.");
    assertThat(whyNot("a,b\n1,2,3")).isEqualTo("Line 2 has 3 cells, but the header has 2.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a,b\n1,\u0000", "\u0089PNG\r\n\u001a\n,", "a\n\ud83d", "a\n\ude00\ud83d"})
  void refusesWhatIsNotText(String binary) {
    assertThat(whyNot(binary)).isEqualTo("It is not text but binary data.");
  }

  @Test
  void refusesMoreBytesThanTheLimit() {
    String rows = "ä,1\n".repeat(Limits.MAX_CSV_BYTES / 5 + 1);

    assertThat(whyNot("a,b\n" + rows)).isEqualTo("It is 2.0 MB; at most 2.0 MB fit.");
    assertThat(whyNot("x".repeat(50_000_000))).isEqualTo("It is 50.0 MB; at most 2.0 MB fit.");
  }

  @Test
  void refusesMoreColumnsThanTheLimit() {
    String header = String.join(",", Collections.nCopies(Limits.MAX_COLUMNS + 1, "c"));

    assertThat(whyNot(header + "\n" + header)).isEqualTo("It has more than 200 columns.");
  }

  @Test
  void refusesMoreRowsThanTheLimit() {
    assertThat(whyNot("a\n" + "1\n".repeat(Limits.MAX_ROWS + 1)))
        .isEqualTo("It has more than 50,000 rows.");
  }

  @Test
  void refusesMoreCellsThanTheLimit() {
    String row = ",".repeat(99) + "\n";

    assertThat(whyNot(row.repeat(Limits.MAX_CELLS / 100 + 2)))
        .isEqualTo("It has more than 500,000 cells.");
  }

  @Test
  void refusesACellOfMoreCharactersThanTheLimit() {
    assertThat(whyNot("a\n1\n" + "x".repeat(Limits.MAX_CELL_CHARS + 1)))
        .isEqualTo("Line 3 has a cell of over 10,000 characters.");
  }

  @Test
  void refusesAColumnNameOfMoreCharactersThanTheLimit() {
    assertThat(whyNot("a," + "x".repeat(Limits.MAX_NAME_CHARS + 1) + "\n1,2"))
        .contains("a name that is too long");
  }

  private static String whyNot(String text) {
    Parsed parsed = Csv.parse(text);
    return parsed instanceof Parsed.Bad bad ? bad.why() : "but it is a table";
  }
}
