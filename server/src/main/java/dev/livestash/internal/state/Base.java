package dev.livestash.internal.state;

/**
 * A plaintext that patches are made against: not its bytes, but which object is where in them.
 *
 * @param claims the bytes before the state
 * @param size how many bytes the whole plaintext has
 * @param trace where the state's objects are
 * @param gaps what is between them in large ones
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Base(byte[] claims, int size, Trace trace, Gaps gaps) {}
