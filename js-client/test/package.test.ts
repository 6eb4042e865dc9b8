import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const ADDRESS = "https://repository.invalid/livestash";
const PACK = fileURLToPath(new URL("../pack.js", import.meta.url));
const written = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "livestash-package-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a release says where its sources are, and is as it is written else", { timeout: 60_000 }, () => {
  const archive = execFileSync("node", [PACK, ADDRESS, folder], { encoding: "utf8" }).trim();
  const args = ["-xzOf", join(folder, archive), "package/package.json"];
  const packed = JSON.parse(execFileSync("tar", args, { encoding: "utf8" }));
  const { private: _, ...rest } = written;
  expect(packed).toEqual({
    ...rest,
    homepage: ADDRESS,
    bugs: `${ADDRESS}/issues`,
    repository: { type: "git", url: `git+${ADDRESS}.git`, directory: "js-client" },
    publishConfig: { access: "public" },
  });
});

test.each([[[]], [["unreleased"]], [[`${ADDRESS}/`]]])("nothing is packed for a release of %j", (args) => {
  const { status, stderr } = spawnSync("node", [PACK, ...args], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("says where its sources are");
});

test("npm publishes neither this folder nor what it packs of it by itself", () => {
  expect(written.private).toBe(true);
  expect(written.scripts.prepublishOnly).toBe("node pack.js");
});
