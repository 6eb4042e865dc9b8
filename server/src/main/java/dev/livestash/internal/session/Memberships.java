package dev.livestash.internal.session;

import dev.livestash.internal.groups.Member;
import dev.livestash.internal.groups.Membership;
import dev.livestash.internal.groups.Names;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one session. What its view does not join again at an attach is left. Safe for use
 * by several threads.
 */
final class Memberships {
  /** How many groups a session may be a member of. */
  static final int MAX_GROUPS = 64;

  /** What one takes, about: its name, its place in the group, and the group. */
  private static final int BYTES = 512;

  private final Hosted<?> hosted;
  private final Member member;

  /** Null while there are none, as in most sessions. */
  private @Nullable Map<String, Membership> byGroup;

  /** Those that were joined again, while the view attaches. */
  private @Nullable Set<String> again;

  private boolean isOver;

  Memberships(Hosted<?> hosted, Member member) {
    this.hosted = hosted;
    this.member = member;
  }

  /** Whether it is a member now. */
  synchronized boolean join(String group) {
    Map<String, Membership> all = byGroup == null ? new HashMap<>() : byGroup;
    // While the view attaches, what it has not joined again is about to be left.
    Set<String> staying = again == null ? all.keySet() : again;
    if (isOver || staying.contains(Names.group(group))) {
      return !isOver;
    }
    if (staying.size() >= MAX_GROUPS) {
      hosted.tell(one -> one.dropped(hosted.name, "groups"));
      return false;
    }
    all.computeIfAbsent(group, name -> hosted.services.groups().join(name, member));
    byGroup = all;
    if (again != null) {
      again.add(group);
    }
    return true;
  }

  synchronized void leave(String group) {
    Membership left = byGroup == null ? null : byGroup.remove(group);
    if (left != null) {
      left.end();
    }
    if (again != null) {
      again.remove(group);
    }
  }

  /** The view attaches, while what it has joined before goes on. */
  void attaching(Runnable attached) {
    begin();
    try {
      attached.run();
    } finally {
      done();
    }
  }

  private synchronized void begin() {
    again = new HashSet<>(0);
  }

  private synchronized void done() {
    Set<String> joined = again == null ? Set.of() : again;
    again = null;
    if (byGroup != null) {
      for (String group : Set.copyOf(byGroup.keySet())) {
        if (!joined.contains(group)) {
          leave(group);
        }
      }
    }
  }

  /** The session has ended. */
  synchronized void end() {
    isOver = true;
    if (byGroup != null) {
      byGroup.values().forEach(Membership::end);
      byGroup = null;
    }
  }

  /** What they take, about. */
  synchronized long heldBytes() {
    return byGroup == null ? 0 : (long) byGroup.size() * BYTES;
  }
}
