// Writes what results.json says into docs/: the pictures, and the tables of performance.md between their markers.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

const docs = new URL("../docs/", import.meta.url);
const results = JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8"));
const elixir = JSON.parse(readFileSync(new URL("elixir.json", import.meta.url), "utf8"));
const SIZES = ["1KB", "10KB", "100KB", "1MB"];
const GROWTH = [...SIZES, "10MB"];
const PERSISTED = ["10KB", "100KB", "1MB"];

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

const STORMS = ["storm", "storm_shown", "storm_same", "storm_floor", "storm_carried", "storm_plain"];

const stormRow = (label, suffix) => [label, ...STORMS.map((kind) => number(results[kind + suffix]))];

/** A table of a figure by size, where the sizes are others than those of the samples. */
const byGrowth = (rows) =>
  table(
    ["", ...GROWTH],
    rows.map(([label, name]) => [label, ...GROWTH.map((size) => number(results[name]?.[size]))]),
  );

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
    ["Mojarra (its own classes), over commit", "mojarra_over_commit"],
    ["MyFaces, its default: no compression, over commit", "myfaces_over_commit"],
    ["MyFaces, compressed, over commit", "myfaces_zipped_over_commit"],
    ["LiveStash 1.0.1 (Elixir) `stash`, µs", elixir.stash_us],
  ]),
  open: bySample([
    ["**open and bind**, µs", "open_us"],
    ["floor, µs", "open_floor_us"],
    ["**open over floor**", "open_over_floor"],
    ["the same by the clock on the wall", "open_over_floor_wall"],
    ["with Deflate, over open", "deflate_over_open"],
    ["Nimbus's plain way, over open", "nimbus_over_open"],
    ["Mojarra (its own classes), over open", "mojarra_over_open"],
    ["MyFaces, its default: no compression, over open", "myfaces_over_open"],
    ["MyFaces, compressed, over open", "myfaces_zipped_over_open"],
    ["LiveStash 1.0.1 (Elixir) `recover`, µs", elixir.recover_us],
  ]),
  bytes: bySample([
    ["**token**", "token_bytes"],
    ["with the built-in dictionary", "builtin_token_bytes"],
    ["with a trained dictionary of 4 KB", "trained_token_bytes"],
    ["with Deflate", "deflate_token_bytes"],
    ["Nimbus's plain way", "nimbus_token_bytes"],
    ["Mojarra (its own classes)", "mojarra_token_bytes"],
    ["MyFaces, its default: no compression", "myfaces_token_bytes"],
    ["MyFaces, compressed", "myfaces_zipped_token_bytes"],
    ["LiveStash 1.0.1 (Elixir)", elixir.token_bytes],
    ["**whole `keep` frame of one small change**", "keep_frame_bytes_small_change"],
  ]),
  change: bySample([
    ["**small change**, µs", "small_change_us"],
    ["over a whole commit", "small_change_over_commit"],
    ["the same change, every object made anew, over a whole commit", "made_anew_over_commit"],
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
      ["(the same by code that is written for it, with Jackson's parser)", "bind_by_hand"],
    ].map(([label, step]) => [label, ...["1KB", "10KB"].map((size) => number(of(`step_${step}_us`, size)))]),
  ),
  keystroke: bySample([
    ["its render as a patch, bytes of the frame", "keystroke_patch_bytes"],
    ["whole", "keystroke_whole_bytes"],
    ["`keep`", "keystroke_keep_bytes"],
    ["`done`", "keystroke_done_bytes"],
    ["**all that is sent, over the same with a whole render**", "keystroke_bytes_over_whole"],
    ["server's CPU: a patch over a whole render", "render_patch_over_whole"],
    ["the same where the view makes all of its render anew", "render_patch_anew_over_whole"],
  ]),
  persisted: table(
    ["", ...PERSISTED],
    [
      ["in the tab, µs", "persist_tab_us"],
      ["Redis, JSON and `SET`, µs", "persist_redis_json_us"],
      ["Redis, JSON, zstd and `SET`, µs", "persist_redis_json_zstd_us"],
      ["Redis, Java serialization and `HSET`, µs", "persist_redis_hash_java_us"],
      ["**tab over Redis, JSON and `SET`**", "persist_over_redis_json"],
      ["tab over Redis, JSON, zstd and `SET`", "persist_over_redis_json_zstd"],
      ["tab over Redis, Java serialization and `HSET`", "persist_over_redis_hash_java"],
    ].map(([label, name]) => [label, ...PERSISTED.map((size) => ratio(name, size))]),
  ),
  growth: byGrowth([
    ["**commit**", "growth_commit_ns_a_byte"],
    ["**open and bind**", "growth_open_ns_a_byte"],
    ["small change", "growth_small_change_ns_a_byte"],
    ["a render's patch", "growth_render_patch_ns_a_byte"],
    ["zstd, level 1", "growth_zstd_ns_a_byte"],
    ["AES-256-GCM", "growth_gcm_ns_a_byte"],
    ["a copy", "growth_copy_ns_a_byte"],
  ]),
  storms: table(
    ["tabs", "1,000", "3,000", "5,000", "9,000"],
    [
      ["CPU of server and clients, a tab, µs", "storm_us"],
      ["of it the threads that serve, µs", "storm_server_us"],
      ["over the floor", "storm_over_floor"],
    ].map(([label, name]) => [
      label,
      ...["_of_1000", "_of_3000", "", "_of_9000"].map((suffix) => number(results[name + suffix])),
    ]),
  ),
  second: table(
    ["", "alone", "after the sheet"],
    ["commit", "open"].map((step) => [
      `${step} over floor, 100 KB`,
      ratio(`${step}_over_floor`, "100KB"),
      number(of(`${step}_over_floor_as_second`, "100KB")),
    ]),
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
    [
      "",
      "LiveStash",
      "with a render of its size",
      "its page still there",
      "floor of a restore",
      "plain connect that carries a token",
      "plain connect and echo",
    ],
    [
      stormRow("tabs a second", "_per_s"),
      stormRow("live after, median, ms", "_p50_ms"),
      stormRow("live after, 95 %, ms", "_p95_ms"),
      stormRow("live after, 99 %, ms", "_p99_ms"),
      stormRow("CPU of server and clients, a tab, µs", "_us"),
      stormRow("of it the threads that serve, µs", "_server_us"),
      [
        "**over plain connects**",
        ...["storm", "storm_shown", "storm_same", "storm_floor"].map((kind) => ratio(`${kind}_ratio`)),
        "",
        "1",
      ],
      [
        "the same by the clock on the wall",
        ...["storm", "storm_shown", "storm_same", "storm_floor"].map((kind) => number(results[`${kind}_ratio_wall`])),
        "",
        "1",
      ],
      [
        "**over the floor**",
        ...["storm", "storm_shown", "storm_same"].map((kind) => ratio(`${kind}_over_floor`)),
        "1",
        "",
        "",
      ],
      [
        "the same by the clock on the wall",
        ...["storm", "storm_shown", "storm_same"].map((kind) => number(results[`${kind}_over_floor_wall`])),
        "1",
        "",
        "",
      ],
      [
        "**server's threads above a plain connect that carries a token, µs**",
        number(results.storm_above_carried_server_us),
        "",
        number(results.storm_same_above_carried_server_us),
        "",
        "",
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
      ["the same where its page still shows it", number(results.idle_still_shown_bytes)],
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
      ["js-client, gzip, bytes", most(5632), results.js_gzip_bytes],
      ["all bytes of a keystroke over those with a whole render, 100 KB", most(0.02), of("keystroke_bytes_over_whole", "100KB")],
      ["the same, 1 MB", most(0.003), of("keystroke_bytes_over_whole", "1MB")],
      ["server's CPU of that render over a whole one, 10 KB and above, worst", most(0.15), worst("render_patch_over_whole", large)],
      ["every object made anew, over a commit, 100 KB and above, worst", most(0.6), worst("made_anew_over_commit", large.slice(1))],
      ["small change over the life of a base, over a commit, 1 MB", most(0.05), of("edit_over_commit", "1MB")],
      ["storm over the floor of a restore", least(0.9), results.storm_over_floor],
      ["the same, its page still there", least(0.9), results.storm_same_over_floor],
      ["server's CPU above a plain connect that carries a token, its page still there, µs", most(60), results.storm_same_above_carried_server_us],
      ["heap of a restored session of 10 KB, bytes (0.35 of 26,960)", most(9436), results.idle_restored_bytes],
      ["the same where its page still shows it", most(9436), results.idle_still_shown_bytes],
      ["a persisted event over Redis, JSON and `SET`, 10 KB and above, worst", most(0.5), Math.max(...PERSISTED.map((size) => results.persist_over_redis_json[size]))],
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
  { label: "Mojarra", values: results[`mojarra_${suffix}`] },
  { label: "LiveStash (Elixir)", values: last },
];

const pictures = {
  "commit.svg": bars("From a state to its token, µs", ways("commit_us", elixir.stash_us)),
  "open.svg": bars("From a token to its state, µs", ways("open_us", elixir.recover_us)),
  "bytes.svg": bars("What is sent, bytes", [
    { label: "token", values: results.token_bytes },
    { label: "one small change", values: results.keep_frame_bytes_small_change },
    { label: "Nimbus, plain", values: results.nimbus_token_bytes },
    { label: "Mojarra", values: results.mojarra_token_bytes },
    { label: "LiveStash (Elixir)", values: elixir.token_bytes },
  ]),
};
mkdirSync(new URL("pictures/", docs), { recursive: true });
for (const [name, svg] of Object.entries(pictures)) {
  writeFileSync(new URL(`pictures/${name}`, docs), svg);
}
