package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.internal.session.SmallNode.Kind;
import dev.livestash.keys.KeyRing;
import dev.livestash.keys.KeyTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What rests with a tab that does nothing, while the keys are rotated: once a token's lifetime has
 * passed, nothing is left of the old key, which is retired then.
 */
class RenewedKeyTest {
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final Duration SLEEP_AFTER = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final ManualScheduler timers = new ManualScheduler();
  private KeyRing ring;
  private SmallNode node;
  private String token = "";

  @BeforeEach
  void sleep() {
    String file = folder.resolve("keys.json").toString();
    KeyTool.main(new String[] {file});
    ring = KeyRing.load(Path.of(file));
    node = new SmallNode(Kind.of(1, LIFETIME).with(ring), timers);
    node.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
    token = node.last("keep").get("token").asString();
    node.receive("{'t':'kept','gen':1,'seq':1}");
    timers.pass(SLEEP_AFTER);
    assertThat(node.taken()).contains("asleep");
    KeyTool.main(new String[] {"add", file});
    List<String> kids = KeyRing.load(Path.of(file)).kids();
    KeyTool.main(new String[] {"promote", file, kids.get(1)});
    assertThat(ring.reload()).isEqualTo(KeyRing.Reload.CHANGED);
  }

  private void wake() {
    node.receive("{'t':'wake','token':'%s'}".formatted(token));
  }

  /** The token is renewed so long after it was sealed. */
  private void isRenewedAfter(Duration left) {
    timers.pass(left.minusMillis(1));
    assertThat(node.taken()).isEmpty();
    timers.pass(Duration.ofMillis(1));
    assertThat(node.taken()).containsExactly("needed");
    wake();
    JsonNode keep = node.last("keep");
    assertThat(node.taken()).containsExactly("keep");
    assertThat(keep.has("base")).isFalse();
    String header = keep.get("token").asString().split("\\.", 2)[0];
    String json = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
    assertThat(ServerNode.MAPPER.readTree(json).get("kid").asString())
        .isEqualTo(ring.kids().get(0));
  }

  @Test
  void itsTokenIsRenewedWithTheNewOne() {
    isRenewedAfter(Duration.ofHours(18).minus(SLEEP_AFTER));
  }

  /** It has changed nothing, so nothing was sealed: the token is as old as it was. */
  @Test
  void aVolatileEventThatWakesItPutsThatOffByNothing() {
    timers.pass(Duration.ofHours(10));
    wake();
    node.receive("{'t':'event','n':-1,'name':'ask','data':null,'age':0,'try':1}");
    assertThat(node.taken()).contains("done").doesNotContain("keep");
    timers.pass(SLEEP_AFTER);
    assertThat(node.taken()).containsExactly("asleep");
    isRenewedAfter(Duration.ofHours(8).minus(SLEEP_AFTER.multipliedBy(2)));
  }
}
