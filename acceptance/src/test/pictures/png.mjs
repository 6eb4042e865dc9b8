// A screenshot, in a palette of 256 colours: a third of its size, and not to be told apart by eye.

import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const MAX_COLOURS = 256;
const CRCS = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

export function smaller(png) {
  const { width, height, pixels } = decode(png);
  const palette = paletteOf(pixels);
  const nearest = new Map();
  const rows = Buffer.alloc((width + 1) * height);
  for (let i = 0; i < pixels.length; i++) {
    const colour = pixels[i];
    if (!nearest.has(colour)) nearest.set(colour, nearestIn(palette, colour));
    rows[Math.floor(i / width) + 1 + i] = nearest.get(colour);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap(bytesOf));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const bytesOf = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function decode(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const bytes = png[25] === 6 ? 4 : 3;
  const parts = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  unfilter(raw, width * bytes, height, bytes);
  const pixels = new Uint32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let at = y * (width * bytes + 1) + 1, x = 0; x < width; x++, at += bytes, i++)
      pixels[i] = (raw[at] << 16) | (raw[at + 1] << 8) | raw[at + 2];
  }
  return { width, height, pixels };
}

/** RFC 2083 section 6, in place. */
function unfilter(raw, length, height, bytes) {
  for (let y = 0; y < height; y++) {
    const row = y * (length + 1) + 1;
    const filter = raw[row - 1];
    for (let x = 0; x < length; x++) {
      const left = x < bytes ? 0 : raw[row + x - bytes];
      const up = y === 0 ? 0 : raw[row + x - length - 1];
      const corner = x < bytes || y === 0 ? 0 : raw[row + x - length - 1 - bytes];
      raw[row + x] += [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
  }
}

function paeth(left, up, corner) {
  const [a, b, c] = [left, up, corner].map((one) => Math.abs(left + up - corner - one));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The most frequent colours; of those that hardly differ, one. */
function paletteOf(pixels) {
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  for (let apart = 0; ; apart += 24) {
    const palette = [];
    for (const colour of all) {
      if (palette.length > MAX_COLOURS) break;
      if (!palette.some((one) => distance(one, colour) < apart)) palette.push(colour);
    }
    if (palette.length <= MAX_COLOURS) return palette;
  }
}

function nearestIn(palette, colour) {
  let best = 0;
  for (let i = 1; i < palette.length; i++)
    if (distance(palette[i], colour) < distance(palette[best], colour)) best = i;
  return best;
}

function distance(one, other) {
  const [r, g, b] = bytesOf(one).map((byte, i) => byte - bytesOf(other)[i]);
  return r * r + g * g + b * b;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRCS[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
