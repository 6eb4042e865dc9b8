package dev.livestash.acceptance.chaos;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.NavigateOptions;
import com.microsoft.playwright.Page.ReloadOptions;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitUntilState;
import dev.livestash.acceptance.chaos.Act.Gesture;
import dev.livestash.acceptance.chaos.Deed.Effect;
import dev.livestash.acceptance.e2e.SheetPage;
import dev.livestash.demo.Mischief;
import dev.livestash.demo.SheetModel;
import dev.livestash.demo.SheetModel.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A real page in a real tab, and the user who works in it. */
final class Tab implements Subject {
  private static final double LOAD_MS = 3_000;
  private static final double MEET_MS = 500;
  private static final int WAKES = 3;
  private static final double LIVE_MS = 90_000;
  private static final double ANSWER_MS = 120_000;
  private static final double ROOM_MS = 20_000;
  private static final int EDIT_ATTEMPTS = 5;

  /** In the address of a page whose state rests in what servers share. */
  static final String ON_SERVERS = "stash=redis";

  private final String name;
  private SheetPage sheet;
  private Page page;
  private Hands hands;
  private final String url;
  private final Tokens tokens;
  private final Trace trace;
  private final Ledger ledger;
  private int probes;

  /** A tab whose page has just loaded a sheet. */
  Tab(String name, SheetPage sheet, Tokens tokens, Trace trace) {
    this.name = name;
    this.sheet = sheet;
    this.page = sheet.page;
    this.hands = new Hands(page);
    this.url = page.url();
    this.tokens = tokens;
    this.trace = trace;
    hasStored(1);
    Held held = held();
    this.ledger = new Ledger(held.content(), held.seen());
  }

  /** Another one, whose storage was copied when it held this. */
  private Tab(String name, SheetPage sheet, String url, Tab original, Ledger ledger) {
    this.name = name;
    this.sheet = sheet;
    this.page = sheet.page;
    this.hands = new Hands(page);
    this.url = url;
    this.tokens = original.tokens;
    this.trace = original.trace;
    this.ledger = ledger;
  }

  /** A tab with a copy of this one's storage, and when that was copied, in milliseconds. */
  record Copied(Tab tab, long atMs) {}

  /** Duplicates it; empty if it holds no snapshot of its own, or one that rests elsewhere. */
  Optional<Copied> duplicate(Desk desk, String place) {
    if (ledger.isHeavy()
        || url.contains(ON_SERVERS)
        || !is(Scripts.HAS_SHEET)
        || !is(Scripts.HOLDS_ITS_OWN)) {
      trace.add(name, "cannot be duplicated");
      return Optional.empty();
    }
    String copyUrl = url.replaceFirst("tab=\\d+", "tab=" + place);
    List<String> copied = new ArrayList<>();
    SheetPage page =
        desk.duplicate(
            sheet,
            Scripts.DUPLICATE,
            copyUrl,
            all -> ((List<?>) all).forEach(one -> copied.add("" + one)));
    Held held = held(tokens.open(copied.subList(1, copied.size())).orElseThrow());
    trace.add(name, "is duplicated at event %d as tab %s".formatted(held.seen(), place));
    Ledger itsOwn = ledger.copy(held.content(), held.seen());
    Tab copy = new Tab("tab " + place, page, copyUrl, this, itsOwn);
    return Optional.of(new Copied(copy, Long.parseLong(copied.get(0))));
  }

  /** Its user closes it. */
  void close() {
    page.close();
  }

  /** Its browser was started again: this is what became of the tab. */
  void comesBack(SheetPage restored) {
    sheet = restored;
    page = restored.page;
    hands = new Hands(page);
    trace.add(name, "is back: " + page.url());
  }

