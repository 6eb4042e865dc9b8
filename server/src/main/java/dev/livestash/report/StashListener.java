package dev.livestash.report;

import dev.livestash.view.Arrival;
import java.time.Duration;

/**
 * Is told what happens to sessions, for metrics and logs. Called on the threads that do the work:
 * return soon, and do not throw.
 *
 * <p>What may be a label of a metric, since an application has chosen it: {@code view}, an
 * arrival's outcome and reason, {@code reason}, {@code error}, {@code where}, {@code why} of {@link
 * #unprotected} and of {@link #dropped}. Anything else is of strangers, or another one for each
 * tab.
 */
public interface StashListener {
  /**
   * A tab has attached.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   * @param arrival how its state came back
   * @param took from the arrival of its join to the answer
   */
  default void attached(String view, String sid, Arrival arrival, Duration took) {}

  /**
   * A tab's socket is gone, whoever has closed it. Each {@link #attached} is followed by one of
   * these; where the tab has come back by another socket, that may have attached before.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   * @param code the close code (RFC 6455 section 7.4): the server's, as {@link #closing} was told;
   *     else what the peer has sent, so possibly any. Where the connection was cut, 1006, or the
   *     1000 that Undertow makes up
   */
  default void detached(String view, String sid, int code) {}

  /**
   * The application has thrown; the log has it as well. Not called for what {@link
   * dev.livestash.view.Context#refuse} gives.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   * @param where {@code handler}: the event has failed, see {@link #handled}; {@code update} or
   *     {@code message}: the change was not made; {@code render}: what led to the state is taken
   *     back; {@code attached}: so is the state, or the tab comes again; {@code session}: the
   *     session has ended, and its tab comes back with its token. So it does where {@code first}
   *     throws
   * @param failure what it has thrown
   */
  default void failed(String view, String sid, String where, Throwable failure) {}

  /**
   * A {@linkplain dev.livestash.LiveStash#drain drain} is over.
   *
   * @param instances how many instances were in memory as it began to let them go
   * @param haveAll whether each tab had stored its last state in time
   * @param took from the begin of the drain, its notice included
   */
  default void drained(int instances, boolean haveAll, Duration took) {}

  /**
   * A token was opened, or tried to be: decrypted, inflated, its claims checked. Nothing is bound
   * to a class by then.
   *
   * @param view the name that the view is mounted by
   * @param tokenBytes the token with its patch, in characters of Base64
   * @param took to open it
   */
  default void opened(String view, int tokenBytes, Duration took) {}

  /**
   * A token was not used.
   *
   * @param view the name that the view is mounted by
   * @param reason why
   */
  default void rejected(String view, RejectReason reason) {}

  /**
   * A handshake was refused with 403, because its page is neither of this host nor of an allowed
   * origin. Called on an I/O thread.
   *
   * @param view the name that the view is mounted by
   * @param origin what the request's {@code Origin} says, so possibly anything; cut to 200
   *     characters
   * @param host what its {@code Host} says, likewise
   */
  default void refusedOrigin(String view, String origin, String host) {}

  /**
   * A handshake was refused by the application's {@code admit}, or with 503 since that has thrown,
   * because a quota is used up, or since its address (414) or its headers (431) are too large.
   * Called on an I/O thread. Not told of a plain request, which any page can have a browser make.
   *
   * @param view the name that the view is mounted by
   * @param status the HTTP status that it was answered
   * @param quota the name of the quota in {@link dev.livestash.settings.Quotas}, such as {@code
   *     handshakesPerMinute}; empty if it was refused for something else
   */
  default void refusedHandshake(String view, int status, String quota) {}

  /**
   * Frames of a tab wait for a while, since its client sends more than a quota allows; nothing of
   * it is lost. Called for each event that has come too fast.
   *
   * @param view the name that the view is mounted by
   * @param quota the name of the quota in {@link dev.livestash.settings.Quotas}
   */
  default void slowed(String view, String quota) {}

  /**
   * A join was refused with 4002, because it asked for another view than the one that is mounted at
   * its address.
   *
   * @param view the name that the view is mounted by
   * @param asked the name that the page asked for, as PROTOCOL.md allows it
   */
  default void refusedJoin(String view, String asked) {}

  /**
   * An event was answered with an error, and no handler was given it.
   *
   * @param view the name that the view is mounted by
   * @param key the event's {@linkplain dev.livestash.view.Event#key key}
   * @param name the event's name, 1 to 64 characters, so possibly anything; empty if it has no fit
   *     one
   * @param error {@code unknown}: there is no handler of this name; {@code invalid}: its data does
   *     not fit the handler, or it is no fit event; {@code poisoned}: its servers were lost at it,
   *     or the tab has nothing of it left to send
   * @param why with {@code invalid}: the path in its data, as a JSON pointer (RFC 6901), and what
   *     was thrown there, without any value; else empty
   */
  default void refusedEvent(String view, String key, String name, String error, String why) {}

