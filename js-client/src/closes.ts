/** No socket came about: it was lost before it was open. A browser has no code for that. */
export const NO_SOCKET = 0;
/** Here, the page was put away. */
export const GOING_AWAY = 1001;
/** No close frame came: the connection broke, or was silent for too long. */
export const NO_CLOSE = 1006;
/** The tab has sent more than the server takes. */
export const TOO_LARGE = 1009;
export const RESTART = 1012;
export const SUPERSEDED = 4001;
export const PROTOCOL_ERROR = 4002;
export const OUTDATED = 4004;
export const REFUSED = 4006;
/** From here on, the codes are the protocol's own. */
export const FIRST_OWN = 4000;

/** How far a connection had come: it had not joined, */
export const JOINING = 0;
/** it was live, */
export const LIVE = 1;
/** or it was live for long enough to count as one that works. */
export const STABLE = 2;

export type Reached = typeof JOINING | typeof LIVE | typeof STABLE;
