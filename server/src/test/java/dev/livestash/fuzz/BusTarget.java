package dev.livestash.fuzz;

import dev.livestash.bus.Bus;
import dev.livestash.internal.groups.Groups;
import dev.livestash.internal.groups.Letter;
import dev.livestash.internal.memory.Budget;
import dev.livestash.settings.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** A text that whoever may publish on the bus's channel has sent to a node with members. */
public final class BusTarget {
  private static final String GROUP = "room/42";
  private static final int MAX_NAME_CHARS = 64;
  private static final int MAX_BYTES = 1024;
  private static final Limits LIMITS =
      Limits.defaults().withMaxMessageBytes(MAX_BYTES).withMaxJsonTokens(100);

  private static final Budget ROOM = new Budget(1 << 20);
  private static final Foreign BUS = new Foreign();
  private static final Groups NODE = node();

  private BusTarget() {}

  /** Brings what it was given when it is told to, and anything else. */
  private static final class Foreign implements Bus {
    private Consumer<String> node = text -> {};
    private String given = "";

    @Override
    public CompletionStage<Void> send(String text) {
      given = text;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Runnable listen(Consumer<String> listener) {
      node = listener;
      return () -> {};
    }

    void carry() {
      node.accept(given);
    }
  }

  /** One for all inputs: what it reads with takes longer to make than to use. */
  private static Groups node() {
    Groups groups =
        new Groups(
            LIMITS,
            JsonMapper.shared(),
            ROOM,
            Optional.of(BUS),
            "node",
            (delay, task) -> () -> {},
            () -> 0,
            BusTarget::dropped);
    var unused = groups.join(GROUP, BusTarget::took);
    BUS.carry();
    return groups;
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    BUS.node.accept(text);
    NODE.publish(GROUP, "own", 1);
    // It may say that it is this node's, which waits for one of its own just now.
    BUS.node.accept(text);
    BUS.carry();
    if (ROOM.heldBytes() != 0) {
      throw new AssertionError("room is held for a message that is done: " + text);
    }
  }

  private static void took(Letter letter) {
    boolean isFit =
        letter.group().equals(GROUP)
            && !letter.name().isEmpty()
            && letter.name().length() <= MAX_NAME_CHARS
            && letter.bytes() <= MAX_BYTES;
    // Whoever reads it may write it, as a page is sent it.
    String json = letter.data().toString();
    letter.release();
    if (!isFit) {
      throw new AssertionError("delivered as no such message: " + json);
    }
  }

  /** Memory is never what is short here, and the bus takes all. */
  private static void dropped(String why) {
    if (!why.equals("malformed") && !why.equals("memory")) {
      throw new AssertionError("dropped: " + why);
    }
  }
}
