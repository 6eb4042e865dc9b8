package dev.livestash.acceptance.proxies;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import dev.livestash.acceptance.e2e.SheetPage;
import dev.livestash.acceptance.e2e.Work;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody who works in a tab, which notes when it is away and how its sockets end. */
final class Visitor {
  /** Run in the page before its own scripts. */
  static final String NOTING =
      """
      (() => {
        let notes = { away: [], codes: [] };
        let since;
        let opened;
        window.fetchNotes = () => {
          const fetched = notes;
          notes = { away: [], codes: [] };
          return [fetched.away, fetched.codes];
        };
        window.WebSocket = class extends WebSocket {
          constructor(...given) {
            super(...given);
            this.addEventListener("open", () => { opened = performance.now(); });
            this.addEventListener("close", ({ code }) => notes.codes.push(code));
          }
        };
        let wasLive = false;
        const look = () => {
          const isLive = document.body?.dataset.status === "live";
          if (wasLive && !isLive) since = performance.now();
          if (since !== undefined && isLive) {
            notes.away.push([performance.now() - since, opened - since].map(Math.round));
            since = undefined;
          }
          wasLive = isLive;
        };
        const options = { childList: true, subtree: true, attributeFilter: ["data-status"] };
        new MutationObserver(look).observe(document, options);
      })();
      """;

  private final SheetPage sheet;
  private final Work work;

  private Visitor(SheetPage sheet) {
    this.sheet = sheet;
    this.work = Work.inSmall(sheet);
  }

  static Visitor open(BrowserContext user, String url) {
    return new Visitor(SheetPage.open(user, url));
  }

  /** The node that it is served by. */
  String node() {
    return sheet.text("node");
  }

  void work() {
    work.step();
  }

  /** Waits until it is live, and holds all that was done, once. */
  void isComplete() {
    work.isComplete();
  }

  /** Lets time pass. */
  void pause(int ms) {
    sheet.page.waitForTimeout(ms);
  }

  /**
   * What it has noted.
   *
   * @param away each time that it was away
   * @param codes how its sockets were closed
   */
  record Notes(List<Away> away, List<Integer> codes) {}

  /** What it has noted since the last time this was asked. */
  Notes notes() {
    List<?> notes = (List<?>) sheet.page.evaluate("() => fetchNotes()");
    List<Away> away =
        ((List<?>) notes.get(0))
            .stream()
                .map(Visitor::integers)
                .map(pair -> new Away(pair.get(0), pair.get(1)))
                .toList();
    return new Notes(away, integers(notes.get(1)));
  }

  private static List<Integer> integers(Object list) {
    return ((List<?>) list).stream().map(one -> ((Number) one).intValue()).toList();
  }

  /** Loads the page again. Returns how long that took until it was live. */
  Away reload() {
    long since = System.nanoTime();
    sheet.reload();
    int millis = (int) ((System.nanoTime() - since) / 1_000_000);
    return new Away(millis, millis);
  }

  /**
   * Loads the page again, and looks how.
   *
   * @return the protocol of the page, and of the socket
   */
  String protocols() {
    CDPSession session = sheet.page.context().newCDPSession(sheet.page);
    AtomicReference<String> socket = new AtomicReference<>("?");
    session.on("Network.webSocketHandshakeResponseReceived", answer -> socket.set(way(answer)));
    session.send("Network.enable");
    sheet.reload();
    Object page =
        sheet.page.evaluate("() => performance.getEntriesByType('navigation')[0].nextHopProtocol");
    session.detach();
    return "page " + page + ", socket " + socket.get();
  }

  /**
   * Over HTTP/2 it is no 101 (Switching Protocols) that opens a WebSocket, but a 200 (RFC 8441).
   */
  private static String way(JsonObject answer) {
    int status = answer.getAsJsonObject("response").get("status").getAsInt();
    return status == 101 ? "http/1.1" : "h2 (RFC 8441)";
  }
}
