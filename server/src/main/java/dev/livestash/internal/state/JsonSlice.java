package dev.livestash.internal.state;

/**
 * One JSON value inside a larger array of UTF-8 bytes, so that it need not be copied out.
 *
 * @param bytes the array, not to be changed
 * @param offset where the value starts
 * @param length its length in bytes
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared; a view on bytes that are shared on purpose
public record JsonSlice(byte[] bytes, int offset, int length) {}