  String url() {
    return url;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  /**
   * Does what the user wants to do; nothing, if the page has no sheet to do it with.
   *
   * @param whenDone run when the last key or button is about to be pressed
   */
  void use(Gesture gesture, double where, String text, Runnable whenDone) {
    if (gesture == Gesture.RELOAD) {
      whenDone.run();
      reload();
    } else if (is(Scripts.HAS_SHEET)) {
      hands
          .perform(gesture, where, text, ledger.edition(), whenDone)
          .ifPresentOrElse(this::done, () -> trace.add(name, "misses with " + gesture));
    } else {
      trace.add(name, "has no sheet to " + gesture);
    }
  }

  /** Asks for something, by a text in a cell. Returns whether there was a cell. */
  boolean ask(Mischief mischief, Effect effect, double where, String text) {
    Optional<Event> asked =
        is(Scripts.HAS_SHEET)
            ? hands.type(mischief.text(text), where, ledger.edition())
            : Optional.empty();
    asked.ifPresentOrElse(
        event -> done(new Deed(event, effect)), () -> trace.add(name, "cannot ask " + mischief));
    return asked.isPresent();
  }

  /** Presses a key without an effect, so many times. */
  void flood(int times) {
    if (is(Scripts.HAS_SHEET)) {
      hands.flood(times).forEach(event -> ledger.add(Deed.of(event)));
      trace.add(name, "events up to %d: redo".formatted(ledger.number()));
    }
  }

  private void done(Event event) {
    done(Deed.of(event));
  }

  private void done(Deed deed) {
    ledger.add(deed);
    trace.add(name, "event %d: %s".formatted(ledger.number(), deed));
  }

  /** Lets time pass. */
  void pause(int ms) {
    page.waitForTimeout(ms);
  }

  /** Waits until no handler sleeps any more at what it has sent. */
  void rest() {
    wake();
    // What nothing can be stored of waits in the tab, though it is answered.
    boolean rests =
        becomes(Scripts.IS_ANSWERED, ANSWER_MS)
            && (ledger.isHeavy() || becomes(Scripts.NOTHING_WAITS, ANSWER_MS));
    trace.add(name, rests ? "rests" : "still waits");
  }

  // --- loading

  private void reload() {
    trace.add(name, "reloads");
    attempt(
        () ->
            page.reload(
                new ReloadOptions()
                    .setTimeout(LOAD_MS)
                    .setWaitUntil(WaitUntilState.DOMCONTENTLOADED)));
  }

  /** As a user would who sees the browser's own page in place of ours. */
  private void loadIfMissing() {
    if (!is(Scripts.IS_LOADED)) {
      trace.add(name, "loads again");
      attempt(
          () ->
              page.navigate(
                  url,
                  new NavigateOptions()
                      .setTimeout(LOAD_MS)
                      .setWaitUntil(WaitUntilState.DOMCONTENTLOADED)));
    }
  }

  private void attempt(Runnable load) {
    try {
      load.run();
    } catch (PlaywrightException notLoaded) {
      trace.add(
          name,
          "could not load: "
              + String.valueOf(notLoaded.getMessage()).lines().findFirst().orElse(""));
      is("() => { stop(); return true; }");
    }
  }

  private boolean is(String condition) {
    try {
      return Boolean.TRUE.equals(page.evaluate(condition));
    } catch (PlaywrightException noPage) {
      return false;
    }
  }

  private boolean becomes(String condition, double ms) {
    try {
      page.waitForFunction(condition, null, new WaitForFunctionOptions().setTimeout(ms));
      return true;
    } catch (PlaywrightException tooLate) {
      return false;
    }
  }

  /** Tells the page that the network is back, which the browser would. */
  void wake() {
    is("() => dispatchEvent(new Event('online'))");
  }

  /** Waits a while until the page is live, and wakes it again if it is not. */
  void meet() {
    loadIfMissing();
    boolean isMet = becomes(Scripts.IS_LIVE, MEET_MS);
    for (int i = 1; i < WAKES && !isMet; i++) {
      wake();
      isMet = becomes(Scripts.IS_LIVE, MEET_MS);
    }
    trace.add(name, isMet ? "is met" : "is missed");
  }

  // --- what a check sees

  @Override
  public Optional<String> comesAlive(boolean wakes) {
    loadIfMissing();
    if (wakes) {
      wake();
    }
    return becomes(Scripts.IS_LIVE, LIVE_MS) ? Optional.empty() : Optional.of("not live");
  }

  @Override
  public Optional<String> answers() {
    // While a full outbox is sent again the page refuses what comes: its user would wait. One whose
    // state cannot be stored stays full, and takes it all the same.
    becomes(Scripts.HAS_ROOM, ROOM_MS);
    if (ledger.isHeavy() && !takes(this::shrink)) {
      return Optional.of("does not shrink");
    }
    if (!takes(this::edit)) {
      return Optional.of("takes no edit");
    }
    // Without anything left to send, what is missing is lost, which a comparison will find.
    return hasStored(ledger.number()) || is(Scripts.NOTHING_WAITS)
        ? Optional.empty()
        : Optional.of("does not answer");
  }

  /** As a user would who has missed the cell because the rows have just moved. */
  private boolean takes(Runnable deed) {
    long before = ledger.number();
    probes++;
    for (int i = 0; i < EDIT_ATTEMPTS && ledger.number() == before; i++) {
      becomes(Scripts.HAS_CELLS, ANSWER_MS);
      deed.run();
    }
    return ledger.number() > before;
  }

  private void edit() {
    use(Gesture.EDIT, 0, name + " probe " + probes, () -> {});
  }

  private void shrink() {
    ask(new Mischief(Mischief.Kind.GROW, 0), Effect.BALLAST, 0, name + " probe " + probes);
  }

  /** Waits until the tab has stored a snapshot with so many events in it. */
  private boolean hasStored(long events) {
    return becomes(
        "() => Number(sessionStorage['livestash:sheet:now']?.split(' ')[0]) >= " + events,
        ANSWER_MS);
  }

  @Override
  public String notes() {
    try {
      String notes = String.valueOf(page.evaluate(Scripts.FETCH_NOTES));
      notes.lines().forEach(note -> trace.add(name, "  notes " + note));
      return notes;
    } catch (PlaywrightException noPage) {
      return "";
    }
  }

  @Override
  public Held held() {
    while (true) {
      List<String> stored = sheet.storedTokens();
      Optional<ObjectNode> claims = tokens.open(stored);
      if (claims.isPresent()) {
        return held(claims.get());
      }
      // What it held before it stored a newer one does not rest any longer.
      if (stored.equals(sheet.storedTokens())) {
        throw new IllegalStateException("Nothing rests for " + name);
      }
    }
  }

  private static Held held(ObjectNode claims) {
    return new Held(
        new Content(
            SheetModel.of(claims.get("state").get("sheet")),
            claims.get("state").get("ballast").asString()),
        claims.get("state").get("notes").valueStream().map(JsonNode::asString).toList(),
        claims.get("gen").asLong(),
        claims.get("seq").asLong(),
        claims.get("seen").asLong());
  }

  @Override
  public Optional<String> showsOtherThan(SheetModel expected) {
    Map<String, Object> should = Map.of("cells", expected.cells(), "rows", expected.shown());
    try {
      page.waitForFunction(
          "should => (" + Scripts.ODD_CELL + ")(should) === ''",
          should,
          new WaitForFunctionOptions().setTimeout(ANSWER_MS));
      return Optional.empty();
    } catch (PlaywrightException tooLate) {
      return Optional.of(String.valueOf(page.evaluate(Scripts.ODD_CELL, should)));
    }
  }

  /** What the page's script has thrown. */
  List<String> errors() {
    return sheet.errors();
  }
}
