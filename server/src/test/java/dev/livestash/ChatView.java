package dev.livestash;

import dev.livestash.view.Context;
import dev.livestash.view.ViewHandlers;
import java.util.ArrayList;
import java.util.List;

/** A room, which the page names: what is said there comes to all who are in it. */
public class ChatView extends TestView<ChatView.Room> {
  /** What was heard, in order. */
  public record Room(String name, List<String> heard) {
    Room hearing(String line) {
      List<String> all = new ArrayList<>(heard);
      all.add(line);
      return new Room(name, all);
    }
  }

  /** What somebody says. */
  public record Line(String text) {}

  public ChatView() {
    super(Room.class, () -> new Room("", List.of()), room -> room.heard());
  }

  @Override
  public Room first(Context<Room> context) {
    return new Room(context.params().path("room").asString("lobby"), List.of());
  }

  @Override
  public void attached(Room room, Context<Room> context) {
    context.join(room.name());
  }

  @Override
  public void handlers(ViewHandlers<Room> on) {
    on.on(
        "say",
        Line.class,
        (room, line, event) -> {
          event.context().publish(room.name(), "line", line);
          return room;
        });
    on.on(
        "move",
        Line.class,
        (room, to, event) -> {
          event.context().leave(room.name());
          event.context().join(to.text());
          return new Room(to.text(), room.heard());
        });
    on.on(
        "also",
        Line.class,
        (room, other, event) -> {
          event.context().join(other.text());
          return room;
        });
    on.on(
        "toast",
        Line.class,
        (room, line, event) -> {
          event.context().push("toast", line);
          return room.hearing("(" + line.text() + ")");
        });
    on.message("line", Line.class, (room, line, message) -> room.hearing(line.text()));
    on.message("name", String.class, (room, name, message) -> room.hearing(message.group()));
    on.message(
        "throw",
        String.class,
        (room, why, message) -> {
          throw new IllegalStateException(why);
        });
  }
}
