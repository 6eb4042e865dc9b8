/** Looks whether each mutant still has the code that it changes. Called by npm run check. */
import { PAGE } from "./page.js";
import { patched } from "./patch.js";
import { SERVER } from "./server.js";

[...SERVER, ...PAGE].forEach(patched);
