package dev.livestash.testkit;

import dev.livestash.view.Arrival;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What is seen of a tab.
 *
 * @param <S> the view's state
 */
abstract class SeenTab<S> {
  private final Client<S> tab;

  SeenTab(Client<S> tab) {
    this.tab = tab;
  }

  /**
   * The state that the tab shows.
   *
   * @return the newest that was rendered
   */
  public S state() {
    return tab.state();
  }

  /**
   * What the page was given to show.
   *
   * @return the newest render
   */
  public JsonNode render() {
    return tab.drained().render();
  }

  /**
   * How the state came here, at the latest attach.
   *
   * @return the arrival
   */
  public Arrival arrival() {
    return tab.arrival();
  }

  /**
   * What the page was pushed, since the tab was opened.
   *
   * @return by name and data, in the order in which it has come
   */
  public List<Pushed> pushes() {
    return tab.pushes();
  }
}
