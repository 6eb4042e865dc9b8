/** Asks a server of its own, as `external.mjs` asks those of others: `external-test.mjs`. Prints what is wrong. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { ask, external } from "./external.mjs";

const HREFS = {
  "a.md": ["https://one.test/x#part", "b.md", "#here", "http://plain.test/", "mailto:a@b.test"],
  "b.md": ["https://one.test/x", "https://two.test/"],
};
const found = external(["a.md", "b.md"], (file) => HREFS[file]);
assert.deepEqual([...found], [
  ["https://one.test/x", new Set(["a.md", "b.md"])],
  ["https://two.test/", new Set(["b.md"])],
]);

const asked = [];
const server = createServer(({ url }, response) => {
  asked.push(url);
  if (url === "/silent") return;
  response.writeHead({ "/gone": 404, "/moved": 302 }[url] ?? 200, { location: "/there" }).end();
});
server.listen(0, "localhost");
await once(server, "listening");
const { port } = server.address();
const at = (path) => `http://localhost:${port}${path}`;
const some = ["/silent", "/gone", "/moved", "/fine"].map((path) => [at(path), new Set(["a.md"])]);
assert.deepEqual(await ask(new Map(some), 500), [
  `${at("/gone")}: answers 404 (a.md)`,
  `${at("/silent")}: no answer in 0.5 s (a.md)`,
]);
assert.deepEqual(asked.sort(), ["/fine", "/gone", "/moved", "/silent", "/there"], "each is asked once");
server.closeAllConnections();
server.close();

const gone = createServer().listen(0, "localhost");
await once(gone, "listening");
const nowhere = `http://localhost:${gone.address().port}/`;
gone.close();
await once(gone, "close");
assert.match((await ask(new Map([[nowhere, new Set(["a.md"])]]), 500))[0], /ECONNREFUSED/);
process.stdout.write("The pages outside are asked for as they should be.\n");
