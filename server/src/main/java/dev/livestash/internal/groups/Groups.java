package dev.livestash.internal.groups;

import dev.livestash.bus.Bus;
import dev.livestash.internal.memory.Budget;
import dev.livestash.settings.Limits;
import dev.livestash.settings.Scheduler;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The groups that have members on this node. A message goes to these at once; or, where nodes share
 * a bus, when that has brought it back, so that the nodes' messages have one order. Safe for use by
 * several threads.
 */
public final class Groups {
  private final JsonMapper mapper;
  private final int maxBytes;
  private final PostCodec codec;
  private final Budget node;
  private final Consumer<String> dropped;
  private final Optional<Relay> relay;
  private final ConcurrentMap<String, Set<Membership>> byName = new ConcurrentHashMap<>();

  /**
   * Without members.
   *
   * @param limits how large a message may be
   * @param mapper writes messages
   * @param node what this node has room for
   * @param bus leads to the other nodes, if it is there
   * @param origin names this node among them
   * @param scheduler tells when a message has been on its way for long
   * @param nanoTime since when it is
   * @param dropped is told why a message is not delivered
   */
  public Groups(
      Limits limits,
      JsonMapper mapper,
      Budget node,
      Optional<Bus> bus,
      String origin,
      Scheduler scheduler,
      LongSupplier nanoTime,
      Consumer<String> dropped) {
    this.mapper = mapper;
    this.maxBytes = limits.maxMessageBytes();
    this.codec = new PostCodec(maxBytes, limits.maxJsonTokens());
    this.node = node;
    this.dropped = dropped;
    this.relay =
        bus.map(way -> new Relay(way, origin, codec, scheduler, nanoTime, this::deliver, dropped));
    relay.ifPresent(Relay::begin);
  }

  /** Those of a node that has no others. */
  public static Groups alone(Limits limits, JsonMapper mapper, Budget node) {
    Scheduler unused =
        (delay, task) -> {
          throw new IllegalStateException("Report this: only a bus is waited for.");
        };
    return new Groups(limits, mapper, node, Optional.empty(), "", unused, () -> 0, why -> {});
  }

  /** Ends what comes from other nodes. */
  public void close() {
    relay.ifPresent(Relay::end);
  }

  /**
   * Makes somebody a member, who is none yet.
   *
   * @return the membership, to be ended
   * @throws IllegalArgumentException if the group may not be called so
   */
  public Membership join(String group, Member member) {
    Membership made = new Membership(this, Names.group(group), member);
    byName.compute(
        group,
        (name, others) -> {
          Set<Membership> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(made);
          return all;
        });
    relay.ifPresentOrElse(way -> way.mark(made), made::begins);
    return made;
  }

  void ends(Membership one) {
    byName.computeIfPresent(
        one.group(),
        (name, all) -> {
          all.remove(one);
          return all.isEmpty() ? null : all;
        });
  }

  /** How many groups have a member here. */
  public int size() {
    return byName.size();
  }

  /**
   * Sends a message to all members of a group.
   *
   * @throws IllegalArgumentException if the group or the message may not be called so, or the data
   *     cannot be written, or is over a limit
   */
  public void publish(String group, String name, Object data) {
    String json = written(data);
    JsonNode tree = read(json);
    String to = Names.group(group);
    String by = Names.name(name);
    if (relay.isPresent()) {
      relay.get().send(to, by, json);
    } else {
      deliver(to, by, Optional.of(tree), json.length());
    }
  }

  /** What is written as its receivers read it. */
  private JsonNode read(String json) {
    if (json.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw new IllegalArgumentException(
          "The message is over maxMessageBytes, "
              + maxBytes
              + "; send less, or where the rest can be had.");
    }
    return codec
        .tree(json)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The message is nested deeper than 64, or has more than maxJsonTokens; send"
                        + " less."));
  }

  private String written(Object data) {
    try {
      return mapper.writeValueAsString(data);
    } catch (JacksonException unwritable) {
      throw new IllegalArgumentException(
          "The message cannot be written as JSON; give what Jackson writes.", unwritable);
    }
  }

  /** Gives what the bus has brought to those who are there. */
  private void deliver(Post post) {
    if (byName.containsKey(post.group())) {
      deliver(post.group(), post.name(), codec.tree(post.json()), post.json().length());
    }
  }

  private void deliver(String group, String name, Optional<JsonNode> tree, int length) {
    Set<Membership> members = byName.get(group);
    if (members == null) {
      return;
    }
    Optional<Letter> letter = tree.flatMap(data -> Letter.of(group, name, data, length, node));
    if (letter.isEmpty()) {
      dropped.accept("memory");
      return;
    }
    try {
      members.forEach(member -> member.take(letter.get()));
    } finally {
      letter.get().release();
    }
  }
}
