/**
 * Members by which the module's own pieces know each other, and nobody else: the build shortens them.
 *
 * None may be a name of the wire, of the storage, of the public types or of the browser. The tests run against the
 * built file too, and compare this list with PROTOCOL.md.
 */
export const INTERNAL_NAMES = [
  "above",
  "add",
  "arrived",
  "covered",
  "drop",
  "end",
  "held",
  "hold",
  "isCopy",
  "isLocked",
  "leave",
  "lost",
  "nextAttempt",
  "opened",
  "outbox",
  "probe",
  "promise",
  "raise",
  "received",
  "release",
  "remove",
  "settle",
  "settleTo",
  "slots",
  "socket",
  "sweep",
  "take",
  "timer",
  "tokens",
  "transmit",
  "vault",
];
