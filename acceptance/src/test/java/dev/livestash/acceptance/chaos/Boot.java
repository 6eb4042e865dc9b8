package dev.livestash.acceptance.chaos;

import com.microsoft.playwright.Browser;
import dev.livestash.acceptance.e2e.DemoProcess;
import dev.livestash.acceptance.e2e.SheetPage;
import dev.livestash.demo.Victim;
import dev.livestash.settings.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts servers. Half of what that costs is loading classes, which one server does for all. */
final class Boot implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Two of them are less than the life of a token. */
  private static final int MAX_OFFSET_SECONDS = 6 * 60 * 60;

  private static final Duration SLEEP_AFTER = Duration.ofMillis(200);

  private final Path keys;
  private final Path victim;
  private final Path classes;
  private final Optional<SharedStore> shared;
  private final boolean hasClocks;
  private final boolean sleeps;
  private final boolean allSleep;
  private final boolean trusts;
  private final Random random;

  /**
   * Starts no server yet.
   *
   * @param folder where their files are
   */
  Boot(Path folder, Settings settings, Executor timer)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    this.hasClocks = !settings.without().contains(Trouble.CLOCK);
    this.sleeps = !settings.without().contains(Trouble.IDLE);
    this.allSleep = settings.sleepers() == Settings.Sleepers.ALL;
    this.trusts = !settings.without().contains(Trouble.SAME);
    this.random = new Random(settings.seed());
    this.keys = folder.resolve("keys.json");
    this.victim = folder.resolve("victim.jar");
    VictimJar.write(victim);
    this.classes = folder.resolve("classes.jsa");
    this.shared =
        switch (settings.fence()) {
          case LOCAL -> Optional.empty();
          case REDIS -> Optional.of(new SharedRedis(folder.resolve("redis"), timer));
          case HAZELCAST -> Optional.of(cache(CacheProduct.HAZELCAST, folder, timer));
          case INFINISPAN -> Optional.of(cache(CacheProduct.INFINISPAN, folder, timer));
        };
  }

  private static SharedStore cache(CacheProduct product, Path folder, Executor timer)
      throws IOException {
    return new SharedCache(product, folder.resolve("cache"), timer);
  }

  /** What they share, if they share anything. */
  Optional<SharedStore> shared() {
    return shared;
  }

  /** The key that all of them seal with; there once a server was started. */
  Path keys() {
    return keys;
  }

  /**
   * Has a server that is in no other way part of the run leave its loaded classes behind. If it
   * cannot, as where they are not in jars, the others load their own.
   */
  void prepare(Browser browser) {
    try (DemoProcess server = server("-XX:ArchiveClassesAtExit=" + classes);
        SheetPage sheet = SheetPage.open(browser.newContext(), server.url())) {
      sheet.click("sample-airports").byId("cell-0-0").waitFor();
      server.terminate().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  /** Another one. */
  DemoProcess start() {
    String clock = "-D" + Victim.CLOCK_OFFSET_SECONDS + "=" + clockOffsetSeconds();
    String idle = "-D" + Victim.SLEEP_AFTER_MILLIS + "=" + sleepAfter().toMillis();
    List<String> flags = new ArrayList<>(List.of(clock, idle));
    if (isTrusting()) {
      flags.add("-D" + Victim.RELEASE + "=chaos");
    }
    if (Files.exists(classes)) {
      flags.add("-XX:SharedArchiveFile=" + classes);
    }
    return server(flags.toArray(String[]::new));
  }

  private synchronized boolean isTrusting() {
    return trusts && random.nextBoolean();
  }

  /** Of half of the servers, or of all, the sessions sleep whenever their users think. */
  private synchronized Duration sleepAfter() {
    // Drawn for all, too, so that all else is the same.
    return sleeps && (random.nextBoolean() || allSleep)
        ? SLEEP_AFTER
        : Times.defaults().sleepAfter();
  }

  private synchronized int clockOffsetSeconds() {
    return hasClocks && random.nextBoolean()
        ? random.nextInt(-MAX_OFFSET_SECONDS, MAX_OFFSET_SECONDS)
        : 0;
  }

  /**
   * One that does not come up is started again, as whoever runs servers would: a node of Infinispan
   * waits for minutes for what it asked of a coordinator that died meanwhile.
   */
  private DemoProcess server(String... flags) {
    try {
      return start(flags);
    } catch (CompletionException late) {
      if (late.getCause() instanceof TimeoutException) {
        return start(flags);
      }
      throw late;
    }
  }

  private DemoProcess start(String... flags) {
    List<String> all = new ArrayList<>(List.of(flags));
    shared.map(SharedStore::flags).ifPresent(all::addAll);
    List<String> options = shared.map(SharedStore::options).orElse(List.of());
    return DemoProcess.startVictim(victim, keys, all, options);
  }

  @Override
  public void close() {
    shared.ifPresent(SharedStore::close);
  }
}
