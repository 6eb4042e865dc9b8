import { beforeEach, describe, expect, test } from "vitest";
import {
  CONNECT_TIMEOUT_MS,
  DEADLINE_MS,
  IDLE_MS,
  JOIN_TIMEOUT_MS,
  LATE_MS,
  OWED_MS,
  openSocket,
  type Socket,
  WAKE_DEADLINE_MS,
} from "../src/socket.js";
import type { FakeSocket } from "./support/fake-socket.js";
import { FakeWindow } from "./support/fake-window.js";
import { SID } from "./support/tab.js";

const JOINED = { t: "joined", sid: SID, gen: 1, outcome: "new", seen: 0, data: null };

let window: FakeWindow;
let told: string[];
let isOwed: boolean;
let socket: Socket;
let server: FakeSocket;

beforeEach(() => {
  window = new FakeWindow();
  told = [];
  isOwed = false;
  socket = openSocket(window, "wss://example.test/live", {
    opened: () => told.push("opened"),
    received: (frame) => told.push(frame.t),
    isOwed: () => isOwed,
    lost: (code) => told.push(`lost ${code}`),
  });
  server = window.socket;
});

const join = () => {
  server.open();
  server.receive(JOINED);
};
const pings = () => server.sent.filter(({ t }) => t === "ping").length;

test("asks for the subprotocol", () => {
  expect([server.url, server.protocol]).toEqual(["wss://example.test/live", "livestash.v1"]);
});

test("open - join - frames - close", () => {
  join();
  server.receive({ t: "render", seen: 1, data: 5 });
  server.receive({ t: "later" });
  server.cut(1012);
  expect(told).toEqual(["opened", "joined", "render", "lost 1012"]);
});

describe("connect timeout", () => {
  test("never open - lost", () => {
    window.clock.advance(CONNECT_TIMEOUT_MS);
    expect(told).toEqual(["lost 0"]);
    expect(server.isClosed).toBe(true);
  });

  test("open - never joined - lost", () => {
    server.open();
    window.clock.advance(JOIN_TIMEOUT_MS - 1);
    expect(told).toEqual(["opened"]);
    window.clock.advance(1);
    expect(told).toEqual(["opened", "lost 1006"]);
  });

  test("open - a frame of a later release - never joined - lost, and nothing was asked", () => {
    server.open();
    server.receive({ t: "later" });
    window.clock.advance(JOIN_TIMEOUT_MS);
    expect(told).toEqual(["opened", "lost 1006"]);
    expect(server.sent).toEqual([]);
  });

  test("open - joined in time - not lost", () => {
    window.clock.advance(CONNECT_TIMEOUT_MS - 1);
    join();
    window.clock.advance(IDLE_MS - 1);
    expect(told).toEqual(["opened", "joined"]);
  });
});

describe("liveness", () => {
  beforeEach(join);

  test("silence - ping - pong - silence - ping - nothing - lost", () => {
    window.clock.advance(IDLE_MS);
    expect(pings()).toBe(1);
    window.clock.advance(DEADLINE_MS - 1);
    server.receive({ t: "pong" });
    window.clock.advance(IDLE_MS - 1);
    expect(pings()).toBe(1);
    window.clock.advance(1);
    expect(pings()).toBe(2);
    window.clock.advance(DEADLINE_MS);
    expect(told).toEqual(["opened", "joined", "pong", "lost 1006"]);
  });

  test("a server that talks is not asked", () => {
    for (let i = 0; i < 10; i++) {
      window.clock.advance(IDLE_MS - 1);
      server.receive({ t: "render", seen: 0, data: i });
    }
    expect(pings()).toBe(0);
  });

  test("any frame that it knows answers a ping", () => {
    window.clock.advance(IDLE_MS);
    server.receive({ t: "render", seen: 0, data: null });
    window.clock.advance(DEADLINE_MS);
    expect(told).not.toContain("lost 1006");
  });

  test("frozen while silent - ping and wait, not lost", () => {
    window.clock.freeze(3_600_000);
    expect(pings()).toBe(1);
    window.clock.advance(DEADLINE_MS - 1);
    expect(told).not.toContain("lost 1006");
    window.clock.advance(1);
    expect(told).toContain("lost 1006");
  });

  test("frozen while a pong is due - ping again and wait, not lost", () => {
    window.clock.advance(IDLE_MS);
    window.clock.freeze(DEADLINE_MS + LATE_MS + 1);
    expect(pings()).toBe(2);
    expect(told).not.toContain("lost 1006");
    window.clock.advance(DEADLINE_MS);
    expect(told).toContain("lost 1006");
  });

  test("throttled to a timer a minute - never lost for that alone", () => {
    for (let minutes = 0; minutes < 30; minutes++) {
      window.clock.freeze(60_000);
      server.receive({ t: "pong" });
    }
    expect(told).not.toContain("lost 1006");
  });

  test("a probe that is not answered in time - lost", () => {
    socket.probe(3_000);
    expect(pings()).toBe(1);
    window.clock.advance(3_000);
    expect(told).toContain("lost 1006");
  });
});

