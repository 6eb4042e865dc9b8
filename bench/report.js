// Writes what results.json says into docs/: the pictures, and the tables of performance.md between their markers.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

const docs = new URL("../docs/", import.meta.url);
const results = JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8"));
const elixir = JSON.parse(readFileSync(new URL("elixir.json", import.meta.url), "utf8"));
const SIZES = ["1KB", "10KB", "100KB", "1MB"];

/** A figure of one sample: a size of the boards, or the sheet. */
const of = (name, sample) => (sample === "sheet" ? results.sheet[name] : results[name]?.[sample]);

/** The median of a ratio, with its quartiles. */
const ratio = (name, sample) => {
  const figure = (suffix) => number(sample ? of(name + suffix, sample) : results[name + suffix]);
  return figure("_q1") === "" ? figure("") : `${figure("")} (${figure("_q1")}–${figure("_q3")})`;
};

const number = (value) => {
  if (value === undefined) return "";
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toPrecision(2);
};

// --- tables

const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(row)].join("\n");

const bySample = (rows) => {
  const samples = [...SIZES, "sheet"];
  return table(
    ["", ...SIZES, "sheet, 1.2 MB"],
    rows.map(([label, name]) => [
      label,
      ...samples.map((sample) => (typeof name === "string" ? ratio(name, sample) : number(name[sample]))),
    ]),
  );
};

const stormRow = (label, suffix) => [
  label,
  ...["storm", "storm_same", "storm_floor", "storm_plain"].map((kind) => number(results[kind + suffix])),
];

const tables = {
  commit: bySample([
    ["**commit**, µs", "commit_us"],
    ["floor, µs", "commit_floor_us"],
    ["**commit over floor**", "commit_over_floor"],
    ["the same by the clock on the wall", "commit_over_floor_wall"],
    ["with the built-in dictionary, µs", "builtin_commit_us"],
    ["with a trained dictionary, µs", "trained_commit_us"],
    ["with Deflate, over commit", "deflate_over_commit"],
    ["Nimbus's plain way, over commit", "nimbus_over_commit"],
    ["Faces' way, over commit", "faces_over_commit"],
    ["LiveStash 1.0.1 (Elixir) `stash`, µs", elixir.stash_us],
  ]),
  open: bySample([
    ["**open and bind**, µs", "open_us"],
    ["floor, µs", "open_floor_us"],
    ["**open over floor**", "open_over_floor"],
    ["the same by the clock on the wall", "open_over_floor_wall"],
    ["with Deflate, over open", "deflate_over_open"],
    ["Nimbus's plain way, over open", "nimbus_over_open"],
    ["Faces' way, over open", "faces_over_open"],
    ["LiveStash 1.0.1 (Elixir) `recover`, µs", elixir.recover_us],
  ]),
  bytes: bySample([
    ["**token**", "token_bytes"],
    ["with the built-in dictionary", "builtin_token_bytes"],
    ["with a trained dictionary of 4 KB", "trained_token_bytes"],
    ["with Deflate", "deflate_token_bytes"],
    ["Nimbus's plain way", "nimbus_token_bytes"],
    ["Faces' way", "faces_token_bytes"],
    ["LiveStash 1.0.1 (Elixir)", elixir.token_bytes],
    ["**whole `keep` frame of one small change**", "keep_frame_bytes_small_change"],
  ]),
  change: bySample([
    ["**small change**, µs", "small_change_us"],
    ["over a whole commit", "small_change_over_commit"],
    ["an event that changes nothing, µs", "noop_event_us"],
    ["over a whole commit", "noop_event_over_commit"],
    ["a change from outside that gives back an equal state, of other objects, µs", "noop_us"],
    ["over a whole commit", "noop_over_commit"],
    ["LiveStash 1.0.1 (Elixir), nothing changed, µs", elixir.noop_us],
  ]),
  steps: table(
    ["step, µs", "1KB", "10KB"],
    [
      ["write the state, with the trace", "write"],
      ["(the same without a trace)", "untraced"],
      ["compress", "compress"],
      ["seal: a key of its own, its wrapping, AES-GCM, Base64", "seal"],
      ["unseal", "unseal"],
      ["inflate", "inflate"],
      ["read the claims", "claims"],
      ["bind the state", "bind"],
    ].map(([label, step]) => [label, ...["1KB", "10KB"].map((size) => number(of(`step_${step}_us`, size)))]),
  ),
  life: bySample([
    ["**small change anywhere**, on average, µs", "edit_us"],
    ["over a whole commit", "edit_over_commit"],
    ["its whole `keep` frame, on average, bytes", "edit_frame_bytes"],
    ["changes for each base", "edits_per_base"],
    ["all rows in another order, over a whole commit", "reordered_over_commit"],
  ]),
  reached: reached(),
  storm: table(
    ["", "LiveStash", "its page still there", "floor of a restore", "plain connect and echo"],
    [
      stormRow("tabs a second", "_per_s"),
      stormRow("live after, median, ms", "_p50_ms"),
      stormRow("live after, 95 %, ms", "_p95_ms"),
      stormRow("live after, 99 %, ms", "_p99_ms"),
      stormRow("CPU of server and clients, a tab, µs", "_us"),
      stormRow("of it the threads that serve, µs", "_server_us"),
      ["**over plain connects**", ratio("storm_ratio"), ratio("storm_same_ratio"), ratio("storm_floor_ratio"), "1"],
      [
        "the same by the clock on the wall",
        number(results.storm_ratio_wall),
        number(results.storm_same_ratio_wall),
        number(results.storm_floor_ratio_wall),
        "1",
      ],
      ["**over the floor**", ratio("storm_over_floor"), ratio("storm_same_over_floor"), "1", ""],
      [
        "the same by the clock on the wall",
        number(results.storm_over_floor_wall),
        number(results.storm_same_over_floor_wall),
        "1",
        "",
      ],
    ],
  ),
  rest: table(
    ["", ""],
    [
      ["heap of an idle session beyond a plain Undertow WebSocket, bytes", number(of("idle_bytes", "1KB"))],
      ...SIZES.slice(1).map((size) => [`the same with a state of ${size}`, number(of("idle_bytes", size))]),
      ["a session that was restored from 10 KB, its state included", number(results.idle_restored_bytes)],
      ["heap of that plain WebSocket, bytes", number(results.idle_plain_socket_bytes)],
      ["js-client, gzip -9, bytes", number(results.js_gzip_bytes)],
    ],
  ),
  capacity: capacity(),
  machine: `${cpus()[0].model.trim()}, ${results.cores} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, JDK ${results.java}, ${results.quick ? "a quick run" : "a full run"}.`,
};

