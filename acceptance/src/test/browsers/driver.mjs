// What both browsers' protocols have in common: the commands of WebDriver (W3C).

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS = { Enter: "\uE007", Tab: "\uE004" };

export class Driver {
  /** Runs a script's body in the page, and returns what it returns. */
  run(script, ...args) {
    return this.command("ExecuteScript", { script, args });
  }

  goto(url) {
    return this.command("Navigate", { url });
  }

  reload() {
    return this.command("Refresh", {});
  }

  back() {
    return this.command("Back", {});
  }

  forward() {
    return this.command("Forward", {});
  }

  async click(testId) {
    const value = `[data-testid="${testId}"]`;
    const found = await this.command("FindElement", { using: "css selector", value });
    return this.command("ElementClick", { id: found[ELEMENT] });
  }

  /** Presses keys, one after the other. */
  press(keys) {
    const actions = keys.flatMap((key) => {
      const value = KEYS[key] ?? key;
      return [
        { type: "keyDown", value },
        { type: "keyUp", value },
      ];
    });
    return this.command("PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  tabs() {
    return this.command("GetWindowHandles", {});
  }

  switchTo(handle) {
    return this.command("SwitchToWindow", { handle });
  }

  closeTab() {
    return this.command("CloseWindow", {});
  }
}
