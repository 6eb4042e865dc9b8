package dev.livestash.acceptance.chaos;

import dev.livestash.demo.Mischief;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What servers have noted in a tab's state by themselves. A server that dies takes along what it
 * was about to note, but what a tab has stored once is there, once.
 */
final class Notes {
  private final Set<String> asked = new HashSet<>();
  private List<String> stored = new ArrayList<>();

  void add(Deed deed) {
    Optional.ofNullable(deed.event().data().get("value"))
        .map(value -> value.asString())
        .filter(text -> Mischief.of(text).filter(Notes::isNote).isPresent())
        .ifPresent(asked::add);
  }

  private static boolean isNote(Mischief mischief) {
    return mischief.kind() == Mischief.Kind.NOTE;
  }

  /** The tab goes on from an older state, or from another tab's. */
  void forget() {
    stored = new ArrayList<>();
  }

  /** What another tab's notes are, if that goes on from this one's state. */
  Notes copy() {
    Notes copy = new Notes();
    copy.asked.addAll(asked);
    return copy;
  }

  /** What is wrong with what a tab holds now, if anything is. */
  Optional<String> store(List<String> held) {
    List<String> before = stored;
    stored = List.copyOf(held);
    if (new HashSet<>(held).size() < held.size()) {
      return Optional.of("noted twice: " + held);
    }
    if (!asked.containsAll(held)) {
      return Optional.of("noted unasked: " + held);
    }
    return held.containsAll(before)
        ? Optional.empty()
        : Optional.of("noted " + held + ", after " + before);
  }
}
