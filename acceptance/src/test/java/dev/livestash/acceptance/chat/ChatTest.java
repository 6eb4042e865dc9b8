package dev.livestash.acceptance.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.acceptance.e2e.Redis;
import dev.livestash.acceptance.e2e.TokenForge;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A chat of 100 tabs on two nodes with Redis, both killed in turn while all talk. */
class ChatTest {
  private static final int TABS = 100;
  private static final int ROUNDS = 3;
  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  private final AtomicInteger[] ports = {new AtomicInteger(), new AtomicInteger()};
  private final List<ChatTab> tabs = new ArrayList<>();

  @Test
  void eachMessageComesAtMostOnceInTheOrderOfItsSenderAndStatesAreExact() throws Exception {
    var timer = new ScheduledThreadPoolExecutor(1);
    try (Redis redis = new Redis(folder.resolve("redis"), timer)) {
      Path keys = folder.resolve("keys.json");
      ChatNode one = ChatNode.start(keys, redis.uri(), "one");
      ChatNode two = ChatNode.start(keys, redis.uri(), "two");
      ports[0].set(one.port());
      ports[1].set(two.port());
      HttpClient client = HttpClient.newHttpClient();
      for (int i = 0; i < TABS; i++) {
        AtomicInteger tries = new AtomicInteger(i);
        tabs.add(new ChatTab(client, i, () -> ports[tries.getAndIncrement() % 2].get()));
      }
      await("all are there", () -> tabs.stream().allMatch(ChatTab::isCalm));

      talk(one);
      try (ChatNode again = ChatNode.start(keys, redis.uri(), "one-again")) {
        ports[0].set(again.port());
        talk(two);
        ports[1].set(again.port());
        await("all are back", () -> tabs.stream().allMatch(ChatTab::isCalm));
        theNextLinesComeToAll();
      }
    } finally {
      timer.shutdownNow();
    }
    for (ChatTab tab : tabs) {
      isInOrder(tab.heard());
      nothingThatItHeldIsMissing(tab);
      assertThat(tab.said()).isEqualTo(2 * ROUNDS + 1);
      assertThat(tab.outcomes()).as("how it came back").doesNotContain("forked").startsWith("new ");
      assertThat(tab.outcomes().indexOf("new", 1)).isNegative();
    }
    assertThat(tabs).anySatisfy(tab -> assertThat(tab.outcomes()).contains("restored"));
    assertThat(tabs)
        .flatMap(ChatTab::returns)
        .anySatisfy(back -> assertThat(heardIn(back.held())).isNotEmpty());
  }

  /** All say something, and a node dies in the middle of it. */
  private void talk(ChatNode dies) {
    for (int round = 0; round < ROUNDS; round++) {
      tabs.forEach(ChatTab::say);
      if (round == 1) {
        dies.close();
      }
    }
    await("all have said it", () -> tabs.stream().allMatch(ChatTab::isCalm));
  }

  /** When all is quiet, nothing is lost. */
  private void theNextLinesComeToAll() {
    tabs.forEach(ChatTab::say);
    int n = 2 * ROUNDS + 1;
    await(
        "all hear all",
        () -> tabs.stream().allMatch(tab -> last(tab.heard(), n) == TABS && tab.isCalm()));
  }

  private static long last(List<String> heard, int n) {
    return heard.stream().filter(line -> line.endsWith(" " + n)).count();
  }

  /** Of each node, what one sender has published there comes once, and in its order. */
  private static void isInOrder(List<String> heard) {
    Map<String, Long> last = new HashMap<>();
    for (String line : heard) {
      String[] parts = line.split(" ", -1);
      long number = Long.parseLong(parts[1]);
      Long before = last.put(parts[0] + " of " + parts[2], number);
      assertThat(before == null || before < number).as("%s, after %s", line, before).isTrue();
    }
  }

  /** What it held in a sealed state is how each of its later states begins: none of it is lost. */
  private void nothingThatItHeldIsMissing(ChatTab tab) {
    for (ChatTab.Return back : tab.returns()) {
      List<String> held = heardIn(back.held());
      assertThat(first(held.size(), back.heard())).as("when it was back").isEqualTo(held);
      assertThat(first(held.size(), tab.heard())).as("in the end").isEqualTo(held);
    }
  }

  private static List<String> first(int count, List<String> lines) {
    return lines.subList(0, Math.min(count, lines.size()));
  }

  private List<String> heardIn(List<String> tokens) {
    JsonNode claims = new TokenForge(folder.resolve("keys.json")).open(tokens);
    return claims.at("/state/heard").valueStream().map(JsonNode::asString).toList();
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }
}
