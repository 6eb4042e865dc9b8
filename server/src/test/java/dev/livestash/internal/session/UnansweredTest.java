package dev.livestash.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.Logs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A tab that does not say whether it stores what it is sent is reported once, and stays. */
class UnansweredTest {
  private final Logs logs = Logs.ofThisThread();
  private final ManualScheduler timers = new ManualScheduler();
  private final SmallNode node = new SmallNode(1, Duration.ofDays(365), timers);

  @AfterEach
  void close() {
    logs.close();
  }

  private List<String> reports() {
    return logs.lines().stream().filter(line -> line.contains("unanswered")).toList();
  }

  private void join() {
    node.receive("{'t':'join','view':'counter','attempt':1,'params':{}}");
  }

  private void answer(String word) {
    JsonNode keep = node.last("keep");
    node.receive(
        "{'t':'%s','gen':%d,'seq':%d}"
            .formatted(word, keep.get("gen").asLong(), keep.get("seq").asLong()));
    node.taken();
  }

  @Test
  void afterAWhile() {
    join();
    timers.pass(AnswerWatch.PATIENCE.minusNanos(1));
    assertThat(reports()).isEmpty();
    timers.pass(Duration.ofNanos(1));
    assertThat(reports()).hasSize(1);
    assertThat(node.closed()).isNull();
    node.event(1, 1);
    timers.pass(Duration.ofDays(1));
    assertThat(reports()).as("once").hasSize(1);
    assertThat(node.closed()).isNull();
  }

  @Test
  void fromTheSnapshotOnThatItDoesNotAnswer() {
    join();
    answer("kept");
    timers.pass(AnswerWatch.PATIENCE.minusSeconds(1));
    node.event(1, 1);
    timers.pass(AnswerWatch.PATIENCE.minusNanos(1));
    assertThat(reports()).isEmpty();
    timers.pass(Duration.ofNanos(1));
    assertThat(reports()).hasSize(1);
  }

  @Test
  void anAnswerToSomethingElseIsNone() {
    join();
    node.receive("{'t':'kept','gen':1,'seq':77}");
    timers.pass(AnswerWatch.PATIENCE);
    assertThat(reports()).hasSize(1);
  }

  @Test
  void notOneThatAnswers() {
    join();
    answer("kept");
    for (int n = 1; n <= 20; n++) {
      node.event(n, 1);
      timers.pass(AnswerWatch.PATIENCE.dividedBy(2));
      answer("kept");
    }
    timers.pass(Duration.ofDays(1));
    assertThat(reports()).isEmpty();
  }

  @Test
  void notEvenWithABadWord() {
    join();
    answer("kept");
    node.event(1, 1);
    JsonNode keep = node.last("keep");
    node.receive(
        "{'t':'unkept','gen':%d,'seq':%d,'why':'quota'}"
            .formatted(keep.get("gen").asLong(), keep.get("seq").asLong()));
    timers.pass(Duration.ofDays(1));
    assertThat(reports()).isEmpty();
  }

  @Test
  void itsTimerIsTheOnlyOne() {
    join();
    int before = timers.waiting();
    for (int n = 1; n <= 20; n++) {
      answer("kept");
      node.event(n, 1);
    }
    assertThat(timers.waiting()).isEqualTo(before);
  }
}
