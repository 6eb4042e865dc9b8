package dev.livestash.acceptance.e2e;

import java.util.concurrent.CountDownLatch;

/** Handlers wait before it while it is shut. */
final class Gate {
  private volatile CountDownLatch opened = new CountDownLatch(0);

  void shut() {
    opened = new CountDownLatch(1);
  }

  void open() {
    opened.countDown();
  }

  void passOrWait() {
    try {
      opened.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
