package dev.livestash.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.internal.jwk.KeyFile;
import dev.livestash.internal.token.Opened;
import dev.livestash.internal.token.Opener;
import dev.livestash.internal.token.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ring whose file changes while it is in use. */
class KeyReloadingTest {
  private static final byte[] PAYLOAD = "a state".getBytes(StandardCharsets.UTF_8);
  private static final String SECRET = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U";
  private static final int MAX_BYTES = 4096;

  @TempDir Path folder;

  private Path file;
  private KeyRing ring;

  @BeforeEach
  void load() {
    file = folder.resolve("keys.json");
    key(file.toString());
    ring = KeyRing.load(file);
  }

  private static void key(String... command) {
    KeyTool.run(List.of(command));
  }

  private static String seal(KeyRing with) {
    return new Sealer(with, new SecureRandom(), System::nanoTime)
        .seal(PAYLOAD, "zc", "zstd", Optional.empty());
  }

  private static boolean opens(KeyRing with, String token) {
    return new Opener(with, MAX_BYTES).open(token) instanceof Opened.Valid;
  }

  @Test
  void theChangedFileIsReadByThoseWhoHaveTheRingAlready() {
    Sealer sealer = new Sealer(ring, new SecureRandom(), System::nanoTime);
    Opener opener = new Opener(ring, MAX_BYTES);
    String before = sealer.seal(PAYLOAD, "zc", "zstd", Optional.empty());
    key("add", file.toString());
    TestKeys.promoteLast(file);
    assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
    assertThat(ring.kids()).hasSize(2);
    assertThat(sealer.kid()).isEqualTo(ring.kids().get(0));
    String after = sealer.seal(PAYLOAD, "zc", "zstd", Optional.empty());
    assertThat(after.split("\\.", 2)[0]).isNotEqualTo(before.split("\\.", 2)[0]);
    assertThat(opener.open(before)).isInstanceOf(Opened.Valid.class);
    assertThat(opener.open(after)).isInstanceOf(Opened.Valid.class);
  }

