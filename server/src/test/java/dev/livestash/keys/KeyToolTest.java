package dev.livestash.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyToolTest {
  @TempDir Path folder;

  private final List<String> printed = new ArrayList<>();
  private Path file;

  @BeforeEach
  void make() {
    file = folder.resolve("keys.json");
    run(file.toString());
  }

  private String run(String... args) {
    String out = KeyTool.run(List.of(args));
    printed.add(out);
    return out;
  }

  private List<String> kids() {
    return KeyRing.load(file).kids();
  }

  /** Whatever was done: only the owner may read, nothing is left beside, no secret was printed. */
  @AfterEach
  void nobodyElseLearnsAKey() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
    }
    List<String> secrets =
        JWKSet.load(file.toFile()).getKeys().stream()
            .map(key -> key.toOctetSequenceKey().getKeyValue().toString())
            .toList();
    assertThat(printed).noneMatch(out -> secrets.stream().anyMatch(out::contains));
  }

  @Test
  void aNewFileHasOneKeyAndIsNotMadeTwice() {
    List<String> made = kids();
    assertThat(made).hasSize(1);
    assertThatThrownBy(() -> run(file.toString()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exists already");
    assertThat(kids()).isEqualTo(made);
  }

  @Test
  void anAddedKeyOnlyOpensUntilItIsPromotedAndTheOldOneThenOnlyOpens() {
    String old = kids().get(0);
    run("add", file.toString());
    assertThat(kids()).hasSize(2).startsWith(old);
    String added = kids().get(1);
    run("promote", file.toString(), added);
    run("promote", file.toString(), added);
    assertThat(kids()).containsExactly(added, old);
    assertThat(run("list", file.toString())).isEqualTo(added + " seals\n" + old + " opens\n");
    run("retire", file.toString(), old);
    assertThat(kids()).containsExactly(added);
  }

  @Test
  void aCertainKeyIsPromoted() {
    run("add", file.toString());
    run("add", file.toString());
    List<String> before = kids();
    run("promote", file.toString(), before.get(1));
    assertThat(kids()).containsExactly(before.get(1), before.get(0), before.get(2));
  }

  @Test
  void theSealingKeyIsNotRetired() {
    run("add", file.toString());
    List<String> before = kids();
    assertThatThrownBy(() -> run("retire", file.toString(), before.get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("seals")
        .hasMessageContaining("Promote");
    assertThat(kids()).isEqualTo(before);
  }

  @Test
  void aKeyThatIsNotThereIsNeitherPromotedNorRetired() {
    assertThatThrownBy(() -> run("promote", file.toString(), "none"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run("retire", file.toString(), "none"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
    run("add", link.toString());
    assertThat(link).isSymbolicLink();
    assertThat(kids()).hasSize(2);
    Files.delete(link);
  }

  @Test
  void aFileThatOthersCouldReadIsForItsOwnerOnlyOnceItIsChanged() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    run("add", file.toString());
  }

  @Test
  void aLinkToNothingIsNoKeyFile() throws IOException {
    Path link = folder.resolve("link.json");
    Files.createSymbolicLink(link, folder.resolve("nowhere/keys.json"));
    assertThatThrownBy(() -> run(link.toString()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot write a key file");
  }

  @Test
  void aFileThatIsNoKeySetIsLeftAsItIs() throws IOException {
    Path other = folder.resolve("other.json");
    Files.writeString(other, "{}");
    assertThatThrownBy(() -> run("add", other.toString()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(other).hasContent("{}");
    Files.delete(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "list",
        "add",
        "retire",
        "retire FILE",
        "promote FILE",
        "list FILE x",
        "rotate FILE"
      })
  void whatIsNoCommandIsMisuse(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThatThrownBy(() -> run(args)).isInstanceOf(IllegalArgumentException.class);
  }
}
