package dev.livestash.internal.session;

import dev.livestash.view.Context;

/**
 * A message on its way through a handler.
 *
 * @param group the group that it was published to
 * @param name its name
 * @param context the tab that it has come to
 */
record MessageCall<S>(String group, String name, Context<S> context) implements Context.Message<S> {

  /** A handler with its data. */
  @FunctionalInterface
  interface Call<S> {
    S handle(S state, Context.Message<S> message) throws Exception;
  }
}
