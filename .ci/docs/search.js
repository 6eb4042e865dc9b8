"use strict";
// The search of the site: an index that is fetched when somebody looks for something, and no more than that.
(() => {
  const root = document.currentScript.dataset.root;
  const form = document.querySelector("form[role=search]");
  const input = form.querySelector("input");
  const list = form.querySelector("ol");
  const MAX_RESULTS = 12;
  let index;

  const load = () => {
    index ??= new Promise((found, failed) => {
      const script = document.createElement("script");
      script.src = `${root}search-index.js`;
      script.onload = () => found(globalThis.searchIndex);
      script.onerror = failed;
      document.head.append(script);
    });
    return index;
  };

  // Each word has to be in it. A title says more than a text, and the start of a word more than its inside.
  function score([, , page, title, text], words) {
    let sum = 0;
    for (const word of words) {
      const inTitle = title.toLowerCase().includes(word) ? 8 : 0;
      const inPage = page.toLowerCase().includes(word) ? 3 : 0;
      const at = ` ${text.toLowerCase()}`.indexOf(word);
      const inText = at < 0 ? 0 : 1 + Number(!/\w/.test(` ${text}`[at - 1] ?? " "));
      if (inTitle + inPage + inText === 0) return 0;
      sum += inTitle + inPage + inText;
    }
    return sum;
  }

  function excerpt(text, word) {
    const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
    return (at > 0 ? "… " : "") + text.slice(at, at + 120) + (text.length > at + 120 ? " …" : "");
  }

  function result([page, anchor, pageTitle, title, text], words) {
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    link.href = `${root}${page}#${anchor}`;
    link.textContent = title === pageTitle ? title : `${title} · ${pageTitle}`;
    link.appendChild(document.createElement("small")).textContent = excerpt(text, words[0]);
    return item;
  }

  async function look() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.hidden = words.length === 0;
    if (list.hidden) return;
    const found = (await load())
      .map((section) => [score(section, words), section])
      .filter(([points]) => points > 0)
      .sort(([one], [other]) => other - one)
      .slice(0, MAX_RESULTS)
      .map(([, section]) => result(section, words));
    const none = document.createElement("li");
    none.textContent = "Nothing is found.";
    list.replaceChildren(...(found.length > 0 ? found : [none]));
  }

  input.addEventListener("focus", () => load().catch(() => undefined));
  input.addEventListener("input", look);
  form.addEventListener("submit", (submit) => {
    submit.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") list.hidden = true;
  });
  document.addEventListener("keydown", (press) => {
    if (press.key !== "/" || /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "")) return;
    press.preventDefault();
    input.focus();
  });
})();
