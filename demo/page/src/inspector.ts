export { openInspector } from "@livestash/client/inspector";
