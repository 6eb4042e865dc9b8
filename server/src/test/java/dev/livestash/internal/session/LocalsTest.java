package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever closing one of them does, each is closed once. */
class LocalsTest {
  private final Locals locals = new Locals();
  private final List<String> closed = new ArrayList<>();

  private record First(Runnable then) implements AutoCloseable {
    @Override
    public void close() {
      then.run();
    }
  }

  private record Second(Runnable then) implements AutoCloseable {
    @Override
    public void close() {
      then.run();
    }
  }

  private final List<String> failed = new ArrayList<>();

  private void close() {
    locals.close((what, failure) -> failed.add(what + ": " + failure.getMessage()));
  }

  private void hold(Runnable whenFirstIsClosed) {
    locals.get(
        First.class,
        () ->
            new First(
                () -> {
                  closed.add("first");
                  whenFirstIsClosed.run();
                }));
    locals.get(Second.class, () -> new Second(() -> closed.add("second")));
  }

  @Test
  void oneThatFailsKeepsNoOtherOpen() {
    hold(
        () -> {
          throw new IllegalStateException("as often");
        });
    close();
    assertThat(closed).containsExactly("first", "second");
    assertThat(failed).containsExactly("Closing a local of " + First.class + ": as often");
  }

  /** As another thread does that goes on where one does not come back. */
  @Test
  void oneAtWhichAllAreClosedAgainIsNotClosedAgain() {
    hold(this::close);
    close();
    assertThat(closed).containsExactly("first", "second");
  }

  @Test
  void oneThatAsksForAnotherGetsIt() {
    hold(() -> assertThat(locals.get(String.class, () -> "late")).isEqualTo("late"));
    close();
    close();
    assertThat(closed).containsExactly("first", "second");
  }
}