/** A million tabs that come back within half a minute, each with 10 KB of state. */
function capacity() {
  const tabs = 1e6;
  const perSecond = tabs / 30;
  const stormCores = (perSecond / results.storm_per_s) * results.cores;
  const pathCores = (perSecond * of("open_us", "10KB")) / 1e6;
  const token = of("token_bytes", "10KB");
  const patch = of("keep_frame_bytes_small_change", "10KB");
  const gib = (bytes) => `${number((tabs * bytes) / 2 ** 30)} GiB`;
  return table(
    ["a million tabs in 30 s, 10 KB each", ""],
    [
      ["tabs a second", number(perSecond)],
      ["cores, by the storm (the clients' share included)", number(stormCores)],
      ["of them to open and bind", number(pathCores)],
      ["tokens in, Mbit/s", number((perSecond * token * 8) / 1e6)],
      ["patches out, Mbit/s", number((perSecond * patch * 8) / 1e6)],
      ["heap of sockets, sessions and states", gib(results.idle_plain_socket_bytes + results.idle_restored_bytes)],
      ["of it what LiveStash keeps beside socket and state", gib(of("idle_bytes", "10KB"))],
      ["tokens that the servers hold", "0"],
    ],
  );
}

/** What the design asks for, and whether this run has it. */
function reached() {
  const worst = (name, sizes, pick = Math.max) => pick(...sizes.map((size) => of(name, size)));
  const large = ["10KB", "100KB", "1MB", "sheet"];
  const faster = (ours, theirs) => Math.min(...SIZES.map((size) => theirs[size] / of(ours, size)));
  const most = (asked) => ({ text: `≤ ${asked.toLocaleString("en-US")}`, holds: (value) => value <= asked });
  const least = (asked) => ({ text: `≥ ${asked}`, holds: (value) => value >= asked });
  const tokens = SIZES.map((size) => of("token_bytes", size) / elixir.token_bytes[size]);
  return table(
    ["figure", "asked", "this run", ""],
    [
      ["commit over floor, 10 KB and above, worst", most(1.15), worst("commit_over_floor", large)],
      ["commit over floor, 1 KB", most(1.4), of("commit_over_floor", "1KB")],
      ["Nimbus's plain way over commit, 100 KB", least(10), of("nimbus_over_commit", "100KB")],
      ["whole `keep` frame of one small change, 100 KB, bytes", most(600), of("keep_frame_bytes_small_change", "100KB")],
      ["the same, 1 MB", most(1024), of("keep_frame_bytes_small_change", "1MB")],
      ["CPU of a small change over a whole commit, 1 MB", most(0.2), of("small_change_over_commit", "1MB")],
      ["the same on average over the life of a base", most(0.2), of("edit_over_commit", "1MB")],
      ["open over floor, 10 KB and above, worst", most(1.2), worst("open_over_floor", large)],
      ["open over floor, 1 KB", most(1.2), of("open_over_floor", "1KB")],
      ["storm over plain connects", least(0.5), results.storm_ratio],
      ["heap of an idle session, bytes", most(3072), of("idle_bytes", "1KB")],
      ["js-client, gzip, bytes", most(5760), results.js_gzip_bytes],
      ["times as fast as LiveStash 1.0.1 at `stash`, the worst size", least(2), faster("commit_us", elixir.stash_us)],
      ["times as fast as LiveStash 1.0.1 at `recover`, the worst size", least(2), faster("open_us", elixir.recover_us)],
      ["token over that of LiveStash 1.0.1, 10 KB and above, worst", most(1), Math.max(...tokens.slice(1))],
      ["token over that of LiveStash 1.0.1, 1 KB", most(1), tokens[0]],
    ].map(([figure, asked, value]) => [
      figure,
      asked.text,
      number(value),
      Number.isFinite(value) && asked.holds(value) ? "reached" : "**missed**",
    ]),
  );
}

