// What no tab would send: every type of JSON in every field of every frame, texts that are none, and frames that are no
// WebSocket's; to sessions that are awake, and to those that sleep. Each has to be answered or closed in time, as PROTOCOL.md says, and a good tab must still be served then.
//
//   node hostile.mjs --document PROTOCOL.md URL

import { parseArgs } from "node:util";
import { ProtocolDocument } from "./document.mjs";
import { WebSocketClient } from "./websocket.mjs";

const SUBPROTOCOL = "livestash.v1";
const PATIENCE_MS = 5_000;
const AT_ONCE = 12;
const BINARY = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { document: { type: "string" } },
});
const [url] = positionals;
const document = new ProtocolDocument(values.document);
const say = (line) => process.stdout.write(`${line}\n`);

const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);

/** As they stand in a frame; undefined for a field that is missing. */
const VALUES = {
  missing: undefined,
  null: "null",
  true: "true",
  false: "false",
  zero: "0",
  "minus one": "-1",
  "a fraction": "1.5",
  "a whole number with a fraction": "1.0",
  "over 2^53": "9007199254740992",
  "over 2^63": "9223372036854775808",
  "over a double": "1e400",
  "1,000 digits": "7".repeat(1_000),
  "1,001 digits": "7".repeat(1_001),
  "no text": '""',
  text: '"x"',
  "half a pair": '"\\ud800"',
  "a long text": `"${"x".repeat(20_000)}"`,
  "a text over the limit": `"${"x".repeat(70_000)}"`,
  "no array": "[]",
  "no object": "{}",
  "an object": '{"t":"join","n":[1]}',
  "100 deep": nested(100),
  "5,000 deep": nested(5_000),
};

/** In a `wake`, for the whole token that its own tab holds. */
const OWN = "OWN";

/** A valid frame of each kind, by the texts of its fields. */
const VALID = {
  join: { t: '"join"', view: '"log"', attempt: "1", fork: "true", params: "{}" },
  event: { t: '"event"', n: "1", name: '"add"', data: "1", age: "0", try: "1" },
  kept: { t: '"kept"', gen: "1", seq: "1" },
  unkept: { t: '"unkept"', gen: "1", seq: "1", why: '"quota"' },
  ping: { t: '"ping"' },
  wake: { t: '"wake"', token: `"${OWN}"` },
  hidden: { t: '"hidden"' },
};

/** The kinds that come after `joined`. */
const LATER = ["event", "kept", "unkept", "ping", "wake", "hidden"];

/** What a session that sleeps may end with, below the protocol and in it; what waits for its state ends with 1012. */
const SLEEPER_CLOSES = ["none", 1002, 1007, 1009, 1012, 4002];

/** No other event of a socket has it. */
const LAST_EVENT = -77;

const RAW = {
  nothing: "",
  "a half object": '{"t":"ev',
  "an array": '[{"t":"ping"}]',
  null: "null",
  "a number": "1",
  "an object without t": "{}",
  "a frame of the server": '{"t":"joined"}',
  "two frames": '{"t":"ping"}{"t":"ping"}',
  "a comment": '{"t":"ping"}//',
  "single quotes": "{'t':'ping'}",
  NaN: '{"t":"event","n":NaN}',
  "a byte order mark": '\ufeff{"t":"ping"}',
  "60,000 brackets": "[".repeat(60_000),
  "60,000 objects": '{"a":'.repeat(12_000),
  "two megabytes": " ".repeat(2_000_000),
  "a second join": textOf(VALID.join),
};

/** What a handshake may offer, and the close code that follows. */
const OFFERS = [
  [undefined, 4004],
  ["", 4004],
  [",", 4004],
  ["graphql-ws", 4004],
  ["livestash.v2", 4004],
  ["livestash.v2, livestash.v1", "none"],
  ["x".repeat(1_000), 4004],
];

