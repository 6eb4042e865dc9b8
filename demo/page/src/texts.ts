import type { Arrival } from "./link.js";

/** What the page says, apart from what the server answers. */

export const ABOUT = {
  live: "The table lives in the server’s memory, and a sealed copy in this tab: crash the server, and nothing is lost.",
  plain:
    "The same page without LiveStash: the table lives in the server’s memory only. Crash the server, and it is gone.",
  beside:
    "The same view twice, with LiveStash and without: what you do is done in both. Then crash the server.",
} as const;

export const HEADLINE = {
  live: "Open a table. Then crash the server.",
  plain: "Open a table. Then lose it.",
} as const;

export const WELCOME = {
  live: "Load a table, edit it, sort it, filter it. Everything is done and kept by the server. Then halt its process, and go on where you were.",
  plain:
    "The same page without LiveStash. Load a table, edit it, sort it, filter it. Then halt the server’s process, and start over.",
} as const;

export const LOST = "The sheet is gone: it was in the server’s memory only, and that server is no more.";
export const CRASHED = {
  live: "The server’s process was halted. Go on working: what you change waits in this tab until it is back.",
  plain: "The server’s process was halted, and the sheet with it.",
} as const;
/** Of the same view beside, over a plain socket. */
export const BESIDE = {
  empty: "Nothing yet: what you open is opened here, too.",
  loaded: "In the server’s memory only.",
  away: "The server is away.",
  gone: "Gone: it was in the server’s memory only.",
} as const;

export const AWAY = {
  live: "The server is away. What you change waits in this tab, and is done when it is back.",
  plain: "The server is away, and the sheet with it.",
} as const;

const CAME_BACK: Readonly<Record<string, string>> = {
  restored: "Another process is there, and has all from this tab’s token",
  adopted: "The server still had the sheet in its memory",
};

/** What the guided minute says. */
export const TOUR = {
  begin: "One minute. This sheet is in the server’s memory, and sealed in this tab. First, a change: “one”.",
  written: "“one” is in the first cell. The strip below shows the snapshot that the tab has stored since.",
  killed:
    "The server’s process was killed, as kill -9 does. Meanwhile “two” was written: it waits in this tab.",
  back: (outcome: string): string => `${CAME_BACK[outcome] ?? "The server is back"}; “two” is in it.`,
  copy: "A copy of this tab gets a sheet of its own, and both go on. Open one, if you like, and come back.",
  offline: "The network is gone. “three” was written, and waits.",
  online: (outcome: string): string =>
    `The network is back. ${CAME_BACK[outcome] ?? "The server is there"}; “three” is in it.`,
  deploying:
    "Now a release is deployed: one node after the other says goodbye, ends, and is started with what is new.",
  alone: "This is one server. How a release is deployed to two, “./dev demo --nodes 2” shows.",
  deployed: "Both nodes were replaced, and this sheet was carried over.",
  end: "That was it: nothing was lost. Undo takes the three changes back, one by one.",
} as const;

export const NOTHING_PASTED = "Paste some CSV into the field first.";
export const NOT_STORED = {
  quota: "This tab’s storage is full: the sheet outlives the server, but not this page.",
  blocked: "This tab may not store anything: the sheet outlives the server, but not this page.",
} as const;

const REFUSED: Readonly<Record<string, string>> = {
  unknown: "The server does not know how to do that.",
  invalid: "The server did not understand that.",
  failed: "The server could not do that.",
  timeout: "That took the server too long, and was not done.",
  poisoned: "That has ended the server four times, and was skipped.",
  reset: "That was not done: the sheet was started anew.",
  full: "Too much waits for the server: that was not taken.",
  "too-large": "That is too large to be sent.",
  closed: "That was not sent: this page is not connected any more.",
  offline: "That is lost: the server is away, and without LiveStash nothing waits for it.",
};

/** Why an event was not handled. */
export function refusal(code: string): string {
  return REFUSED[code] ?? REFUSED.failed ?? code;
}

const ANEW: Readonly<Record<string, string>> = {
  expired: "This tab’s sheet was too old to be opened again; this is a new one.",
  stale: "This tab’s copy of the sheet was older than what the server knows; this is a new one.",
  rejected: "The server could not open this tab’s sheet; this is a new one.",
  newer:
    "This tab’s sheet is of a newer release than this server; it is kept until one of that release answers.",
};

/** How the sheet came back; nothing where it never was away. */
export function arrivalText({ outcome, reason, ms }: Arrival): string {
  if (outcome === "restored")
    return `Restored from this tab’s token in ${Math.round(ms ?? 0)} ms: everything is back.`;
  if (outcome === "adopted") return "Connected again: the server still had the sheet in its memory.";
  if (outcome === "forked") return "This tab is a copy: it has a sheet of its own from here on.";
  return reason ? (ANEW[reason] ?? "") : "";
}

/** How many rows there are to be seen. */
export function countText(total: number, rows: number): string {
  const all = `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;
  return total === rows ? all : `${total.toLocaleString("en")} of ${all}`;
}
