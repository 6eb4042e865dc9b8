package dev.livestash.demo;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tables that come with the demo, each read once and shared by all tabs. */
final class Samples {

  private static final Set<String> NAMES = Set.of("seattle-weather", "airports");

  private final Map<String, Table> tables = new ConcurrentHashMap<>();

  /** The table of this name, if there is one. */
  Optional<Table> find(String name) {
    return NAMES.contains(name)
        ? Optional.of(tables.computeIfAbsent(name, Samples::read))
        : Optional.empty();
  }

  private static Table read(String name) {
    Parsed parsed = Csv.parse(Resources.text("samples/" + name + ".csv"));
    if (parsed instanceof Parsed.Good good) {
      return good.table();
    }
    throw new IllegalStateException("sample " + name + ": " + parsed);
  }
}
