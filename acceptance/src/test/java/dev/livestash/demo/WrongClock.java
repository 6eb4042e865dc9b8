package dev.livestash.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock as somebody has set it, who sets it again while the server runs. */
final class WrongClock extends Clock {
  private static final Clock RIGHT = Clock.systemUTC();

  private volatile Duration error;

  WrongClock(Duration error) {
    this.error = error;
  }

  /** Is set ahead, by as many seconds as each line says, as long as there are lines. */
  WrongClock setBy(InputStream lines) {
    Thread thread = new Thread(() -> follow(lines), "victim-clock");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void follow(InputStream from) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        error = error.plusSeconds(Long.parseLong(line));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Instant instant() {
    return RIGHT.instant().plus(error);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
