package dev.livestash.internal.groups;

/** One member's place in one group. */
public final class Membership {
  private final Groups groups;
  private final String group;
  private final Member member;

  /** Whether what comes now was published after it has begun, wherever that was. */
  private volatile boolean hears;

  Membership(Groups groups, String group, Member member) {
    this.groups = groups;
    this.group = group;
    this.member = member;
  }

  String group() {
    return group;
  }

  void begins() {
    hears = true;
  }

  void take(Letter letter) {
    if (hears) {
      member.take(letter.held());
    }
  }

  /** Ends it. */
  public void end() {
    groups.ends(this);
  }
}
