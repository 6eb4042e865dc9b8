package dev.livestash.acceptance.chaos;

/** What is asked of a page, in its own language. */
final class Scripts {
  /** With its script and its styles; either can be missing after a load over a bad connection. */
  static final String IS_LOADED =
      """
      () => document.body?.dataset.mode !== undefined
          && getComputedStyle(document.body).display === 'grid'
      """;

  static final String HAS_SHEET =
      "() => (" + IS_LOADED + ")() && document.body.dataset.sheet === 'loaded'";

  static final String HAS_CELLS = "() => document.querySelector('" + Hands.CELLS + "') !== null";
  static final String IS_LIVE = "() => document.body.dataset.status === 'live'";

  static final String NOTHING_WAITS =
      "() => !Object.keys(sessionStorage).some(key => key.startsWith('livestash:sheet:e'))";

  /** Of the 256 events that a tab keeps. */
  static final String HAS_ROOM =
      """
      () => Object.keys(sessionStorage).filter(key => key.startsWith('livestash:sheet:e')).length
          < 200
      """;

  /** What this page has sent; what a page before it has is stored only. */
  static final String IS_ANSWERED =
      "() => (" + IS_LIVE + ")() && document.getElementById('waiting').textContent === ''";

  static final String FETCH_NOTES =
      """
      () => {
        const notes = sessionStorage.getItem('chaos') ?? '';
        sessionStorage.removeItem('chaos');
        return `${notes}${Date.now()} is ${document.body.dataset.status}\n`;
      }
      """;

  static final String HOLDS_ITS_OWN =
      "() => /^\\d/.test(sessionStorage['livestash:sheet:now'] ?? '')";

  /** Opens the copy; returns when that was, and the tokens that were in the storage then. */
  static final String DUPLICATE =
      """
      url => {
        const before = Date.now();
        while (Date.now() === before) {}
        const item = key => sessionStorage['livestash:sheet:' + key];
        const tokens = item('now').split(' ').slice(1).map(slot => item('t' + slot));
        open(url);
        return [String(Date.now()), ...tokens];
      }
      """;

  /** The cell that shows another text than it should, with both; empty if there is none. */
  static final String ODD_CELL =
      """
      ({ cells, rows }) => {
        const shown = Number(document.getElementById('grid').getAttribute('aria-rowcount')) - 1;
        if (shown !== rows) return `${shown} rows, and not ${rows}`;
        const drawn = [...document.querySelectorAll('#grid .cell')];
        if (drawn.length === 0) return 'no row';
        const odd = drawn.find(({ id, textContent }) => textContent !== cells[id]);
        return odd ? `${odd.id} as “${odd.textContent}”, and not as “${cells[odd.id]}”` : '';
      }
      """;

  private Scripts() {}
}
