package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.livestash.view.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private final List<String> done = new ArrayList<>();
  private final IllegalArgumentException refused = new IllegalArgumentException("closed");

  private final Context<String> real =
      WatchedView.proxy(
          Context.class,
          (proxy, method, arguments) -> {
            done.add(method.getName());
            return switch (method.getName()) {
              case "join" -> false;
              case "refuse" -> refused;
              case "leave" -> throw new IllegalStateException("no name of a group");
              case "view" -> "view";
              default -> null;
            };
          });

  @SuppressWarnings("unchecked") // a context is of its view's state
  private static Context<String> context(Object made) {
    return (Context<String>) made;
  }

  @Test
  void theFirstRunsHappenAndTheSecondsAreToldTheSame() {
    Effects effects = new Effects();
    Context<String> first = context(effects.noting(real));
    assertThat(first.join("a")).isFalse();
    assertThat(first.refuse("closed")).isSameAs(refused);
    assertThatIllegalStateException().isThrownBy(() -> first.leave("b"));
    first.push("toast", 1);
    assertThat(done).containsExactly("join", "refuse", "leave", "push");
    done.clear();

    Context<String> second = context(effects.quiet(real));
    assertThat(second.join("a")).isFalse();
    assertThat(second.refuse("closed")).isSameAs(refused);
    assertThatIllegalStateException().isThrownBy(() -> second.leave("b"));
    second.push("toast", 2);
    second.publish("a", "line", 3);
    second.update(state -> state);
    second.reset();
    assertThat(second.join("what the first did not")).isTrue();
    assertThat(second.refuse("what the first did not")).isNotSameAs(refused);
    assertThat(done).isEmpty();
    assertThat(second.view()).isEqualTo("view");
  }
}
