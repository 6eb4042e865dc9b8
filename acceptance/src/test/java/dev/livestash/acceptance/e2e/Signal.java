package dev.livestash.acceptance.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that the JDK does not know. */
public enum Signal {
  /** The process stands still, with its connections open. */
  STOP,
  /** It goes on as if nothing had been. */
  CONT;

  public void send(Process process) {
    String command = "kill -" + name() + " " + process.pid();
    try {
      int exit = new ProcessBuilder("sh", "-c", command).start().waitFor();
      if (exit != 0 && process.isAlive()) {
        throw new IllegalStateException(command + " ended with " + exit);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
