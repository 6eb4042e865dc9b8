// The frozen tokens of protocol/vectors/tokens, opened with npm's jose: whoever has the key can.
import { readdirSync, readFileSync } from "node:fs";
import { decompress } from "fzstd";
import { compactDecrypt, importJWK } from "jose";
import { describe, expect, test } from "vitest";

const FOLDER = new URL("../../protocol/vectors/tokens/", import.meta.url);

async function open(token, jwk) {
  const { plaintext, protectedHeader } = await compactDecrypt(token, await importJWK(jwk, "A256KW"), {
    keyManagementAlgorithms: ["A256KW"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  // What is standard, jose has inflated itself.
  return protectedHeader.zip ? plaintext : decompress(plaintext);
}

for (const file of readdirSync(FOLDER)) {
  const { release, keys, tokens } = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));
  describe(`of ${release}`, () => {
    test.each(tokens)("$name", async ({ token, patch, claims, state }) => {
      const read = JSON.parse(new TextDecoder().decode(await open(token, keys.keys[0])));
      expect(Object.keys(read).at(-1)).toBe("state");
      if (!patch) return expect(read).toEqual({ ...claims, state });
      // A patch names its base twice: by its place in the header, by its session in the first bytes.
      const bytes = await open(patch, keys.keys[0]);
      expect(new TextDecoder().decode(bytes.slice(0, 11))).toBe(read.own);
      const header = JSON.parse(Buffer.from(patch.split(".")[0], "base64url"));
      expect(header.zd).toBe(`b:${read.gen}.${read.seq}`);
    });
  });
}
