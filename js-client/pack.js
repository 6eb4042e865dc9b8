/**
 * `node pack.js ADDRESS [FOLDER]`: packs the module for a release, whose manifest says where its sources are. It is put into the
 * folder, or beside this file; `npm publish FILE` publishes it. What `npm pack` alone makes is private, which npm does not publish.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const [address = "", folder = HERE] = process.argv.slice(2);

if (!/^https:\/\/.*[^/]$/.test(address)) {
  process.stderr.write(
    "A release says where its sources are: `node pack.js https://…` packs it, `npm publish FILE` publishes that.\n",
  );
  process.exit(1);
}

const pack = (from, to) => {
  const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", to];
  return execFileSync("npm", args, { cwd: from, encoding: "utf8" }).trim();
};

const work = mkdtempSync(join(tmpdir(), "livestash-pack-"));
try {
  execFileSync("tar", ["-xzf", pack(HERE, work)], { cwd: work });
  const file = join(work, "package/package.json");
  const { private: _, ...manifest } = JSON.parse(readFileSync(file, "utf8"));
  manifest.homepage = address;
  manifest.bugs = `${address}/issues`;
  manifest.repository = { type: "git", url: `git+${address}.git`, directory: "js-client" };
  // The first release of a package with a scope would be for its owners alone.
  manifest.publishConfig = { access: "public" };
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  process.stdout.write(`${pack(join(work, "package"), resolve(folder))}\n`);
} finally {
  rmSync(work, { recursive: true });
}
