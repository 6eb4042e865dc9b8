package dev.livestash.internal.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.keys.KeyRing;
import dev.livestash.keys.TestKeys;
import dev.livestash.report.RejectReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two nodes, each with a copy of the key file, while the runbook of docs/operations.md is followed.
 */
class RotationTest {
  private static final byte[] PAYLOAD = "a state".getBytes(StandardCharsets.UTF_8);
  private static final int MAX_BYTES = 4096;

  @TempDir Path folder;

  private Path master;
  private List<Node> nodes;

  /** Sealed and not expired yet. */
  private final List<String> live = new ArrayList<>();

  private final class Node {
    private final Path file;
    private final KeyRing ring;
    private final Sealer sealer;
    private final Opener opener;

    Node(String name) throws IOException {
      file = Files.copy(master, folder.resolve(name));
      ring = KeyRing.load(file);
      sealer = new Sealer(ring, new SecureRandom(), System::nanoTime);
      opener = new Opener(ring, MAX_BYTES);
    }

    void takeFile() throws IOException {
      Files.copy(master, file, StandardCopyOption.REPLACE_EXISTING);
      moment();
    }

    void reload() {
      assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
      moment();
    }
  }

  @BeforeEach
  void start() throws IOException {
    master = folder.resolve("master.json");
    key(master.toString());
    nodes = List.of(new Node("a.json"), new Node("b.json"));
  }

  private String key(String... command) {
    return TestKeys.tool(command);
  }

  private String sealing() {
    return key("list", master.toString()).split(" ", 2)[0];
  }

  /** At every moment each node seals, and opens whatever lives. */
  private void moment() {
    for (Node node : nodes) {
      live.add(node.sealer.seal(PAYLOAD, "zc", "zstd", Optional.empty()));
    }
    for (Node node : nodes) {
      assertThat(live).allSatisfy(token -> opens(node, token));
    }
  }

  private static void opens(Node node, String token) {
    assertThat(node.opener.open(token)).isInstanceOf(Opened.Valid.class);
  }

  /** Brings the changed file to every node, in any order, files and reloads mixed. */
  private void distribute(Random random) throws IOException {
    Node first = nodes.get(random.nextInt(2));
    Node other = first == nodes.get(0) ? nodes.get(1) : nodes.get(0);
    boolean filesFirst = random.nextBoolean();
    first.takeFile();
    if (filesFirst) {
      other.takeFile();
    }
    first.reload();
    if (!filesFirst) {
      other.takeFile();
    }
    other.reload();
  }

  /** A token's lifetime goes by: those that were not sealed just now have expired. */
  private void aLifetimePasses() {
    live.clear();
    moment();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aTokenOpensOnBothNodesAtEveryMomentOfARotation(long seed) throws IOException {
    Random random = new Random(seed);
    moment();
    for (int rotation = 0; rotation < 3; rotation++) {
      final String old = sealing();
      key("add", master.toString());
      distribute(random);
      TestKeys.promoteLast(master);
      distribute(random);
      String ofOldKey = live.get(0);
      aLifetimePasses();
      key("retire", master.toString(), old);
      distribute(random);
      assertThat(nodes)
          .allSatisfy(
              node -> {
                assertThat(node.ring.kids()).hasSize(1).doesNotContain(old);
                assertThat(node.opener.open(ofOldKey))
                    .isEqualTo(new Opened.Rejected(RejectReason.UNREADABLE));
              });
    }
  }

  @Test
  void aKeyThatSealsBeforeEveryNodeHasItLosesTokens() throws IOException {
    key("add", master.toString());
    TestKeys.promoteLast(master);
    assertThatThrownBy(() -> distribute(new Random(1))).isInstanceOf(AssertionError.class);
  }
}
