import { NO_SOCKET } from "./closes.js";
import type { Environment } from "./environment.js";
import { CONNECT_TIMEOUT_MS } from "./socket.js";

/** From here on, the server itself is in trouble, or the proxy before it that answers in its place. */
const FIRST_FAULT = 500;

/**
 * Tells why there is no connection, by the close code of the last one: it is that, or, if no socket came about, the HTTP
 * status by which the server refuses it, as far as that can be found out.
 *
 * A browser does not tell a script how a server refused a handshake. So a plain request asks the same address: after the
 * 1st, 2nd, 4th, 8th, … socket in a row that never opened. What is in trouble gets hardly more requests by that, and what
 * it answers may change. The answer is there for the next socket's reason.
 */
export function openReasons(environment: Environment, address: string): (code: number) => number {
  let misses = 0;
  let status = 0;

  const ask = () =>
    environment
      .fetch?.(`http${address.slice("ws".length)}`, {
        credentials: "include",
        // Missing in some browsers of 2022.
        signal: AbortSignal.timeout?.(CONNECT_TIMEOUT_MS),
      })
      .then(
        (answer) => {
          status = answer.status < FIRST_FAULT ? answer.status : NO_SOCKET;
        },
        () => {
          status = NO_SOCKET;
        },
      );
  return (code) => {
    if (code) misses = status = 0;
    else if (!(++misses & (misses - 1))) ask();
    return code || status;
  };
}
