import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livestash.testkit.TestTab;
import org.junit.jupiter.api.Test;

class CounterTest {
  @Test void theCountSurvivesACrash() {
    TestTab<Counter.State> tab = TestTab.of(new Counter());
    tab.send("add", new Counter.Add(2));
    tab.crash();
    assertEquals(2, tab.state().count());
  }
}
