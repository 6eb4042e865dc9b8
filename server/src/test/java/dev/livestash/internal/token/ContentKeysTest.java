package dev.livestash.internal.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.keys.KeyRing;
import dev.livestash.keys.TestKeys;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a content key is used, and that no vector comes twice under it. */
class ContentKeysTest {
  private static final byte[] PAYLOAD = {1, 2, 3};
  private static final int MAX_BYTES = 1024;

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();

  private KeyRing ring(String file) {
    return KeyRing.development(folder.resolve(file));
  }

  /** A ring whose file the key command changes. */
  private KeyRing made() {
    TestKeys.tool(folder.resolve("made.json").toString());
    return KeyRing.load(folder.resolve("made.json"));
  }

  private void change(KeyRing made, String verb, String... more) {
    Stream<String> command = Stream.of(verb, folder.resolve("made.json").toString());
    TestKeys.tool(Stream.concat(command, Stream.of(more)).toArray(String[]::new));
    assertThat(made.reload()).isEqualTo(KeyRing.Reload.CHANGED);
  }

  private Sealer sealer(KeyRing keys) {
    return new Sealer(keys, new SecureRandom(), nanos::get);
  }

  private static String seal(Sealer sealer) {
    return sealer.seal(PAYLOAD, "zc", "zstd", Optional.empty());
  }

  private static String wrappedKey(String token) {
    return token.split("\\.", -1)[1];
  }

  private static String iv(String token) {
    return token.split("\\.", -1)[2];
  }

  @Test
  void isUsedForAnHour() {
    Sealer sealer = sealer(ring("keys.json"));
    String first = wrappedKey(seal(sealer));
    nanos.addAndGet(Duration.ofHours(1).toNanos() - 1);
    assertThat(wrappedKey(seal(sealer))).isEqualTo(first);
    nanos.addAndGet(1);
    assertThat(wrappedKey(seal(sealer))).isNotEqualTo(first);
  }

  @Test
  void endsWhenAnotherKeyOfTheRingSeals() {
    KeyRing ring = made();
    Sealer sealer = sealer(ring);
    String first = wrappedKey(seal(sealer));
    change(ring, "add");
    change(ring, "promote", ring.kids().get(1));
    String second = seal(sealer);
    assertThat(wrappedKey(second)).isNotEqualTo(first);
    assertThat(new Opener(ring, MAX_BYTES).open(second)).isInstanceOf(Opened.Valid.class);
  }

  @Test
  void isAnotherOneAfterARestart() {
    KeyRing keys = ring("keys.json");
    assertThat(wrappedKey(seal(sealer(keys)))).isNotEqualTo(wrappedKey(seal(sealer(keys))));
  }

  @Test
  void noVectorRepeatsBetweenThreads() {
    Sealer sealer = sealer(ring("keys.json"));
    int tokens = 100_000;
    Set<String> ivs = ConcurrentHashMap.newKeySet();
    IntStream.range(0, tokens).parallel().forEach(i -> ivs.add(iv(seal(sealer))));
    assertThat(ivs).hasSize(tokens);
  }

  /**
   * An image of a process that runs twice has the same content key and the same counts in both: all
   * that tells them apart is what their machine gives them as random.
   */
  @Test
  void noVectorRepeatsInTwoRunsOfAnImageThatAreGivenOtherRandomBytes() {
    int each = 50_000;
    // The first token of both is the same one, sealed before the image was taken.
    assertThat(vectorsOfTwoRuns(new SecureRandom(), new SecureRandom(), each))
        .hasSize(2 * each - 1);
  }

  /** Where the generator is in the image, with all that it goes on from: the document says so. */
  @Test
  void allRepeatWhereTheGeneratorIsInTheImage() throws NoSuchAlgorithmException {
    int each = 100;
    assertThat(vectorsOfTwoRuns(copyOfOneGenerator(), copyOfOneGenerator(), each)).hasSize(each);
  }

  private static SecureRandom copyOfOneGenerator() throws NoSuchAlgorithmException {
    SecureRandom copy = SecureRandom.getInstance("SHA1PRNG");
    copy.setSeed(1);
    return copy;
  }

  private Set<String> vectorsOfTwoRuns(SecureRandom one, SecureRandom other, int each) {
    KeyRing keys = ring("keys.json");
    Set<String> ivs = new HashSet<>();
    for (SecureRandom machine : List.of(one, other)) {
      SwitchableRandom random = new SwitchableRandom();
      Sealer image = new Sealer(keys, random, nanos::get);
      ivs.add(iv(seal(image)));
      random.now = machine;
      IntStream.range(1, each).forEach(i -> ivs.add(iv(seal(image))));
    }
    return ivs;
  }

  /** The same bytes for each, until a machine's own takes its place. */
  private static final class SwitchableRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private transient @Nullable SecureRandom now;

    @Override
    public void nextBytes(byte[] bytes) {
      SecureRandom machine = now;
      if (machine != null) {
        machine.nextBytes(bytes);
      }
    }
  }

  @Test
  void aTokenOpensWithAKeyThatIsRememberedAndOnlyWhileTheRingHasItsWrappingKey() {
    KeyRing ring = made();
    Opener opener = new Opener(ring, MAX_BYTES);
    Sealer sealer = sealer(ring);
    assertThat(Stream.of(seal(sealer), seal(sealer)).map(opener::open))
        .allMatch(Opened.Valid.class::isInstance);
    String third = seal(sealer);
    change(ring, "add");
    change(ring, "promote", ring.kids().get(1));
    assertThat(opener.open(third)).isInstanceOf(Opened.Valid.class);
    change(ring, "retire", ring.kids().get(1));
    assertThat(opener.open(third)).isInstanceOf(Opened.Rejected.class);
  }

  @Test
  void moreKeysThanAreRememberedStillOpen() {
    KeyRing keys = ring("keys.json");
    Opener opener = new Opener(keys, MAX_BYTES);
    List<String> tokens = IntStream.range(0, 600).mapToObj(i -> seal(sealer(keys))).toList();
    for (int round = 0; round < 2; round++) {
      assertThat(tokens.stream().map(opener::open)).allMatch(Opened.Valid.class::isInstance);
    }
  }
}