const BELOW = {
  "a binary frame": (socket) => socket.sendFrame(BINARY, Buffer.from("{}")),
  "an unmasked frame": (socket) => socket.sendFrame(1, Buffer.from("{}"), { mask: false }),
  "no UTF-8": (socket) => socket.sendFrame(1, Buffer.from([0xc3, 0x28])),
  "an unknown kind": (socket) => socket.sendFrame(5, Buffer.from("{}")),
  "a continuation of nothing": (socket) => socket.sendFrame(0, Buffer.from("{}")),
  "a long ping": (socket) => socket.sendFrame(9, Buffer.alloc(126)),
  "half a close code": (socket) => socket.sendFrame(8, Buffer.alloc(1)),
  "a message within another": (socket) => {
    socket.sendFrame(1, Buffer.from('{"t"'), { final: false });
    socket.sendText('{"t":"ping"}');
  },
};

/** The text of a frame of fields that are texts; a list has one more field of the same name for each. */
function textOf(fields) {
  const members = Object.entries(fields).flatMap(([name, texts]) =>
    [texts].flat().map((text) => `"${name}":${text}`),
  );
  return `{${members.join(",")}}`;
}

/** Every field of a frame with every value, and twice. */
function* wrongFrames(t, held) {
  const valid = t === "join" ? { ...VALID.join, token: `"${held}"` } : VALID[t];
  const fields = ["t", ...document.tabFrames.get(t).map(({ name }) => name), "unknown"];
  for (const field of fields) {
    for (const [what, text] of Object.entries(VALUES)) {
      const { [field]: _, ...others } = valid;
      yield [`${t}: ${field} is ${what}`, textOf(text === undefined ? others : { ...others, [field]: text })];
    }
    const once = valid[field] ?? "1";
    yield [`${t}: ${field} stands twice`, textOf({ ...valid, [field]: [once, once] })];
  }
}

/** One socket; `act` is told of each frame. Resolves to the frames and the close code, or throws after a while. */
function converse(what, act, protocols = { offered: SUBPROTOCOL }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocketClient(url, protocols.offered);
    const frames = [];
    const end = (close) => {
      clearTimeout(timer);
      resolve({ frames, close });
    };
    const timer = setTimeout(() => {
      socket.cut();
      reject(new Error(`${what}: no answer in time, after ${frames.map(({ t }) => t)}`));
    }, PATIENCE_MS);
    const step = (frame) => {
      if (act(socket, frame) === "enough") {
        end("none");
        socket.cut();
      }
    };
    socket.on("open", (selected) => {
      if (!`${protocols.offered ?? ""},`.includes(selected))
        reject(new Error(`${what}: ${selected} was not offered`));
      step(undefined);
    });
    socket.on("text", (text) => {
      try {
        frames.push(document.serverFrame(text));
        step(frames.at(-1));
      } catch (error) {
        reject(new Error(`${what}: ${error.message}`));
      }
    });
    socket.on("close", (code) => {
      if (code !== 1006 && document.knowsClose(code)) end(code);
      else reject(new Error(`${what}: the socket ended with ${code}`));
    });
  });
}

/** The first frame of a socket is a wrong one. */
const first = (what, text) =>
  converse(what, (socket, frame) => {
    if (frame === undefined) socket.sendText(text);
    return frame?.t === "joined" ? "enough" : "more";
  });

/** A handshake that offers something else. */
async function offer(offered, expected) {
  const what = `offering ${offered}`;
  const join = (socket, frame) => {
    if (frame === undefined) socket.sendText(textOf(VALID.join));
    return frame?.t === "joined" ? "enough" : "more";
  };
  const { close } = await converse(what, join, { offered });
  if (close !== expected) throw new Error(`${what}: ${close}`);
  return { close };
}

/** A wrong frame after `joined`, and a ping: what has not closed the socket leaves it in order. */
const later = (what, send) =>
  converse(what, (socket, frame) => {
    if (frame === undefined) socket.sendText(textOf(VALID.join));
    if (frame?.t === "joined") {
      send(socket);
      socket.sendText('{"t":"ping"}');
    }
    return frame?.t === "pong" ? "enough" : "more";
  });

/** An event that the socket is not closed on is answered by its number, whatever else is wrong with it. */
const event = (what, text) =>
  converse(what, (socket, frame) => {
    if (frame === undefined) socket.sendText(textOf(VALID.join));
    if (frame?.t === "joined") socket.sendText(text);
    return frame?.t === "done" ? "enough" : "more";
  });

/**
 * A wrong frame to a session that sleeps. What has not closed the socket leaves a session that its state wakes: then an
 * event is handled.
 */
