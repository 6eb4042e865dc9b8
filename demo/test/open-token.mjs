// Opens a token with npm's jose: token and key on standard input, the claims set on standard output.
import { readFileSync } from "node:fs";
import { decompress } from "fzstd";
import { base64url, compactDecrypt } from "jose";

const [token, secret] = readFileSync(0, "utf8").split("\n");
const { plaintext, protectedHeader } = await compactDecrypt(token, base64url.decode(secret), {
  keyManagementAlgorithms: ["A256KW"],
  contentEncryptionAlgorithms: ["A256GCM"],
});
if (protectedHeader.zc !== "zstd") throw new Error(`unexpected header ${JSON.stringify(protectedHeader)}`);
process.stdout.write(decompress(plaintext));
