// The demo's page in a browser: what a user does there, and sees.

import { until } from "./children.mjs";

const text = (id) => `document.querySelector('[data-testid="${id}"]')?.textContent`;

export class Sheet {
  constructor(driver, url) {
    this.driver = driver;
    this.url = url;
  }

  ask(expression, ...args) {
    return this.driver.run(`return (${expression})`, ...args);
  }

  until(expression, ms) {
    return until(expression, () => this.ask(expression), ms);
  }

  /** A page without a past. */
  async open() {
    await this.driver.goto("about:blank");
    await this.driver.goto(this.url);
    await this.ask("sessionStorage.clear()");
    await this.driver.goto("about:blank");
    await this.driver.goto(this.url);
    await this.live();
  }

  async sample(name) {
    await this.driver.click(`sample-${name}`);
    await this.until(`${text("cell-0-0")} !== undefined`);
    await this.kept();
  }

  async paste(csv) {
    await this.driver.run(
      `document.querySelector("[data-testid=paste]").value = arguments[0];
       document.querySelector("[data-testid=load-pasted]").click();`,
      csv,
    );
    await this.until(`${text("cell-0-0")} !== undefined`);
    await this.kept();
  }

  live(ms = 60_000) {
    return this.until(`${text("status")} === "live"`, ms);
  }

  away() {
    return this.until(`${text("status")} !== "live"`);
  }

  async edit(row, column, value) {
    await this.driver.click(`cell-${row}-${column}`);
    await this.driver.press([...value, "Enter"]);
  }

  /** The server has it. */
  has(row, column, value, ms) {
    const cell = `document.querySelector('[data-testid="cell-${row}-${column}"]')`;
    return this.until(
      `${cell}?.textContent === ${JSON.stringify(value)} && !${cell}.classList.contains("pending")`,
      ms,
    );
  }

  async type(row, column, value) {
    await this.edit(row, column, value);
    await this.has(row, column, value);
  }

  /** No event waits for a snapshot. */
  kept() {
    return this.until(`!Object.keys(sessionStorage).some((key) => /^livestash:sheet:e\\d/.test(key))`);
  }

  outcome() {
    return this.ask(text("outcome"));
  }

  /** How many characters of names and values the tab has stored. */
  stored() {
    return this.ask("Object.entries(sessionStorage).reduce((sum, each) => sum + each.join('').length, 0)");
  }

  async expectOutcome(expected) {
    const outcome = await this.outcome();
    if (outcome !== expected) throw new Error(`came back as ${outcome}, not ${expected}`);
  }
}