  /**
   * An event's handler has come to an end.
   *
   * @param view the name that the view is mounted by
   * @param key the event's {@linkplain dev.livestash.view.Event#key key}
   * @param name the name that the handler was added by
   * @param error what the tab is told instead of success: {@code failed}, {@code timeout}; else
   *     empty
   * @param took in the handler
   */
  default void handled(String view, String key, String name, String error, Duration took) {}

  /**
   * A snapshot was sealed, and sent to its tab or to a store.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   * @param stateBytes the state as JSON
   * @param tokenBytes the token
   * @param took to encode, compress and seal
   */
  default void committed(String view, String sid, int stateBytes, int tokenBytes, Duration took) {}

  /**
   * A frame does not get through: three sockets in a row were lost with it on its way, and nothing
   * came of it in between. Told once, until something does. The tab goes on trying, and is told
   * itself.
   *
   * @param view the name that the view is mounted by
   * @param frame {@code join}: of one client, its subject or its address; {@code event}, {@code
   *     keep}: of one instance, as far as this node had it in memory
   * @param bytes how many had come of the last one; of a {@code keep}, its size
   */
  default void stuck(String view, String frame, int bytes) {}

  /**
   * A tab has acknowledged a snapshot: it has stored it.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   * @param took from the sealing to the acknowledgement
   */
  default void kept(String view, String sid, Duration took) {}

  /**
   * A session has let go of its state: its tab holds it, and is there.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   */
  default void asleep(String view, String sid) {}

  /**
   * A session that was asleep is at an end: it has its state again, or it has ended.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   * @param cause {@code event}, {@code update} or {@code renewal}: what has woken it; {@code ended}
   *     if nothing has
   * @param took from the cause to the state; zero if it has ended
   */
  default void awake(String view, String sid, String cause, Duration took) {}

  /**
   * A frame of a tab has come whole. Called for each one, on an I/O thread.
   *
   * @param view the name that the view is mounted by
   * @param bytes its size
   */
  default void received(String view, int bytes) {}

  /**
   * A frame goes to a tab. Called for each one.
   *
   * @param view the name that the view is mounted by
   * @param bytes its size
   */
  default void sent(String view, int bytes) {}

  /**
   * What is shared by nodes, or rests on them, has answered a question, or has failed to.
   *
   * @param engine {@code fence}: the shared one; {@code store}: a snapshot store
   * @param asked what was asked, by the name of its method: {@code claim}, {@code put}, …
   * @param isAnswered whether it has answered
   * @param took from the question to the answer
   */
  default void asked(String engine, String asked, boolean isAnswered, Duration took) {}

  /**
   * A message to a group, a push, or a change from outside does not come to a tab, or a message not
   * to other nodes. Called for each one.
   *
   * @param view the name that the view is mounted by; empty where it is not of one view
   * @param why of a message or a change {@code asleep}: its session slept, and a newer one came, or
   *     too many waited, or its tab has not brought the state. Of a message {@code waiting}: too
   *     many wait for its session; {@code memory}: this node has no room; {@code invalid}: its data
   *     does not fit the handler; {@code bus}: it may not have come to other nodes; {@code
   *     malformed}: what another node, or a stranger, has sent is no message. Of a push {@code
   *     away}: its tab's socket is not there; {@code unread}: too many wait. {@code groups}: a tab
   *     is not made a member, since it has too many groups
   */
  default void dropped(String view, String why) {}

  /**
   * The server closes a socket of a view.
   *
   * @param view the name that the view is mounted by
   * @param code the close code (RFC 6455 section 7.4, and PROTOCOL.md's own)
   * @param reason the same in words, without any of the tab's content
   */
  default void closing(String view, int code, String reason) {}

  /**
   * The newest state is in this server's memory only, until the next snapshot is kept; its tab is
   * told as well, but for {@code unanswered}. Not told of a snapshot that can still rest in a store
   * instead.
   *
   * @param view the name that the view is mounted by
   * @param sid the instance
   * @param why {@code oversize}: it is over a limit; {@code unwritable}: Jackson cannot write it,
   *     the log says at which path, and why; {@code quota} or {@code blocked}: the tab could not
   *     store it; {@code unavailable}: the store did not take it, and it is too large for the tab.
   *     It is tried again; {@code unanswered}: the tab has not answered its last snapshot for 60 s,
   *     so that it is sent no other one, and whether it has stored that is not known. Told once for
   *     each of its sockets; that stays open
   */
  default void unprotected(String view, String sid, String why) {}
}
