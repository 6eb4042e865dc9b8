package dev.livestash.internal.groups;

import dev.livestash.internal.memory.Budget;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * A message on its way to those of its group on this node, who share it. It is weighed as long as
 * one of them has not handled it.
 */
public final class Letter {
  /** What a tree takes of what it has as JSON, as for states. */
  private static final int TREE_FACTOR = 8;

  private final String group;
  private final String name;
  private final JsonNode data;
  private final int bytes;
  private final Budget node;
  private final AtomicInteger holders = new AtomicInteger(1);

  private Letter(String group, String name, JsonNode data, int bytes, Budget node) {
    this.group = group;
    this.name = name;
    this.data = data;
    this.bytes = bytes;
    this.node = node;
  }

  /**
   * A letter, held by the caller.
   *
   * @param bytes of its data as JSON, about
   * @param node what this node has room for; frames of tabs have the other half
   * @return empty if there is no room for it
   */
  static Optional<Letter> of(String group, String name, JsonNode data, int bytes, Budget node) {
    return node.takeFromHalf((long) bytes * TREE_FACTOR)
        ? Optional.of(new Letter(group, name, data, bytes, node))
        : Optional.empty();
  }

  public String group() {
    return group;
  }

  public String name() {
    return name;
  }

  /** Its data, which all members share: not to be changed. */
  public JsonNode data() {
    return data;
  }

  public int bytes() {
    return bytes;
  }

  Letter held() {
    holders.incrementAndGet();
    return this;
  }

  /** One who held it does no more. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      node.give((long) bytes * TREE_FACTOR);
    }
  }
}
