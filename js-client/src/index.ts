export { connect } from "./connect.js";
export type {
  ChannelLike,
  Environment,
  LocksLike,
  StorageLike,
  WebSocketLike,
  WindowLike,
} from "./environment.js";
export { type ErrorCode, LiveStashError } from "./errors.js";
export type { Json, JsonObject, Outcome, Reason } from "./frames.js";
export type {
  Arrival,
  ConnectOptions,
  LiveView,
  Snapshot,
  Status,
  Stuck,
  Unprotected,
  Waiting,
} from "./options.js";
export type { Stored } from "./storage.js";
export type {
  EventName,
  PushArguments,
  ReplyOf,
  SendArguments,
  SendOptions,
  UntypedView,
  ViewTypes,
} from "./typed.js";