if (results.quick) {
  console.error("A quick run is no measure for the documents: docs/ stays as it is.");
  process.exit();
}

const page = new URL("performance.md", docs);
let text = readFileSync(page, "utf8");
for (const [name, body] of Object.entries(tables)) {
  const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- end -->)`);
  if (!marked.test(text)) throw new Error(`performance.md has no place for '${name}'`);
  text = text.replace(marked, (_, start, end) => `${start}\n${body}\n${end}`);
}
writeFileSync(page, text);

// --- pictures

const COLOURS = ["#2563eb", "#94a3b8", "#f59e0b", "#dc2626", "#7c3aed"];
const WIDTH = 760;
const HEIGHT = 360;
const LEFT = 70;
const TOP = 56;
const BOTTOM = 40;

/** Grouped bars on a logarithmic scale. */
function bars(title, series) {
  const values = series.flatMap((one) => SIZES.map((size) => one.values[size]));
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const y = (value) => HEIGHT - BOTTOM - ((Math.log10(value) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const group = (WIDTH - LEFT - 20) / SIZES.length;
  const bar = (group - 24) / series.length;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="20" font-size="15" font-weight="600">${title}</text>`,
  ];
  for (let power = low; power <= high; power++) {
    const at = y(10 ** power).toFixed(1);
    out.push(`<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${at}" y2="${at}" stroke="#e2e8f0"/>`);
    out.push(`<text x="${LEFT - 8}" y="${at}" text-anchor="end" dy="4">${(10 ** power).toLocaleString("en-US")}</text>`);
  }
  series.forEach((one, s) => {
    const colour = COLOURS[s];
    const legend = LEFT + s * 138;
    out.push(`<rect x="${legend}" y="30" width="10" height="10" fill="${colour}"/>`);
    out.push(`<text x="${legend + 14}" y="39">${one.label}</text>`);
    SIZES.forEach((size, i) => {
      const x = (LEFT + 12 + i * group + s * bar).toFixed(1);
      const top = y(one.values[size]);
      const height = (HEIGHT - BOTTOM - top).toFixed(1);
      out.push(`<rect x="${x}" y="${top.toFixed(1)}" width="${(bar - 2).toFixed(1)}" height="${height}" fill="${colour}"/>`);
    });
  });
  SIZES.forEach((size, i) => {
    const x = (LEFT + (i + 0.5) * group).toFixed(1);
    out.push(`<text x="${x}" y="${HEIGHT - 16}" text-anchor="middle">${size}</text>`);
  });
  return `${out.join("\n")}\n</svg>\n`;
}

const ways = (suffix, last) => [
  { label: "LiveStash for Java", values: results[suffix] },
  { label: "floor", values: results[suffix.replace("_us", "_floor_us")] },
  { label: "Nimbus, plain", values: results[`nimbus_${suffix}`] },
  { label: "Faces' way", values: results[`faces_${suffix}`] },
  { label: "LiveStash (Elixir)", values: last },
];

const pictures = {
  "commit.svg": bars("From a state to its token, µs", ways("commit_us", elixir.stash_us)),
  "open.svg": bars("From a token to its state, µs", ways("open_us", elixir.recover_us)),
  "bytes.svg": bars("What is sent, bytes", [
    { label: "token", values: results.token_bytes },
    { label: "one small change", values: results.keep_frame_bytes_small_change },
    { label: "Nimbus, plain", values: results.nimbus_token_bytes },
    { label: "Faces' way", values: results.faces_token_bytes },
    { label: "LiveStash (Elixir)", values: elixir.token_bytes },
  ]),
};
mkdirSync(new URL("pictures/", docs), { recursive: true });
for (const [name, svg] of Object.entries(pictures)) {
  writeFileSync(new URL(`pictures/${name}`, docs), svg);
}
