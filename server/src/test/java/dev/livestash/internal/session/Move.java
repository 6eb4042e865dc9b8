package dev.livestash.internal.session;

import java.util.List;

/**
 * Something that can happen next.
 *
 * @param kind what
 * @param index to which tab, wire or node
 * @param other to which second one
 * @param both what happens together
 */
record Move(Kind kind, int index, int other, List<Move> both) {

  /** What can happen, and to what. */
  enum Kind {
    /** The user of a tab does something. */
    USER,
    /** A tab opens a socket to a node. */
    CONNECT,
    /** A tab's socket breaks, and the tab notices first. */
    DROP,
    /** A tab's socket breaks, and the server notices first. */
    CUT,
    /** A tab notices that its socket was closed. */
    CLOSED,
    /** A tab receives a frame. */
    RECEIVE,
    /** A tab receives a snapshot, and cannot store it. */
    REFUSE,
    /** The server receives a frame on a wire. */
    DELIVER,
    /** The server notices the end of a wire. */
    GONE,
    /** The session that has lingered longest on a node ends. */
    EXPIRE,
    /** A socket's peer, which a node has asked for, is there. */
    THERE,
    /** A socket's peer, which a node has asked for, has not answered in time. */
    NOT_THERE,
    /** What the fence has decided on a join arrives. */
    ANSWER,
    /** What the fence has decided on a join never arrives. */
    NO_ANSWER,
    /** A node loses its memory. */
    CRASH,
    /** Somebody joins at a node with the first token that the tab stored. */
    REPLAY,
    /** A tab is duplicated. */
    COPY,
    /** A tab's browser is killed, and comes back with what it had stored first. */
    REWIND,
    /** A session of a node, whose tab is there, was idle for long enough. */
    SLEEP,
    /** The state of a session of a node, whose tab is there, is changed from outside. */
    UPDATE,
    /** The token of a session that sleeps is to be renewed, or has not come in time. */
    RING,
    /** A node leaves. */
    DRAIN,
    /** Two of these reach a node before its threads run. */
    TOGETHER
  }

  Move(Kind kind, int index) {
    this(kind, index, ModelTab.NONE);
  }

  Move(Kind kind, int index, int other) {
    this(kind, index, other, List.of());
  }

  Move(int node, Move first, Move second) {
    this(Kind.TOGETHER, node, ModelTab.NONE, List.of(first, second));
  }
}
