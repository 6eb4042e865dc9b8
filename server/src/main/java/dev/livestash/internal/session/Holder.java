package dev.livestash.internal.session;

/**
 * A tab that alone has its state.
 *
 * @param receiver what its socket brings
 * @param context what the application has seen of it
 * @param age how old its instance is
 * @param joinedAtNanos when it was told {@code joined}
 * @param sealedAtNanos when the token was sealed that it holds
 */
record Holder<S>(
    Peer peer,
    TabReceiver receiver,
    TabContext<S> context,
    Age age,
    long joinedAtNanos,
    long sealedAtNanos) {}
