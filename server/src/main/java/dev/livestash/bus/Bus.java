package dev.livestash.bus;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Carries short texts to all nodes of an application, each at most once. All of them get the texts
 * in one order, in which those of one node come as it has sent them.
 *
 * <p>No method blocks or throws. Safe for use by several threads.
 */
public interface Bus {

  /**
   * Sends a text to all nodes, this one too. Of two calls, the earlier one's text goes first.
   *
   * @param text what is sent; somewhat longer than a message may be
   * @return complete when it is on its way to all who listen; fails with {@link
   *     dev.livestash.fence.StoreUnavailableException} if it may not be, within a bounded time
   */
  CompletionStage<Void> send(String text);

  /**
   * Hears what is sent from now on, or as soon as the engine can be reached. What is sent while it
   * cannot is not heard later.
   *
   * @param listener takes one text after the other, on a thread of the bus; returns soon. Whoever
   *     can reach the engine can have sent anything
   * @return ends it
   */
  Runnable listen(Consumer<String> listener);
}
