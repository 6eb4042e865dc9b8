package dev.livestash.acceptance.e2e;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two nodes share a real Redis, which is killed or stands still in the middle of somebody's work,
 * with a node killed meanwhile.
 */
@ExtendWith(Chromium.class)
class RedisFailsTest {
  private static final int AILMENT_MS = 10_000;
  private static final int DOWN_MS = 3_000;

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Redis redis;
  private DemoProcess nodes;

  @BeforeEach
  void start() throws Exception {
    redis = new Redis(folder.resolve("redis"), timer);
    nodes = DemoProcess.startTwoNodes(folder.resolve("keys.json"), "--redis", redis.uri());
  }

  @AfterEach
  void stop() {
    nodes.close();
    redis.close();
    timer.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(Ailment.class)
  void nothingIsLostFromTheTab(Ailment ailment, Browser browser) throws Exception {
    try (SheetPage sheet = SheetPage.open(browser, nodes.url())) {
      Work work = Work.in(sheet).steps(2);
      redis.suffer(ailment, ailment == Ailment.FREEZES ? AILMENT_MS : DOWN_MS);
      work.step();
      nodes.kill(sheet.text("node"));
      work.steps(2).isComplete();
      sheet.shows("outcome", "restored");
      redis.awaitWell();
      nodes.kill(sheet.text("node"));
      work.steps(2).isComplete();
      sheet.shows("outcome", "restored");
    }
  }

  @Test
  void theStashIsChangedForthAndBackWithTheSheetInIt(Browser browser) {
    try (SheetPage sheet = SheetPage.open(browser, nodes.url())) {
      Work work = Work.in(sheet).step().isComplete();
      sheet.click("stash-redis").isLive();
      work.step().isComplete();
      sheet.click("stash-browser").isLive();
      work.step().isComplete();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Ailment.class, names = "FORGETS", mode = EnumSource.Mode.EXCLUDE)
  void aSheetThatRestsInRedisOutlivesItsNodeAndRedisToo(Ailment ailment, Browser browser)
      throws Exception {
    try (SheetPage sheet = SheetPage.open(browser, nodes.url() + "?stash=redis")) {
      Work work = Work.in(sheet).step().isComplete();
      nodes.kill(sheet.text("node"));
      work.step().isComplete();
      redis.suffer(ailment, DOWN_MS);
      work.step();
      nodes.kill(sheet.text("node"));
      redis.awaitWell();
      work.steps(2).isComplete();
      sheet.shows("outcome", "restored");
    }
  }
}
