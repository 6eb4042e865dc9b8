package dev.livestash.internal.groups;

/**
 * What nodes send each other.
 *
 * @param origin the node that has sent it
 * @param n which one of that node's it is
 * @param group the group; empty for a mark, which is no message
 * @param name the message's name
 * @param json its data; empty in what has come and has no member here
 */
record Post(String origin, long n, String group, String name, String json) {
  /** One that only says where it stands among the others. */
  static Post mark(String origin, long n) {
    return new Post(origin, n, "", "", "");
  }

  boolean isMark() {
    return group.isEmpty();
  }
}