async function asleep(what, send) {
  let own;
  let isSent = false;
  const act = {
    keep: (socket, { gen, seq, token }) => {
      if (isSent) return;
      own = token;
      for (const answer of [{ t: "kept", gen, seq }, { t: "hidden" }])
        socket.sendText(JSON.stringify(answer));
    },
    asleep: (socket) => {
      if (isSent) return;
      isSent = true;
      send(socket, own);
      socket.sendText('{"t":"ping"}');
    },
    pong: (socket) => {
      socket.sendText(textOf({ ...VALID.wake, token: `"${own}"` }));
      socket.sendText(textOf({ ...VALID.event, n: LAST_EVENT }));
    },
  };
  const { frames, close } = await converse(`asleep, ${what}`, (socket, frame) => {
    if (frame === undefined) socket.sendText(textOf(VALID.join));
    act[frame?.t]?.(socket, frame);
    return frame?.t === "done" && frame.n === LAST_EVENT ? "enough" : "more";
  });
  const isSaid = close !== 1012 || frames.at(-1).t === "bye";
  if (!isSent || !isSaid || !SLEEPER_CLOSES.includes(close)) {
    throw new Error(`asleep, ${what}: ${close} after ${frames.map(({ t }) => t)}`);
  }
  return { close };
}

/** What is sealed and sound, and not the state that the session has let go of. */
async function wokenByAnother(held) {
  const { close } = await asleep("a token of another instance", (socket) =>
    socket.sendText(textOf({ ...VALID.wake, token: `"${held}"` })),
  );
  if (close !== 1012) throw new Error(`A session was woken by another one's token: ${close}`);
  return { close };
}

function* casesAsleep(held) {
  const sending = (text) => (socket, own) => socket.sendText(text.replace(OWN, own));
  for (const t of LATER) {
    for (const [what, text] of wrongFrames(t)) yield () => asleep(what, sending(text));
  }
  for (const [what, text] of Object.entries(RAW)) yield () => asleep(what, sending(text));
  for (const [what, send] of Object.entries(BELOW)) yield () => asleep(what, send);
  yield () => wokenByAnother(held);
}

function* cases(held) {
  for (const [what, text] of wrongFrames("join", held)) yield () => first(what, text);
  for (const t of LATER) {
    for (const [what, text] of wrongFrames(t)) {
      const isEvent = text.includes('"t":"event"');
      yield () => (isEvent ? event(what, text) : later(what, (socket) => socket.sendText(text)));
    }
  }
  for (const [what, text] of Object.entries(RAW)) {
    yield () => first(`first, ${what}`, text);
    yield () => later(what, (socket) => socket.sendText(text));
  }
  for (const [offered, close] of OFFERS) yield () => offer(offered, close);
  for (const [what, send] of Object.entries(BELOW)) {
    yield () => converse(`first, ${what}`, (socket) => send(socket));
    yield () => later(what, send);
  }
  yield* casesAsleep(held);
}

/** A good tab: what it sends is applied, and it is given a token. */
async function good() {
  const { frames } = await converse("a good tab", (socket, frame) => {
    if (frame === undefined) socket.sendText(textOf({ ...VALID.join, fork: "false" }));
    if (frame?.t === "joined") socket.sendText(textOf(VALID.event));
    if (frame?.t === "keep") socket.sendText(JSON.stringify({ t: "kept", gen: frame.gen, seq: frame.seq }));
    return frame?.t === "keep" && frame.seen === 1 ? "enough" : "more";
  });
  if (!frames.some(({ t, n, error }) => t === "done" && n === 1 && error === undefined)) {
    throw new Error("A good tab's event was not handled");
  }
  return frames.at(-1).token;
}

/** Runs all, some at once, and returns what was wrong. */
async function run(all) {
  const wrong = [];
  const counts = {};
  const worker = async () => {
    for (const one of all) {
      try {
        const { close } = await one();
        counts[close] = (counts[close] ?? 0) + 1;
      } catch (error) {
        wrong.push(error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  say(`closes ${JSON.stringify(counts)}`);
  return wrong;
}

const token = await good();
const wrong = await run(cases(token));
await good();
for (const line of wrong) say(line);
say(wrong.length === 0 ? "all answered" : `${wrong.length} wrong`);
