package dev.livestash;

import dev.livestash.view.ViewHandlers;
import java.util.concurrent.CountDownLatch;

/** A room whose handler can be held up. */
final class StuckChat extends ChatView {
  final CountDownLatch isHeld = new CountDownLatch(1);
  final CountDownLatch goOn = new CountDownLatch(1);

  @Override
  public void handlers(ViewHandlers<Room> on) {
    super.handlers(on);
    on.on(
        "hold",
        (room, event) -> {
          isHeld.countDown();
          goOn.await();
          return room;
        });
  }
}
