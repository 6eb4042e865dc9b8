package dev.livestash.internal.snapshot;

import dev.livestash.view.Migrations;
import dev.livestash.view.View;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A view's migrations by the version that each starts from. */
public final class MigrationTable implements Migrations {
  private final String view;
  private final int present;
  private final TreeMap<Integer, UnaryOperator<JsonNode>> steps = new TreeMap<>();
  private final OnceLog log = new OnceLog();

  public MigrationTable(String view, int present) {
    this.view = view;
    this.present = present;
  }

  /** What a view declares, checked. */
  public static MigrationTable of(String name, View<?> view) {
    MigrationTable table = new MigrationTable(name, view.stateVersion());
    if (table.present < 1) {
      throw new IllegalArgumentException("Versions count from 1; raise stateVersion() of " + name);
    }
    view.migrations(table);
    table.checkGaps();
    return table;
  }

  @Override
  public Migrations from(int version, UnaryOperator<JsonNode> step) {
    if (version < 1 || version >= present) {
      throw new IllegalArgumentException(
          String.format(
              "No state of %s is migrated from version %d to its present version %d: start each step"
                  + " from a version below stateVersion(), and raise that with each change of shape.",
              view, version, present));
    }
    if (steps.putIfAbsent(version, step) != null) {
      throw new IllegalArgumentException(
          String.format(
              "%s has two migrations from version %d; leave one of them.", view, version));
    }
    return this;
  }

  private void checkGaps() {
    int first = steps.isEmpty() ? present : steps.firstKey();
    for (int version = first; version < present; version++) {
      if (!steps.containsKey(version)) {
        throw new IllegalArgumentException(
            String.format(
                "The migrations of %s have a gap: add the step from version %d to %d.",
                view, version, version + 1));
      }
    }
  }

  boolean isPresent(int version) {
    return version == present;
  }

  /** Takes a state through the steps from its version on; empty if one is missing or fails. */
  Optional<JsonNode> migrate(JsonNode state, int version) {
    Optional<JsonNode> migrated = Optional.of(state);
    for (int from = version; from < present; from++) {
      int next = from;
      migrated = migrated.flatMap(tree -> step(tree, next));
    }
    return migrated;
  }

  private Optional<JsonNode> step(JsonNode state, int from) {
    UnaryOperator<JsonNode> step = steps.get(from);
    try {
      return step == null ? Optional.empty() : Optional.ofNullable(step.apply(state));
    } catch (Throwable failure) {
      // The step is the application's, so its log says why; the tab starts fresh or is salvaged.
      String text = "The migration of " + view + " from version " + from + " failed";
      log.say(Level.ERROR, from + failure.getClass().getName(), text, failure);
      return Optional.empty();
    }
  }
}
