import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livestash.testkit.TestTab;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PollTest {
  @Test void aVoteComesToTheTab() {
    TestTab<Poll.State> tab = TestTab.of(new Poll());
    tab.send("vote", "tea");
    tab.send("vote", "coffee");
    assertEquals(Map.of("coffee", 1), tab.state().totals());
  }

  @Test void aVoteSurvivesACrash() {
    TestTab<Poll.State> tab = TestTab.of(new Poll());
    tab.send("vote", "tea");
    tab.crash();
    assertEquals("tea", tab.state().mine());
    tab.send("vote", "tea");
    assertEquals(Map.of("tea", 1), tab.state().totals());
  }
}
