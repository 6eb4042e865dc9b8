package dev.livestash.internal.undertow;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The questions whether one socket's peer is there, each a ping with a number of its own. What else
 * the peer sends may have been on its way for long, so only a pong with that number answers at once
 * (RFC 6455 section 5.5.3). Each question is answered once.
 */
final class Probes {
  private final AtomicLong last = new AtomicLong();
  private final Map<Long, Consumer<Boolean>> waiting = new ConcurrentHashMap<>(1);

  /**
   * Takes a question.
   *
   * @param answer is told whether the peer is there
   * @return its number
   */
  long ask(Consumer<Boolean> answer) {
    long number = last.incrementAndGet();
    waiting.put(number, answer);
    return number;
  }

  /** What the ping of a question holds. */
  static ByteBuffer ping(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).flip();
  }

  /** A pong has arrived. */
  void pong(ByteBuffer payload) {
    if (payload.remaining() == Long.BYTES) {
      answer(payload.getLong(), true);
    }
  }

  /** Answers a question, unless it is answered. */
  void answer(long number, boolean isThere) {
    Consumer<Boolean> answer = waiting.remove(number);
    if (answer != null) {
      answer.accept(isThere);
    }
  }

  /** The peer is gone: so say all answers. */
  void gone() {
    List.copyOf(waiting.keySet()).forEach(number -> answer(number, false));
  }
}
