package dev.livestash;

import dev.livestash.view.Context;
import dev.livestash.view.Migrations;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A view in three releases: each shows and does the same, and keeps its state in another shape. */
public abstract class Shape<S extends Shape.Content> implements View<S> {
  /** More digits than a double has. */
  static final BigDecimal PRICE = new BigDecimal("12345678901234567890.10");

  interface Content {
    int count();

    List<String> notes();

    BigDecimal price();
  }

  /** A note is all there is room for. */
  public record One(int count, String note, BigDecimal price) implements Content {
    @Override
    public List<String> notes() {
      return note.isEmpty() ? List.of() : List.of(note);
    }
  }

  /** There may be several notes. */
  public record Two(int count, List<String> notes, BigDecimal price) implements Content {}

  /** What belongs together stands together. */
  public record Three(Tally tally, List<String> notes) implements Content {
    public record Tally(int count, BigDecimal price) {}

    @Override
    public int count() {
      return tally.count();
    }

    @Override
    public BigDecimal price() {
      return tally.price();
    }
  }

  public static class First extends Shape<One> {
    public First() {
      super(One.class, 1);
    }

    @Override
    One make(int count, List<String> notes, BigDecimal price) {
      return new One(count, notes.isEmpty() ? "" : notes.get(notes.size() - 1), price);
    }
  }

  public static class Second extends Shape<Two> {
    public Second() {
      super(Two.class, 2);
    }

    @Override
    public void migrations(Migrations on) {
      on.from(1, toTwo());
    }

    @Override
    Two make(int count, List<String> notes, BigDecimal price) {
      return new Two(count, notes, price);
    }
  }

  public static class Third extends Shape<Three> {
    public Third() {
      super(Three.class, 3);
    }

    @Override
    public void migrations(Migrations on) {
      on.from(2, toThree()).from(1, toTwo());
    }

    @Override
    Three make(int count, List<String> notes, BigDecimal price) {
      return new Three(new Three.Tally(count, price), notes);
    }
  }

  static UnaryOperator<JsonNode> toTwo() {
    return json -> {
      ObjectNode state = (ObjectNode) json;
      String note = state.remove("note").asString();
      if (note.isEmpty()) {
        state.putArray("notes");
      } else {
        state.putArray("notes").add(note);
      }
      return state;
    };
  }

  static UnaryOperator<JsonNode> toThree() {
    return json -> {
      ObjectNode state = (ObjectNode) json;
      ObjectNode tally = state.objectNode();
      tally.set("count", state.remove("count"));
      tally.set("price", state.remove("price"));
      state.set("tally", tally);
      return state;
    };
  }

  private final Class<S> type;
  private final int version;

  Shape(Class<S> type, int version) {
    this.type = type;
    this.version = version;
  }

  abstract S make(int count, List<String> notes, BigDecimal price);

  @Override
  public Class<S> stateType() {
    return type;
  }

  @Override
  public int stateVersion() {
    return version;
  }

  @Override
  public S first(Context<S> context) {
    return make(0, List.of(), PRICE);
  }

  @Override
  public void handlers(ViewHandlers<S> on) {
    on.on(
            "add",
            Integer.class,
            (state, by, event) -> make(state.count() + by, state.notes(), state.price()))
        .on("note", String.class, (state, note, event) -> noted(state, note));
  }

  private S noted(S state, String note) {
    List<String> notes = new ArrayList<>(state.notes());
    notes.add(note);
    return make(state.count(), List.copyOf(notes), state.price());
  }

  @Override
  public Object render(S state, Context<S> context) {
    return Map.of("count", state.count(), "notes", state.notes(), "price", "" + state.price());
  }
}
