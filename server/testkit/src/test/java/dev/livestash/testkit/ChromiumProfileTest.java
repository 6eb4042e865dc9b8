package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A browser's processes and its folder, with a script in the browser's place. */
@DisabledOnOs(OS.WINDOWS)
class ChromiumProfileTest {
  /** Its grandchild is nobody's once all are killed, and stays where nobody reaps it. */
  private static final String BROWSER =
      """
      #!/bin/sh
      for one in "$@"; do case "$one" in --user-data-dir=*) touch "${one#*=}/file";; esac; done
      sh -c 'sleep 600 & exec sleep 600' > /dev/null 2>&1 &
      echo 'DevTools listening on ws://here'
      exec sleep 600
      """;

  @TempDir Path folder;

  private ChromiumProfile profile() throws IOException {
    Path script = Files.writeString(folder.resolve("browser"), BROWSER);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new ChromiumProfile(script);
  }

  @Test
  void whatIsKilledAndNotReapedKeepsNobodyWaiting() {
    CompletableFuture<ProcessHandle> never = new CompletableFuture<>();
    long begin = System.nanoTime();
    ChromiumProfile.mayEnd(List.of(never));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void itEndsSoonWhereNobodyReapsWhatItHasStarted() throws IOException {
    ChromiumProfile profile = profile();
    assertThat(profile.start("about:blank")).isEqualTo("ws://here");
    long begin = System.nanoTime();
    profile.kill();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    profile.close();
  }
}
