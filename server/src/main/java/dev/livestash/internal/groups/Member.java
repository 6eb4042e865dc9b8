package dev.livestash.internal.groups;

/** Who gets the messages to a group. */
public interface Member {
  /**
   * Takes a message, to be handled later.
   *
   * @param letter the message, which the member has to {@linkplain Letter#release release} once
   */
  void take(Letter letter);
}
