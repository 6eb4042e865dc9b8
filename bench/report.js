// Writes what results.json says into docs/: the pictures, and the tables of performance.md between their markers.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

const docs = new URL("../docs/", import.meta.url);
const results = JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8"));
const elixir = JSON.parse(readFileSync(new URL("elixir.json", import.meta.url), "utf8"));
const SIZES = ["1KB", "10KB", "100KB", "1MB"];

/** A figure of one sample: a size of the boards, or the sheet. */
const of = (name, sample) => (sample === "sheet" ? results.sheet : results[name])[sample === "sheet" ? name : sample];

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
      ...samples.map((sample) => number(typeof name === "string" ? of(name, sample) : name[sample])),
    ]),
  );
};

const tables = {
  commit: bySample([
    ["**commit**, µs", "commit_us"],
    ["floor, µs", "commit_floor_us"],
    ["**commit over floor**", "commit_over_floor"],
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
    ["a change from outside that gives back the same state, µs", "noop_us"],
    ["the same with an equal copy of it, µs", "noop_equal_us"],
    ["LiveStash 1.0.1 (Elixir), nothing changed, µs", elixir.noop_us],
  ]),
  storm: table(
    ["", "LiveStash", "floor of a restore", "plain connect and echo"],
    [
      [
        "tabs a second",
        number(results.storm_tabs_per_s),
        number(results.storm_floor_per_s),
        number(results.storm_plain_per_s),
      ],
      ["live after, median, ms", number(results.storm_p50_ms), "", ""],
      ["live after, 95 %, ms", number(results.storm_p95_ms), "", ""],
      ["live after, 99 %, ms", number(results.storm_p99_ms), "", number(results.storm_plain_p99_ms)],
      [
        "**over plain connects**",
        number(results.storm_ratio),
        number(results.storm_floor_per_s / results.storm_plain_per_s),
        "1",
      ],
      ["over the floor", number(results.storm_over_floor), "1", ""],
    ],
  ),
  rest: table(
    ["", ""],
    [
      ["heap of an idle session beyond a plain Undertow WebSocket, bytes", number(results.idle_session_bytes)],
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
  const stormCores = (perSecond / results.storm_tabs_per_s) * results.cores;
  const pathCores = (perSecond * of("open_us", "10KB")) / 1e6;
  const token = of("token_bytes", "10KB");
  const patch = of("keep_frame_bytes_small_change", "10KB");
  const gib = (bytes) => `${number((tabs * bytes) / 2 ** 30)} GiB`;
  const session = results.idle_plain_socket_bytes + results.idle_session_bytes;
  return table(
    ["a million tabs in 30 s, 10 KB each", ""],
    [
      ["tabs a second", number(perSecond)],
      ["cores, by the storm (the clients' share included)", number(stormCores)],
      ["of them to open and bind", number(pathCores)],
      ["tokens in, Mbit/s", number((perSecond * token * 8) / 1e6)],
      ["patches out, Mbit/s", number((perSecond * patch * 8) / 1e6)],
      ["heap of sockets and sessions, states aside", gib(session)],
      ["tokens that the servers hold", "0"],
    ],
  );
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
