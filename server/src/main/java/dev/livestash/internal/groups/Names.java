package dev.livestash.internal.groups;

/** How groups, messages and pushes may be called. */
public final class Names {
  private static final int MAX_GROUP_LENGTH = 128;
  private static final int MAX_NAME_LENGTH = 64;

  private Names() {}

  static boolean isGroup(String group) {
    return !group.isEmpty()
        && group.length() <= MAX_GROUP_LENGTH
        && group.chars().noneMatch(Character::isISOControl);
  }

  static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
  }

  /**
   * A group's name.
   *
   * @throws IllegalArgumentException if it may not be called so
   */
  public static String group(String group) {
    if (!isGroup(group)) {
      throw new IllegalArgumentException(
          "A group's name has 1 to 128 characters, no control characters among them, such as"
              + " 'room/42'; give another one.");
    }
    return group;
  }

  /**
   * The name of a message or a push.
   *
   * @throws IllegalArgumentException if it may not be called so
   */
  public static String name(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "A message's name has 1 to 64 characters; rename '" + name + "'.");
    }
    return name;
  }
}