describe("an event that is not answered", () => {
  const send = () => {
    isOwed = true;
    socket.transmit({ t: "event", n: 1, name: "a", data: null, age: 0, try: 1 });
  };
  beforeEach(join);

  test("asks soon, and not only when nothing has come for long", () => {
    send();
    window.clock.advance(OWED_MS);
    expect(pings()).toBe(1);
    window.clock.advance(WAKE_DEADLINE_MS);
    expect(told).toContain("lost 1006");
  });

  test("is asked for though others follow it", () => {
    for (let ms = 0; ms < OWED_MS; ms += 100) {
      send();
      window.clock.advance(100);
    }
    expect(pings()).toBe(1);
  });

  test("is asked for again and again while the server says that it is there", () => {
    send();
    for (let i = 1; i < 10; i++) {
      window.clock.advance(OWED_MS);
      expect(pings()).toBe(i);
      server.receive({ t: "pong" });
    }
    expect(told).not.toContain("lost 1006");
  });

  test("makes no difference once it is answered", () => {
    send();
    isOwed = false;
    server.receive({ t: "done", n: 1 });
    window.clock.advance(IDLE_MS - 1);
    expect(pings()).toBe(0);
  });
});

describe("a frame in parts", () => {
  const TEXT = JSON.stringify({ t: "render", seen: 1, data: "x".repeat(100) });

  test("is one frame", () => {
    join();
    server.receiveText(`+${TEXT.slice(0, 10)}`);
    server.receiveText(`+${TEXT.slice(10, 20)}`);
    expect(told).toEqual(["opened", "joined"]);
    server.receiveText(TEXT.slice(20));
    server.receive({ t: "pong" });
    expect(told).toEqual(["opened", "joined", "render", "pong"]);
  });

  test("may take as long as its parts come, and the server hears of the tab meanwhile", () => {
    join();
    for (let i = 0; i < 60; i++) {
      server.receiveText("+x");
      window.clock.advance(4_000);
    }
    expect(told).not.toContain("lost 1006");
    expect(pings()).toBeGreaterThan(15);
    window.clock.advance(2 * DEADLINE_MS);
    expect(told).toContain("lost 1006");
  });

  test("may be `joined`, which takes longer than a join may be silent", () => {
    server.open();
    const text = JSON.stringify(JOINED);
    for (const letter of text.slice(0, -1)) {
      server.receiveText(`+${letter}`);
      window.clock.advance(4_000);
    }
    expect(pings()).toBeGreaterThan(5);
    server.receiveText(text.slice(-1));
    expect(told).toEqual(["opened", "joined"]);
  });
});

describe("a socket that was left", () => {
  test("is closed and tells nothing any more, not even its end", () => {
    join();
    socket.leave();
    server.receive({ t: "render", seen: 1, data: 1 });
    server.cut();
    window.clock.advance(100_000);
    expect(told).toEqual(["opened", "joined"]);
    expect(server.isClosed).toBe(true);
    expect(window.clock.delays).toEqual([]);
  });

  test("is left by its end too", () => {
    server.receiveText("rubbish");
    server.open();
    server.cut();
    expect(told).toEqual(["lost 4002"]);
    expect(server.isClosed).toBe(true);
  });
});

test.each(["", "[]", "{}", '{"t":"render"}', undefined])(
  "a frame that breaks the protocol ends it: %j",
  (text) => {
    join();
    server.receiveText(text);
    expect(told).toEqual(["opened", "joined", "lost 4002"]);
  },
);

describe("a join that waits for the application", () => {
  test("is waited for as long as the server says that it is there", () => {
    server.open();
    for (let i = 0; i < 10; i++) {
      window.clock.advance(JOIN_TIMEOUT_MS - 1);
      server.receive({ t: "pong" });
    }
    expect(told).not.toContain("lost 1006");
    expect(pings()).toBe(0);
    window.clock.advance(JOIN_TIMEOUT_MS);
    expect(told).toContain("lost 1006");
  });
});
