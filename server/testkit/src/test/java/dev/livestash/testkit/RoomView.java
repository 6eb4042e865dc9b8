package dev.livestash.testkit;

import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.ArrayList;
import java.util.List;

/** A view that hears messages, and pushes. */
final class RoomView implements View<RoomView.Room> {
  record Room(List<String> lines) {
    Room with(String line) {
      List<String> all = new ArrayList<>(lines);
      all.add(line);
      return new Room(all);
    }
  }

  record Line(String text) {}

  @Override
  public Class<Room> stateType() {
    return Room.class;
  }

  @Override
  public Room first(Context<Room> context) {
    return new Room(List.of());
  }

  @Override
  public void attached(Room room, Context<Room> context) {
    context.join("room");
  }

  @Override
  public void handlers(ViewHandlers<Room> on) {
    on.on(
        "say",
        String.class,
        (room, text, event) -> {
          event.context().publish("room", "line", new Line(text));
          event.context().push("said", new Line(text));
          return room;
        });
    on.on(
        "later",
        (room, event) -> {
          event
              .context()
              .update(
                  now -> {
                    throw new IllegalStateException("not now");
                  });
          return room;
        });
    on.on("unshown", (room, event) -> room.with("unshowable"));
    on.on(
        "noisy",
        (room, event) -> {
          event.context().push("x".repeat(65), "too long a name");
          return room;
        });
    on.on(
        "move",
        String.class,
        (room, other, event) -> {
          event.context().leave("room");
          return event.context().join(other) ? room.with("moved") : room;
        });
    on.on(
        "gone",
        (room, event) -> {
          throw event.context().refuse("The room is closed.");
        });
    on.message("line", Line.class, (room, line, message) -> heard(room, line));
    on.message(
        "change",
        String.class,
        (room, text, message) -> {
          room.lines().set(0, text);
          return room;
        });
  }

  private static Room heard(Room room, Line line) {
    if (line.text().isEmpty()) {
      throw new IllegalArgumentException("nothing was said");
    }
    return room.with(line.text());
  }

  @Override
  public Object render(Room room, Context<Room> context) {
    if (room.lines().contains("unshowable")) {
      throw new IllegalStateException("cannot be shown");
    }
    return room;
  }
}
