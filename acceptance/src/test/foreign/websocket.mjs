// The client's half of RFC 6455 over a plain TCP socket: what a script in a browser is given, and what it is not,
// such as frames that no browser would send.

import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { connect } from "node:net";

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const HEADER_END = "\r\n\r\n";

/** The close code of a socket that ended without a close frame, or with one that has no code (section 7.1.5). */
const NO_CLOSE_FRAME = 1006;
const NO_CODE = 1005;

/**
 * One socket. Emits `open` (the subprotocol that the server took, "" for none), `refused` (the HTTP status), `text`,
 * `ping`, and at last, once, `close` (the code).
 */
export class WebSocketClient extends EventEmitter {
  #socket;
  #read = Buffer.alloc(0);
  #opened = false;
  #message = [];
  #code = NO_CLOSE_FRAME;
  #closed = false;

  /** @param protocol the `Sec-WebSocket-Protocol` to offer; undefined for none */
  constructor(url, protocol) {
    super();
    const { hostname, port, pathname, host } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => {
      const lines = [
        `GET ${pathname} HTTP/1.1`,
        `Host: ${host}`,
        "Upgrade: websocket",
        "Connection: Upgrade",
      ];
      lines.push(`Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`, "Sec-WebSocket-Version: 13");
      if (protocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
      this.#socket.write(lines.join("\r\n") + HEADER_END);
    });
    this.#socket.on("data", (bytes) => this.#take(bytes));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.#ended());
  }

  get isOpen() {
    return this.#opened && !this.#closed;
  }

  sendText(text) {
    this.sendFrame(TEXT, Buffer.from(text));
  }

  /** One frame as it is told, right or wrong. */
  sendFrame(opcode, payload, { mask = true, final = true } = {}) {
    const length = payload.length;
    const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    const head = Buffer.alloc(2 + extended);
    head[0] = (final ? 0x80 : 0) | opcode;
    head[1] = (mask ? 0x80 : 0) | (extended === 0 ? length : extended === 2 ? 126 : 127);
    if (extended === 2) head.writeUInt16BE(length, 2);
    if (extended === 8) head.writeBigUInt64BE(BigInt(length), 2);
    if (!mask) return this.#write(Buffer.concat([head, payload]));
    const key = randomBytes(4);
    return this.#write(Buffer.concat([head, key, payload.map((byte, i) => byte ^ key[i % 4])]));
  }

  close(code = 1000) {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.sendFrame(CLOSE, payload);
    this.#socket.end();
  }

  /** As when the network goes: no close frame, no goodbye. */
  cut() {
    this.#socket.resetAndDestroy();
    this.#ended();
  }

  /** Stops to read, so that what the server sends piles up on its side. */
  pause() {
    this.#socket.pause();
  }

  resume() {
    this.#socket.resume();
  }

  #write(bytes) {
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }

  #take(bytes) {
    this.#read = Buffer.concat([this.#read, bytes]);
    if (!this.#opened && !this.#handshake()) return;
    for (let frame = this.#next(); frame !== undefined && !this.#closed; frame = this.#next())
      this.#handle(frame);
  }

  #handshake() {
    const end = this.#read.indexOf(HEADER_END);
    if (end < 0) return false;
    const [status, ...headers] = this.#read.subarray(0, end).toString("latin1").split("\r\n");
    this.#read = this.#read.subarray(end + HEADER_END.length);
    const code = Number(status.split(" ")[1]);
    if (code !== 101) {
      this.emit("refused", code);
      this.#socket.destroy();
      return false;
    }
    const protocol = headers.find((line) => /^sec-websocket-protocol:/i.test(line));
    this.#opened = true;
    this.emit("open", protocol === undefined ? "" : protocol.slice(protocol.indexOf(":") + 1).trim());
    return true;
  }

  /** The next whole frame of what was read. */
  #next() {
    const read = this.#read;
    if (read.length < 2) return undefined;
    const short = read[1] & 0x7f;
    const start = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (read.length < start) return undefined;
    const length =
      short < 126 ? short : short === 126 ? read.readUInt16BE(2) : Number(read.readBigUInt64BE(2));
    if (read.length < start + length) return undefined;
    this.#read = read.subarray(start + length);
    return {
      final: (read[0] & 0x80) !== 0,
      opcode: read[0] & 0x0f,
      payload: read.subarray(start, start + length),
    };
  }

  #handle({ final, opcode, payload }) {
    if (opcode === PING) {
      this.emit("ping");
      this.sendFrame(PONG, payload);
    } else if (opcode === CLOSE) {
      this.#code = payload.length < 2 ? NO_CODE : payload.readUInt16BE(0);
      this.sendFrame(CLOSE, payload.subarray(0, 2));
      this.#socket.end();
    } else if (opcode !== PONG) {
      this.#message.push(payload);
      if (!final) return;
      const text = Buffer.concat(this.#message).toString("utf8");
      this.#message = [];
      this.emit("text", text);
    }
  }

  #ended() {
    if (this.#closed) return;
    this.#closed = true;
    this.emit("close", this.#code);
  }
}
