/** `extract.mjs DOCUMENT FOLDER`: writes its blocks that name a file there, and those that are to run into FOLDER.sh. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { blocks } from "./blocks.mjs";

const [document, folder] = process.argv.slice(2);
const commands = [];
for (const { info, code } of blocks(document)) {
  if (info === "run") {
    commands.push(code);
  } else if (info !== "") {
    const file = resolve(folder, info);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code, { flag: "wx" });
  }
}
if (commands.length === 0) throw new Error(`${document} has nothing to run: a block that is to is one of \`sh run\`.`);
writeFileSync(`${folder}.sh`, commands.join("\n"));
