package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.view.Context;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kit with a view that asks who is there. */
class TestTabGuestTest {
  /** Shows whom it is shown to. */
  private static final class Door extends CartView {
    @Override
    public Object render(Cart cart, Context<Cart> context) {
      return Map.of(
          "who", context.principal().map(Principal::getName).orElse("nobody"),
          "language", context.locale().toLanguageTag(),
          "board", context.pathParameters().getOrDefault("id", "none"),
          "right", context.attributes().getOrDefault("right", "none"),
          "binding", context.binding().orElse("none"));
    }
  }

  @Test
  void aViewIsToldWhoIsThere() {
    TestTabBuilder<Cart> builder =
        TestTab.builder(new Door())
            .principal(() -> "ann")
            .locale(Locale.CANADA_FRENCH)
            .pathParameters(Map.of("id", "b17"))
            .attributes(Map.of("right", "write"))
            .binding("session-17");
    try (TestTab<Cart> tab = builder.open()) {
      assertShows(tab, "ann", "fr-CA", "b17", "write", "session-17");
      assertShows(tab.crash(), "ann", "fr-CA", "b17", "write", "session-17");
    }
  }

  @Test
  void nobodyIsThereUnlessATestSaysSo() {
    try (TestTab<Cart> tab = TestTab.of(new Door())) {
      assertShows(tab, "nobody", "und", "none", "none", "none");
    }
  }

  private static void assertShows(
      TestTab<Cart> tab, String who, String language, String board, String right, String binding) {
    assertThat(tab.render().properties())
        .extracting(one -> one.getKey() + "=" + one.getValue().asString())
        .containsExactlyInAnyOrder(
            "who=" + who,
            "language=" + language,
            "board=" + board,
            "right=" + right,
            "binding=" + binding);
  }
}
