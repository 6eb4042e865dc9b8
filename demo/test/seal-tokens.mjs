// Prints tokens that npm's jose sealed, as PROTOCOL.md describes them. They are frozen in
// protocol/vectors/tokens/jose.json, where the server's tests open them: what it reads is not only what it writes.
import { CompactEncrypt, importJWK } from "jose";

const NOW = 1_893_456_000;
const KEY = { kty: "oct", kid: "jose", k: Buffer.alloc(32, "jose").toString("base64url") };

/** One Zstandard frame (RFC 8878) that states its content size and compresses nothing: a single raw block. */
function zstd(bytes) {
  const frame = Buffer.alloc(4 + 1 + 4 + 3 + bytes.length);
  frame.writeUInt32LE(0xfd2fb528, 0);
  // A single segment, whose size takes four bytes.
  frame.writeUInt8(0b1010_0000, 4);
  frame.writeUInt32LE(bytes.length, 5);
  // The last block, raw.
  frame.writeUIntLE((bytes.length << 3) | 1, 9, 3);
  frame.set(bytes, 12);
  return frame;
}

async function golden(name, compression, pack, binding, sub) {
  const claims = {
    iss: "livestash",
    aud: "shape",
    ...(sub && { sub }),
    sid: "AAAAAAAAAAAAAAAAAAAAAA",
    own: "BBBBBBBBBBB",
    ver: 2,
    sst: NOW - 60,
    gen: 3,
    seq: 17,
    seen: 40,
    iat: NOW,
    exp: NOW + 86_400,
  };
  const state = { count: 7, notes: ["sealed by jose"], price: 1.5 };
  const plaintext = new TextEncoder().encode(JSON.stringify({ ...claims, state }));
  const header = {
    alg: "A256KW",
    enc: "A256GCM",
    kid: KEY.kid,
    typ: "livestash",
    cty: "json",
    ...compression,
  };
  const token = await new CompactEncrypt(pack(plaintext))
    .setProtectedHeader(header)
    .encrypt(await importJWK(KEY, "A256KW"));
  const shows = { count: state.count, notes: state.notes, price: "1.5" };
  return { name, binding, token, patch: null, claims, state, shows };
}

/** SHA-256 of the binding. */
const ALICE = "K9gGyX8OAK8aH8Myj6djqSaXI8jbj6xPk69x2xhtbpA";

const tokens = [
  await golden("whole, zstd", { zc: "zstd" }, zstd, null),
  await golden("whole, DEF", { zip: "DEF" }, (bytes) => bytes, null),
  await golden("bound", { zc: "zstd" }, zstd, "alice", ALICE),
];
const file = { release: "npm jose", now: new Date(NOW * 1000).toISOString(), keys: { keys: [KEY] }, tokens };
process.stdout.write(`${JSON.stringify(file, null, 2)}\n`);
