package dev.livestash.acceptance.chat;

import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A room where each tab hears all. It notes what has come as it came, to be looked at. */
final class Chat implements View<Chat.Room> {
  static final String GROUP = "room/1";

  private final String node;
  private final AtomicLong published = new AtomicLong();

  Chat(String node) {
    this.node = node;
  }

  /**
   * What one tab knows.
   *
   * @param said how many of its own events it has handled
   * @param heard what has come, each as node, number of that node's, sender, and the sender's
   *     number
   */
  record Room(int said, List<String> heard) {
    Room hearing(String line) {
      List<String> all = new ArrayList<>(heard);
      all.add(line);
      return new Room(said, all);
    }
  }

  @Override
  public Class<Room> stateType() {
    return Room.class;
  }

  @Override
  public Room first(Context<Room> context) {
    return new Room(0, List.of());
  }

  @Override
  public void attached(Room room, Context<Room> context) {
    context.join(GROUP);
  }

  @Override
  public void handlers(ViewHandlers<Room> on) {
    on.on(
        "say",
        Integer.class,
        (room, sender, event) -> {
          String line =
              node + " " + published.incrementAndGet() + " " + sender + " " + event.number();
          event.context().publish(GROUP, "line", line);
          return new Room(room.said() + 1, room.heard());
        });
    on.message("line", String.class, (room, line, message) -> room.hearing(line));
  }

  @Override
  public Object render(Room room, Context<Room> context) {
    return room;
  }
}
