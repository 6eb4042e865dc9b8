package dev.livestash.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kit with what comes to a view by messages and updates, and what it pushes. */
class TestTabMessagesTest {
  private static TestTab<RoomView.Room> tab() {
    return TestTab.of(new RoomView());
  }

  @Test
  void aMessageComesToTheTab() {
    try (TestTab<RoomView.Room> tab = tab()) {
      tab.publish("room", "line", new RoomView.Line("hello"));
      tab.publish("elsewhere", "line", new RoomView.Line("unheard"));
      assertThat(tab.state().lines()).containsExactly("hello");
      tab.crash();
      tab.sleep().publish("room", "line", Map.of("text", "again"));
      assertThat(tab.state().lines()).containsExactly("hello", "again");
      tab.disconnect().publish("room", "line", new RoomView.Line("while away"));
      tab.connect();
      assertThat(tab.crash().state().lines()).containsExactly("hello", "again", "while away");
    }
  }

  @Test
  void pushesAreSeen() {
    try (TestTab<RoomView.Room> tab = tab()) {
      tab.send("say", "one");
      tab.crash();
      tab.send("say", "two");
      assertThat(tab.state().lines()).containsExactly("one", "two");
      assertThat(tab.kill().pushes()).extracting(Pushed::name).containsExactly("said", "said");
      assertThat(tab.pushes())
          .extracting(push -> push.data().get("text").asString())
          .containsExactly("one", "two");
    }
  }

  @Test
  void aMessageHandlerThatThrowsIsFound() {
    try (TestTab<RoomView.Room> tab = tab()) {
      assertThatThrownBy(() -> tab.publish("room", "line", new RoomView.Line("")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("After the message 'line'")
          .hasMessageContaining("the handler of the message 'line'")
          .hasMessageContaining("nothing was said")
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> tab.send("say", ""))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("nothing was said");
      assertThat(tab.state().lines()).isEmpty();
    }
  }

  @Test
  void dataThatDoesNotFitAMessageIsFound() {
    try (TestTab<RoomView.Room> tab = tab()) {
      assertThatThrownBy(() -> tab.publish("room", "line", List.of("no line")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("does not fit its handler's type");
    }
  }

  @Test
  void aMessageHandlerThatChangesItsStateInPlaceIsFound() {
    try (TestTab<RoomView.Room> tab = tab()) {
      tab.publish("room", "line", new RoomView.Line("hello"));
      assertThatThrownBy(() -> tab.publish("room", "change", "other"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "The handler of the message 'change' has changed its state in place");
    }
  }

  @Test
  void anUpdateThatThrowsIsFound() {
    try (TestTab<RoomView.Room> tab = tab()) {
      assertThatThrownBy(() -> tab.send("later"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("After 'later': The view has thrown, in update")
          .hasMessageContaining("not now")
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aRenderThatThrowsIsFoundUnlessItIsExpected() {
    try (TestTab<RoomView.Room> tab = tab()) {
      assertThatThrownBy(() -> tab.publish("room", "line", new RoomView.Line("unshowable")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("in render")
          .hasMessageContaining("cannot be shown");
      assertThatThrownBy(() -> tab.send("unshown"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("cannot be shown");
      assertThat(tab.refused("unshown", null).cause())
          .containsInstanceOf(IllegalStateException.class);
      assertThat(tab.state().lines()).isEmpty();
    }
  }

  @Test
  void theSecondRunDoesNothing() {
    try (TestTab<RoomView.Room> tab = tab()) {
      tab.send("move", "other");
      tab.publish("room", "line", new RoomView.Line("unheard"));
      tab.publish("other", "line", new RoomView.Line("heard"));
      assertThat(tab.state().lines()).containsExactly("moved", "heard");
      // What the context throws it throws at both.
      assertThat(tab.refused("noisy", null).cause())
          .containsInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> tab.send("gone"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("The room is closed.");
    }
  }
}
