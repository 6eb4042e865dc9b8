// The browser module on lines of a given rate: `node --experimental-websocket tabs.mjs MODULE` reads a JSON array of
// cells from its input, runs those that need long all at once, and writes one JSON line for each as it ends.
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const { connect } = await import(pathToFileURL(process.argv[2]));

const MAX_BYTES = 4 << 20;
const LONG_MS = 10_000;
const BETWEEN_STARTS_MS = 300;
const WORKERS = 3;

/** What the module takes for a window. */
const page = () => {
  const items = new Map();
  return {
    WebSocket,
    performance,
    Date,
    Math,
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer),
    location: { href: "http://localhost/" },
    sessionStorage: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => items.set(key, value),
      removeItem: (key) => items.delete(key),
    },
  };
};

/** Connects, and counts how often the connection is lost. */
const open = (url, environment) => {
  const tab = { lost: 0, on: {} };
  tab.joined = new Promise((resolve) => {
    tab.on.joined = resolve;
  });
  tab.view = connect(url, {
    view: "blob",
    environment,
    maxEventBytes: MAX_BYTES,
    maxOutboxBytes: MAX_BYTES,
    onJoined: (arrival) => tab.on.joined(arrival),
    onStatus: (_, waiting) => {
      if (waiting) tab.lost++;
    },
    onSnapshot: (snapshot) => tab.on.snapshot?.(snapshot),
  });
  /** The next snapshot of at least so many bytes. */
  tab.snapshot = (bytes) =>
    new Promise((resolve) => {
      tab.on.snapshot = (snapshot) => snapshot.tokenBytes >= bytes && resolve(snapshot);
    });
  return tab;
};

const timed = async (what) => {
  const start = performance.now();
  const bytes = await what();
  return { bytes, ms: Math.round(performance.now() - start) };
};

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const random = (length) => Array.from({ length }, () => alphabet[Math.floor(Math.random() * 64)]).join("");

const KINDS = {
  async event({ url, bytes }) {
    const tab = open(url, page());
    const first = tab.snapshot(0);
    await tab.joined;
    await first;
    const data = random(bytes);
    const result = await timed(async () => {
      await tab.view.send("take", data);
      return bytes;
    });
    return { ...result, tab };
  },
  async keep({ url, bytes }) {
    const tab = open(url, page());
    const first = tab.snapshot(0);
    await tab.joined;
    await first;
    const result = await timed(async () => {
      const kept = tab.snapshot(bytes / 2);
      tab.view.send("grow", bytes);
      return (await kept).tokenBytes;
    });
    return { ...result, tab };
  },
  async join({ url, direct, bytes }) {
    const environment = page();
    const before = open(direct, environment);
    await before.joined;
    const kept = before.snapshot(bytes / 2);
    before.view.send("grow", bytes);
    const { tokenBytes } = await kept;
    before.view.close();
    const tab = open(url, environment);
    const result = await timed(async () => {
      await tab.joined;
      return tokenBytes;
    });
    return { ...result, tab };
  },
};

const run = async (cell) => {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ bytes: 0, ms: -1 }), cell.patienceMs);
  });
  const { tab, ...result } = await Promise.race([KINDS[cell.kind](cell), late]);
  clearTimeout(timer);
  tab?.view.close();
  process.stdout.write(`${JSON.stringify({ ...result, cell: cell.number, lost: tab?.lost ?? -1 })}\n`);
};

const cells = JSON.parse(await text(process.stdin));
// So that no cell waits for what is compiled and loaded once.
for (const kind of ["event", "keep", "join"]) {
  const { tab } = await KINDS[kind]({ ...cells[0], url: cells[0].direct, bytes: 100_000 });
  tab.view.close();
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Those that mostly wait for their line run all at once; they begin one after the other. */
const patient = async (list) => {
  const running = [];
  for (const cell of list) {
    running.push(run(cell));
    await pause(BETWEEN_STARTS_MS);
  }
  await Promise.all(running);
};

/** The others would wait for each other's work: few at a time. */
const few = async (list) => {
  const next = list[Symbol.iterator]();
  const worker = async () => {
    for (const cell of next) await run(cell);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
};

await Promise.all([
  patient(cells.filter(({ neededMs }) => neededMs >= LONG_MS)),
  few(cells.filter(({ neededMs }) => neededMs < LONG_MS)),
]);
process.exit(0);
