package dev.livestash.acceptance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the demo shows of LiveStash, and without it. */
@ExtendWith(Chromium.class)
class ShownTest {
  private static final double PATIENCE_MS = 60_000;

  @TempDir Path folder;

  private DemoProcess start() {
    return DemoProcess.start(folder.resolve("keys.json"));
  }

  private static void says(SheetPage sheet, String testId, String part) {
    PlaywrightAssertions.assertThat(sheet.byId(testId))
        .containsText(part, new ContainsTextOptions().setTimeout(PATIENCE_MS));
  }

  /** Begins the guided minute, whose sentences may be gone when somebody looks. */
  private static void begin(SheetPage sheet, int paceMs) {
    sheet.page.evaluate(
        """
        pace => {
          document.getElementById("tour").dataset.pace = pace;
          const text = document.getElementById("tour-text");
          window.told = [];
          new MutationObserver(() => told.push(text.textContent)).observe(text, { childList: true });
        }""",
        paceMs);
    sheet.click("tour");
  }

  private static void hasSaid(SheetPage sheet, String... parts) {
    assertThat(told(sheet)).containsSubsequence(parts);
  }

  private static String told(SheetPage sheet) {
    return String.valueOf(sheet.page.evaluate("told.join('\\n')"));
  }

  @Test
  void whatIsDoneInBothSurvivesInOne(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url() + "?beside")) {
      sheet.click("sample-airports").edit(0, 1, "first");
      says(sheet, "beside-state", "In the server’s memory only.");
      PlaywrightAssertions.assertThat(sheet.page.locator("#beside-table tbody td").nth(1))
          .hasText("first");
      server.kill();
      says(sheet, "beside-state", "away");
      PlaywrightAssertions.assertThat(
              sheet.page.locator("livestash-banner").getByRole(AriaRole.STATUS))
          .containsText("The server is away.");
      server.restart();
      sheet.isLive().shows("outcome", "restored").cell(0, 1, "first");
      says(sheet, "beside-state", "Gone");
      assertThat(sheet.page.locator("#beside-table td").count()).isZero();
    }
  }

  @Test
  void aReloadScrollsBackAndAsksForNothingThatIsNotThere(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      List<String> said = new ArrayList<>();
      sheet.page.onConsoleMessage((ConsoleMessage message) -> said.add(message.text()));
      sheet.click("sample-airports").isKept();
      sheet.page.evaluate("document.getElementById('grid').scrollTop = 32000");
      sheet.page.waitForCondition(() -> !sheet.byId("cell-1000-0").textContent().isEmpty());
      sheet.reload();
      sheet.page.waitForCondition(() -> scrollTop(sheet.page) == 32_000);
      assertThat(sheet.byId("cell-1000-0").textContent()).isNotEmpty();
      assertThat(said).isEmpty();
    }
  }

  private static int scrollTop(Page page) {
    return ((Number) page.evaluate("document.getElementById('grid').scrollTop")).intValue();
  }

  @Test
  void theStripTellsWhatMovesAndThatTheSessionSleeps(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.holdingOneToken().shows("session", "awake").shows("render-kind", "whole");
      String base = sheet.text("base-bytes");
      sheet.edit(0, 1, "first").isKept().shows("render-kind", "patch");
      assertThat(sheet.text("base-bytes")).isEqualTo(base);
      assertThat(Integer.parseInt(sheet.text("patch-bytes"))).isLessThan(5_000);
      sheet.shows("session", "asleep").shows("server-bytes", "1024");
      sheet.edit(0, 1, "second").shows("session", "awake");
    }
  }

  @Test
  void theInspectorIsOpenedByKeysAndLosesTheConnection(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      openInspector(sheet);
      sheet.click("sample-airports").cell(0, 1, SheetPage.AIRPORT);
      sheet.page.getByText("1 sample").first().waitFor();
      inspectorButton(sheet, "Drop").click();
      sheet.shows("outcome", "adopted").shows("generation", "2").isLive();
      sheet.page.keyboard().press("Escape");
      assertThat(sheet.errors()).isEmpty();
    }
  }

  @Test
  void theInspectorStallsTheConnectionAndCopiesTheTabAndExpiresWhatIsStored(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.click("sample-airports").edit(0, 1, "before").isKept();
      openInspector(sheet);
      Locator waiting = sheet.page.getByRole(AriaRole.TABLE, named("Events that wait"));
      PlaywrightAssertions.assertThat(waiting).isHidden();
      inspectorButton(sheet, "Stall").click();
      Locator state = inspector(sheet).getByRole(AriaRole.STATUS);
      PlaywrightAssertions.assertThat(state).containsText("stalled");
      sheet.edit(0, 1, "meanwhile");
      PlaywrightAssertions.assertThat(waiting).containsText("edit");
      sheet.isKept().cell(0, 1, "meanwhile").shows("generation", "1");
      PlaywrightAssertions.assertThat(state).containsText("connected");

      Page opened = sheet.page.waitForPopup(inspectorButton(sheet, "Duplicate")::click);
      SheetPage copy = SheetPage.of(opened).shows("outcome", "forked");
      copy.cell(0, 1, "meanwhile").edit(0, 1, "the copy’s");
      sheet.cell(0, 1, "meanwhile");

      inspectorButton(sheet, "Expire").click();
      sheet.reload().shows("outcome", "new");
      assertThat(sheet.byId("cell-0-1").count()).isZero();
      assertThat(sheet.errors()).isEmpty();
    }
  }

  @Test
  void theInspectorShowsTheLastRenderToTheKeyboard(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      sheet.click("sample-airports").edit(0, 1, "first").isKept();
      openInspector(sheet);
      sheet.edit(0, 1, "second").isKept();
      Locator render = inspector(sheet).getByRole(AriaRole.GROUP, inside("Last renders"));
      PlaywrightAssertions.assertThat(render).containsText("not seen whole yet");
      inspectorButton(sheet, "Drop").click();
      PlaywrightAssertions.assertThat(render).containsText("Last render of sheet, with the events");
      render.locator("summary").press("Enter");
      PlaywrightAssertions.assertThat(render.locator("pre")).containsText("second");
      sheet.edit(0, 1, "third");
      PlaywrightAssertions.assertThat(render.locator("pre")).containsText("third");
      Locator frame = inspector(sheet).locator("tbody summary").first();
      frame.press("Enter");
      PlaywrightAssertions.assertThat(frame.locator("xpath=../pre")).containsText("\"t\":");
    }
  }

  private static void openInspector(SheetPage sheet) {
    sheet.page.keyboard().press("Control+Alt+l");
    inspector(sheet).waitFor();
  }

  private static Locator inspector(SheetPage sheet) {
    return sheet.page.getByRole(AriaRole.REGION, named("LiveStash inspector"));
  }

  private static Locator inspectorButton(SheetPage sheet, String name) {
    return inspector(sheet).getByRole(AriaRole.BUTTON, inside(name));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator.GetByRoleOptions inside(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  @Test
  void theGuidedMinuteDeploysTwoNodesOnAPhone(Browser browser) {
    BrowserContext phone =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(320, 640));
    try (DemoProcess nodes = DemoProcess.startTwoNodes(folder.resolve("keys.json"));
        SheetPage sheet = SheetPage.open(phone, nodes.url())) {
      begin(sheet, 500);
      says(sheet, "tour-text", "nothing was lost");
      hasSaid(sheet, "a release is deployed", "Both nodes were replaced", "nothing was lost");
      assertThat(told(sheet)).doesNotContain("--nodes 2");
      sheet.cell(0, 0, "three").click("kill-A").click("kill-B").isLive().cell(0, 0, "three");
      assertThat(sheet.page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
      assertThat(sheet.errors()).isEmpty();
    }
  }

  @Test
  void theGuidedMinuteKillsCutsAndLosesNothing(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      begin(sheet, 1500);
      assertThat(server.exitCode()).isEqualTo(137);
      server.restart();
      says(sheet, "tour-text", "nothing was lost");
      hasSaid(
          sheet,
          "“one” is in the first cell",
          "was killed",
          "Another process is there",
          "A copy of this tab gets a sheet of its own",
          "The network is gone",
          "The network is back",
          "./dev demo --nodes 2");
      sheet.cell(0, 0, "three").click("undo").cell(0, 0, "two");
    }
  }

  @Test
  void theGuidedMinuteOffersACopyThatGoesItsOwnWay(Browser browser) {
    try (DemoProcess server = start();
        SheetPage sheet = SheetPage.open(browser, server.url())) {
      PlaywrightAssertions.assertThat(sheet.byId("tour-copy")).isHidden();
      begin(sheet, 600_000);
      goesOn(sheet, "One minute", "is in the first cell");
      sheet.click("tour-next");
      assertThat(server.exitCode()).isEqualTo(137);
      server.restart();
      goesOn(sheet, "was killed", "Another process is there", "A copy of this tab");
      sheet.isKept();

      Page opened = sheet.page.waitForPopup(() -> sheet.click("tour-copy"));
      SheetPage copy = SheetPage.of(opened).shows("outcome", "forked").cell(0, 0, "two");
      String before = copy.text("cell-0-1");
      copy.edit(0, 0, "the copy’s").isKept();
      sheet.click("tour-stop").cell(0, 0, "two").edit(0, 1, "2").isKept();
      PlaywrightAssertions.assertThat(sheet.byId("tour-copy")).isHidden();
      copy.reload().cell(0, 0, "the copy’s").cell(0, 1, before);
      sheet.reload().cell(0, 0, "two").cell(0, 1, "2");
    }
  }

  /** Waits for each of these sentences, and goes on to the next one. */
  private static void goesOn(SheetPage sheet, String first, String... others) {
    says(sheet, "tour-text", first);
    for (String sentence : others) {
      sheet.click("tour-next");
      says(sheet, "tour-text", sentence);
    }
  }
}
