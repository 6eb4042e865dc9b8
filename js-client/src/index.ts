export { connect, type LiveView } from "./client.js";
export type { Environment, StorageLike, WebSocketLike } from "./environment.js";
export { type ErrorCode, LiveStashError } from "./errors.js";
export type { Json, JsonObject, Outcome, Reason } from "./frames.js";
export type { Arrival, ConnectOptions, Snapshot, Status } from "./options.js";
export type { Stored } from "./storage.js";
