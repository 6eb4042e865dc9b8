package dev.livestash.acceptance.proxies;

/**
 * A time that a tab was away.
 *
 * @param millis until it was live again
 * @param openMillis until it had a socket again: what the proxy is answerable for, where the rest
 *     is the node's
 */
record Away(int millis, int openMillis) {}
