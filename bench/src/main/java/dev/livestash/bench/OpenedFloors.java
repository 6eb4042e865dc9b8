package dev.livestash.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** Opens tokens of several states, one after the other, each thread by a cipher of its own. */
@NullMarked
final class OpenedFloors {
  private final List<Sealed> all;
  private final AtomicInteger next = new AtomicInteger();
  private final ThreadLocal<Floor<Board>> floors;

  OpenedFloors(List<Sample<Board>> samples) {
    all = samples.stream().map(OpenedFloors::sealed).toList();
    floors = ThreadLocal.withInitial(() -> new Floor<>(samples.get(0)));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sealed(String token, byte[] iv) {}

  private static Sealed sealed(Sample<Board> sample) {
    Floor<Board> floor = new Floor<>(sample);
    return new Sealed(floor.commit(), floor.iv());
  }

  Object open() {
    Sealed one = all.get(next.getAndIncrement() % all.size());
    return floors.get().open(one.token(), one.iv());
  }
}