  @Test
  void theSameFileIsNoChange() {
    List<LogRecord> log =
        KeyRingTest.logOf(() -> assertThat(ring.reload()).isEqualTo(KeyRing.Reload.UNCHANGED));
    assertThat(log).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"keys\":[]}",
        "not JSON " + SECRET,
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + SECRET + "\"}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + SECRET + "\"}]}"
      })
  void aBadFileLeavesThePresentKeysAndTheLogSaysSoWithoutQuotingIt(String text) throws IOException {
    Files.writeString(file, text);
    staysAsItIs();
  }

  @Test
  void aMissingFileLeavesThePresentKeysAndTheLogSaysSo() throws IOException {
    Files.delete(file);
    staysAsItIs();
  }

  private void staysAsItIs() {
    List<String> kids = ring.kids();
    String token = seal(ring);
    List<LogRecord> log =
        KeyRingTest.logOf(() -> assertThat(ring.reload()).isEqualTo(KeyRing.Reload.FAILED));
    assertThat(log)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.SEVERE);
              assertThat(line.getThrown()).isNull();
              assertThat(line.getMessage() + List.of(line.getParameters()))
                  .contains("keys.json")
                  .doesNotContain("c2VjcmV0");
            });
    assertThat(ring.kids()).isEqualTo(kids);
    assertThat(opens(ring, token)).isTrue();
  }

  @Test
  void aGivenKeySetHasNoFileToReadAgain() throws IOException {
    KeyRing given = KeyRing.parse(Files.readString(file));
    assertThat(given.isReloadable()).isFalse();
    assertThatThrownBy(given::reload)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("KeyRing.load");
  }

  @Test
  void aTokenOfAKeyThatIsNotThereHasTheFileReadOnceASecondAtMost() {
    AtomicLong nanos = new AtomicLong();
    KeyRing looking = ring.lookingForMissingKeys(nanos::get);
    String foreign = seal(KeyRing.development(folder.resolve("foreign.json")));
    assertThat(opens(looking, foreign)).isFalse();

    key("add", file.toString());
    TestKeys.promoteLast(file);
    String newer = seal(KeyRing.load(file));
    nanos.addAndGet(MissingKeys.GAP.toNanos() - 1);
    assertThat(opens(looking, newer)).isFalse();
    assertThat(ring.kids()).hasSize(1);
    nanos.addAndGet(1);
    assertThat(opens(looking, newer)).isTrue();
    assertThat(ring.kids()).as("the same keys").hasSize(2);
  }

  /** Whoever invents names of keys would have every thread of a view wait, one after the other. */
  @Test
  void whileAReadingHangsOneTokenWaitsForItAndNoMoreDo() throws Exception {
    AtomicLong nanos = new AtomicLong();
    KeyRing looking = ring.lookingForMissingKeys(nanos::get);
    String text = Files.readString(file);
    Files.delete(file);
    Thread reader = hangingReader();
    assertThat(looking.find("invented")).isEmpty();
    long start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      nanos.addAndGet(MissingKeys.GAP.toNanos());
      assertThat(looking.find("invented")).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

    Files.writeString(file, text, StandardOpenOption.WRITE);
    reader.join();
    Files.delete(file);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    key("add", file.toString());
    nanos.addAndGet(MissingKeys.GAP.toNanos());
    String added = KeyRing.load(file).kids().get(1);
    assertThat(looking.find(added)).as("that reading is over").isPresent();
  }

  /** A key that another node has begun to seal with must be found, whatever has hung before. */
  @Test
  void theReadingAfterOneThatHungIsWaitedFor() throws Exception {
    KeyRing looking = ring.lookingForMissingKeys(System::nanoTime);
    String text = Files.readString(file);
    Path more = Files.copy(file, folder.resolve("more.json"));
    key("add", more.toString());
    Files.delete(file);
    Thread reader = hangingReader();
    assertThat(looking.find("invented")).isEmpty();
    Files.writeString(file, text, StandardOpenOption.WRITE);
    reader.join();

    Files.delete(file);
    Thread next = hangingReader();
    FutureTask<Optional<KeyRing.SealingKey>> found =
        new FutureTask<>(() -> looking.find(KeyRing.load(more).kids().get(1)));
    Thread finder = new Thread(found);
    finder.start();
    while (!found.isDone() && finder.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    Files.write(file, Files.readAllBytes(more), StandardOpenOption.WRITE);
    next.join();
    assertThat(found.get()).isPresent();
  }

  /** Reads the ring's file, which hangs until somebody writes to it. */
  private Thread hangingReader() throws Exception {
    pipe(file);
    Thread reader = new Thread(() -> ring.reload());
    reader.start();
    while (Arrays.stream(reader.getStackTrace())
        .noneMatch(call -> call.getClassName().equals(KeyFile.class.getName()))) {
      Thread.onSpinWait();
    }
    return reader;
  }

  private static void pipe(Path at) throws Exception {
    Process made = new ProcessBuilder("mkfifo", "-m", "600", at.toString()).start();
    assertThat(made.waitFor()).isZero();
  }

  @Test
  void sealersGoOnWhileTheKeysAreRotated() throws Exception {
    int rotations = 20;
    AtomicBoolean rotated = new AtomicBoolean();
    Path everyKey = Files.copy(file, folder.resolve("every.json"));
    Sealer sealer = new Sealer(ring, new SecureRandom(), System::nanoTime);
    Callable<List<String>> seals =
        () -> {
          List<String> tokens = new ArrayList<>();
          while (!rotated.get()) {
            tokens.add(sealer.seal(PAYLOAD, "zc", "zstd", Optional.empty()));
          }
          return tokens;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<List<String>>> sealing = List.of(threads.submit(seals), threads.submit(seals));
    for (int i = 0; i < rotations; i++) {
      key("add", everyKey.toString());
      TestKeys.promoteLast(everyKey);
      Files.copy(everyKey, folder.resolve("keys.json.new"));
      Files.move(
          folder.resolve("keys.json.new"), file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
    }
    rotated.set(true);
    Opener opener = new Opener(KeyRing.load(everyKey), MAX_BYTES);
    for (Future<List<String>> tokens : sealing) {
      assertThat(tokens.get())
          .allSatisfy(token -> assertThat(opener.open(token)).isInstanceOf(Opened.Valid.class));
    }
    threads.shutdown();
  }
}
