package dev.livestash.demo;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads CSV as RFC 4180 describes it, and text separated by tabs or semicolons likewise. */
final class Csv {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Where two are as frequent, the one that comes first here is meant. */
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  private Csv() {}

  /** Reads a text whose first line names the columns. */
  static Parsed parse(String text) {
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    Optional<String> problem = problemOf(plain);
    if (problem.isPresent()) {
      return new Parsed.Bad(problem.get());
    }
    try {
      return table(reader(separatorOf(plain), plain).iterator());
    } catch (CsvParseException malformed) {
      return new Parsed.Bad("It is not well-formed CSV: " + malformed.getMessage() + ".");
    }
  }

  private static Optional<String> problemOf(String text) {
    int bytes = Text.utf8Bytes(text);
    if (bytes > Limits.MAX_CSV_BYTES) {
      return problem(
          "It is %.1f MB; at most %.1f MB fit.", bytes / 1e6, Limits.MAX_CSV_BYTES / 1e6);
    }
    if (text.isBlank()) {
      return problem("There is nothing in it.");
    }
    return Text.isText(text) ? Optional.empty() : problem("It is not text but binary data.");
  }

  private static CsvReader<CsvRecord> reader(char separator, String text) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .skipEmptyLines(true)
        .allowUnclosedQuote(false)
        // Lengths are compared below, where the message can name the line.
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(text);
  }

  /** The separator that is most frequent in the first line, outside of quotes. */
  private static char separatorOf(String text) {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    String header = QUOTED.matcher(first).replaceAll("");
    return Collections.max(SEPARATORS, Comparator.comparingLong(each -> count(each, header)));
  }

  private static long count(char wanted, String line) {
    return line.chars().filter(c -> c == wanted).count();
  }

  private static Parsed table(Iterator<CsvRecord> records) {
    List<String> columns = columns(records.next());
    if (columns.size() > Limits.MAX_COLUMNS) {
      return new Parsed.Bad(tooMany("columns", Limits.MAX_COLUMNS));
    }
    if (columns.stream().anyMatch(name -> name.length() > Limits.MAX_NAME_CHARS)) {
      return new Parsed.Bad(
          "Its first line, which names the columns, has a name that is too long.");
    }
    List<Row> rows = new ArrayList<>();
    while (records.hasNext()) {
      CsvRecord record = records.next();
      Optional<String> problem =
          problemOf(record, columns.size()).or(() -> problemOf(rows.size() + 1, columns.size()));
      if (problem.isPresent()) {
        return new Parsed.Bad(problem.get());
      }
      rows.add(new Row(record.getFields()));
    }
    return rows.isEmpty()
        ? new Parsed.Bad("It has one line only: a table needs a header and rows.")
        : new Parsed.Good(new Table(columns, rows));
  }

  private static List<String> columns(CsvRecord header) {
    List<String> columns = new ArrayList<>();
    for (String name : header.getFields()) {
      columns.add(name.isBlank() ? "Column " + (columns.size() + 1) : name.strip());
    }
    return columns;
  }

  private static Optional<String> problemOf(CsvRecord record, int columns) {
    long line = record.getStartingLineNumber();
    int cells = record.getFieldCount();
    if (cells != columns) {
      return problem("Line %d has %d cells, but the header has %d.", line, cells, columns);
    }
    if (record.getFields().stream().anyMatch(cell -> cell.length() > Limits.MAX_CELL_CHARS)) {
      return problem("Line %d has a cell of over %,d characters.", line, Limits.MAX_CELL_CHARS);
    }
    return Optional.empty();
  }

  private static Optional<String> problemOf(int rows, int columns) {
    if (rows > Limits.MAX_ROWS) {
      return Optional.of(tooMany("rows", Limits.MAX_ROWS));
    }
    return (long) rows * columns > Limits.MAX_CELLS
        ? Optional.of(tooMany("cells", Limits.MAX_CELLS))
        : Optional.empty();
  }

  private static String tooMany(String what, int limit) {
    return String.format(Locale.ENGLISH, "It has more than %,d %s.", limit, what);
  }

  private static Optional<String> problem(String sentence, Object... figures) {
    return Optional.of(String.format(Locale.ENGLISH, sentence, figures));
  }
}
