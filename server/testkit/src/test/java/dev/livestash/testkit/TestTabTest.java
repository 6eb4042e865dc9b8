package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livestash.settings.Compression;
import dev.livestash.view.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit with views as applications write them. */
class TestTabTest {
  private static final Cart.Item APPLE = new Cart.Item("apple", 1);
  private static final Cart.Item PEAR = new Cart.Item("pear", 2);

  @TempDir Path folder;

  private static TestTab<Cart> withAnApple() {
    TestTab<Cart> tab = TestTab.of(new CartView());
    tab.send("add", APPLE);
    return tab;
  }

  @Test
  void aStateSurvivesACrash() {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.send("rate", new Cart.Rate("apple", 5));
      tab.crash();
      assertThat(tab.state().items()).containsExactly(APPLE);
      assertThat(tab.state().ratings()).isEqualTo(Map.of("apple", List.of(5)));
      assertThat(tab.arrival().outcome()).isEqualTo(Outcome.RESTORED);
      tab.send("add", PEAR);
      tab.crash().move().crash();
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR);
      assertThat(tab.render().get("items").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aHandlerReplies() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThat(tab.send("size").get("size").asInt()).isEqualTo(1);
      assertThat(tab.send("clear").isMissingNode()).isTrue();
    }
  }

  @Test
  void aReloadFindsTheSession() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThat(tab.reload().arrival().outcome()).isEqualTo(Outcome.ADOPTED);
    }
  }

  @Test
  void eventsMadeWhileTheServerWasDownAreInTheState() {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.kill().queue("add", PEAR).queue("add", APPLE);
      assertThat(tab.connect().outcome()).isEqualTo(Outcome.RESTORED);
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR, APPLE);
    }
  }

  @Test
  void anEventKnowsHowLongItHasWaited() {
    try (TestTab<Cart> tab = TestTab.of(new CartView())) {
      tab.send("when");
      tab.kill().queue("when", null).connect();
      tab.send("when");
      tab.kill().queue("when", null).comeBackAfter(Duration.ofHours(3));
      tab.send("when");
      assertThat(tab.state().items())
          .extracting(Cart.Item::sku)
          .containsExactly(
              "now, 0 h ago",
              "before the join, 0 h ago",
              "now, 0 h ago",
              "before the join, 3 h ago",
              "now, 0 h ago");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventIsInTheStateOnceWhereverItsServerCrashes(CrashPoint point) {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.sendAndCrash(point, "add", PEAR);
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR);
      tab.send("add", APPLE);
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR, APPLE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void andWhereTheViewNeverGoesBack(CrashPoint point) {
    try (TestTab<Cart> tab = TestTab.of(new CartView.Strict())) {
      tab.send("add", APPLE);
      tab.sendAndCrash(point, "add", PEAR);
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR);
    }
  }

  @Test
  void allCrashesOfAnEventLeadToOneState() {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.sendThroughCrashes("add", PEAR);
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR);
    }
  }

  @Test
  void aCrashThatLeadsToAnotherStateIsFound() {
    try (TestTab<Cart> tab = TestTab.builder(new CartView()).replays(false).open()) {
      assertThatThrownBy(() -> tab.sendThroughCrashes("gift", null))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("A crash BEFORE_HANDLED of 'gift'")
          .hasMessageContaining("at /items/0/sku");
    }
  }

  @Test
  void aHandlerThatFailsIsToldWithItsCause() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThatThrownBy(() -> tab.send("add", new Cart.Item("unicorn", 1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'add' was refused, failed")
          .hasMessageContaining("unicorn is sold out")
          .hasCauseInstanceOf(CartView.SoldOutException.class);
      assertThat(tab.state().items()).containsExactly(APPLE);
    }
  }

  @Test
  void aRefusalThatIsExpectedIsGiven() {
    try (TestTab<Cart> tab = withAnApple()) {
      Refusal refusal = tab.refused("add", new Cart.Item("unicorn", 1));
      assertThat(refusal.error()).isEqualTo("failed");
      assertThat(refusal.cause()).containsInstanceOf(CartView.SoldOutException.class);
      assertThat(tab.refused("add", "no item").error()).isEqualTo("invalid");
      assertThat(tab.refused("steal", null).error()).isEqualTo("unknown");
      assertThatThrownBy(() -> tab.refused("add", PEAR))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'add' was not refused");
    }
  }

  @Test
  void anEventThatHasWaitedAndIsRefusedIsTold() {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.kill().queue("add", new Cart.Item("unicorn", 1));
      assertThatThrownBy(tab::connect)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'add' was refused, failed")
          .hasMessageContaining("unicorn is sold out")
          .hasCauseInstanceOf(CartView.SoldOutException.class);
    }
  }

  @Test
  void anEventThatHasWaitedMayBeExpectedToBeRefused() {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.kill().queueRefused("add", new Cart.Item("unicorn", 1)).queue("add", PEAR).connect();
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR);
      tab.kill().queueRefused("add", PEAR);
      assertThatThrownBy(tab::connect)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'add' was not refused");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatIsRefusedAroundACrashIsTold(CrashPoint point) {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThatThrownBy(() -> tab.sendAndCrash(point, "add", new Cart.Item("unicorn", 1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'add' was refused, failed");
    }
  }

  @Test
  void dataThatDoesNotFitIsToldWithItsPath() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThatThrownBy(() -> tab.send("add", Map.of("sku", "kiwi", "count", "many")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("refused, invalid: /count of its data");
    }
  }

  @Test
  void aHandlerThatIsNotDeterministicIsFound() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThatThrownBy(() -> tab.send("gift"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("After 'gift'")
          .hasMessageContaining("does not come to the same when it is replayed")
          .hasMessageContaining("at /items/1/sku");
    }
  }

  @Test
  void aHandlerThatChangesItsStateInPlaceIsFound() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThatThrownBy(() -> tab.send("change", PEAR))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("The handler of 'change' has changed its state in place")
          .hasMessageContaining("at /items/0/sku");
    }
  }

  @Test
  void aHandlerMayUseUpItsData() {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.send("move", new Cart(List.of(PEAR, APPLE), Map.of()));
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR, APPLE);
    }
  }

  @Test
  void aStateThatDoesNotComeBackIsFound() {
    try (TestTab<LossyView.Form> tab = TestTab.of(new LossyView())) {
      assertThatThrownBy(() -> tab.send("login", new LossyView.Login("ann", "secret")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("After 'login': A state comes back as another one: at /password");
    }
  }

  @Test
  void theNextReleaseTakesTheStateOver() {
    try (TestTab<CartView.Totals> tab = withAnApple().deploy(new CartView.Second())) {
      assertThat(tab.state().total()).isEqualTo(1);
      assertThat(tab.state().cart().items()).containsExactly(APPLE);
      tab.send("reset");
      tab.crash();
      assertThat(tab.state().total()).isZero();
    }
  }

  @Test
  void aReleaseWithoutAMigrationIsFound() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThatThrownBy(() -> tab.deploy(new CartView.Careless()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("should be RESTORED, and is NEW: the token was unmigratable");
    }
  }

  @Test
  void anExpiredTokenStartsAnew() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThat(tab.comeBackAfter(Duration.ofHours(23)).outcome()).isEqualTo(Outcome.RESTORED);
      assertThat(tab.comeBackAfter(Duration.ofHours(25)).reason()).contains("expired");
      assertThat(tab.state()).isEqualTo(Cart.EMPTY);
      tab.send("add", PEAR);
      assertThat(tab.crash().state().items()).containsExactly(PEAR);
    }
  }

  @Test
  void whatTheViewSalvagesIsThere() {
    try (TestTab<Cart> tab = TestTab.of(new CartView.Salvaging())) {
      tab.send("add", APPLE);
      tab.comeBackAfter(Duration.ofDays(2));
      assertThat(tab.state().items()).containsExactly(new Cart.Item("salvaged", 1));
    }
  }

  @Test
  void aStateSleepsAndWakes() {
    try (TestTab<Cart> tab = withAnApple()) {
      tab.sleep().send("add", PEAR);
      assertThat(tab.arrival().outcome()).isEqualTo(Outcome.WOKEN);
      assertThat(tab.state().items()).containsExactly(APPLE, PEAR);
      assertThat(tab.sleep().crash().state().items()).containsExactly(APPLE, PEAR);
    }
  }

  @Test
  void aDuplicateGoesItsOwnWay() {
    try (TestTab<Cart> tab = withAnApple()) {
      TestTab<Cart> copy = tab.duplicate();
      copy.send("add", PEAR);
      tab.send("clear");
      assertThat(copy.crash().state().items()).containsExactly(APPLE, PEAR);
      assertThat(tab.state()).isEqualTo(Cart.EMPTY);
    }
  }

  @Test
  void aFrozenTokenOpensInLaterReleases() {
    Path file = folder.resolve("golden/1.0.json");
    try (TestTab<Cart> tab = TestTab.builder(new CartView()).name("cart").binding("ann").open()) {
      tab.send("add", APPLE);
      tab.send("add", PEAR);
      tab.freeze(file);
      assertThatIllegalStateException()
          .isThrownBy(() -> tab.freeze(file))
          .withMessageContaining("is frozen already");
    }
    try (TestTab<CartView.Totals> tab = TestTab.thaw(new CartView.Second(), file)) {
      assertThat(tab.state().total()).isEqualTo(2);
    }
    assertThatThrownBy(() -> TestTab.thaw(new CartView.Careless(), file))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("unmigratable");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aThawedTabGoesOn(boolean isOfAnEarlierKit) throws IOException {
    Path file = folder.resolve("cart.json");
    try (TestTab<Cart> tab = withAnApple()) {
      tab.send("move", new Cart(Stream.generate(TestTabTest::any).limit(200).toList(), Map.of()));
      tab.send("add", PEAR);
      tab.freeze(file);
    }
    assertThat(file).content().contains("\"patch\"");
    if (isOfAnEarlierKit) {
      String frozen = Files.readString(file);
      Files.writeString(file, frozen.replaceFirst("\"base\" : \"[0-9.]+\",", ""));
      assertThat(file).content().isNotEqualTo(frozen);
    }
    try (TestTab<Cart> tab = TestTab.thaw(new CartView(), file)) {
      tab.crash().send("add", APPLE);
      assertThat(tab.crash().state().items()).hasSize(203).endsWith(PEAR, APPLE);
    }
  }

  /** So many of them are a base that is worth a patch. */
  private static Cart.Item any() {
    return new Cart.Item(UUID.randomUUID().toString(), 1);
  }

  @Test
  void serversHaveTheApplicationsSettings() {
    try (TestTab<Cart> tab =
        TestTab.builder(new CartView())
            .settings(
                told ->
                    told.compression(Compression.DEFLATE)
                        .binding(exchange -> "nobody")
                        .limits(limits -> limits.withMaxEventBytes(2_000)))
            .open()) {
      assertThatThrownBy(() -> tab.send("add", new Cart.Item("x".repeat(2_000), 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxEventBytes");
    }
  }

  @Test
  void misuseSaysWhatToDo() {
    try (TestTab<Cart> tab = withAnApple()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> tab.queue("add", PEAR))
          .withMessageContaining("call kill() or disconnect()");
      tab.kill();
      assertThatIllegalStateException()
          .isThrownBy(() -> tab.send("add", PEAR))
          .withMessageContaining("call connect()");
    }
  }
}
