package dev.livestash;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** Gives no more than so many bytes between two ticks. */
final class SlowInput extends FilterInputStream {
  private final int bytesPerTick;
  private final Semaphore allowed = new Semaphore(0);

  SlowInput(InputStream in, int bytesPerTick) {
    super(in);
    this.bytesPerTick = bytesPerTick;
  }

  void tick() {
    allowed.release(bytesPerTick);
  }

  @Override
  public int read() throws IOException {
    allowed.acquireUninterruptibly();
    return in.read();
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int wanted = Math.min(length, bytesPerTick);
    allowed.acquireUninterruptibly(wanted);
    int read = in.read(into, from, wanted);
    allowed.release(wanted - Math.max(0, read));
    return read;
  }
}
