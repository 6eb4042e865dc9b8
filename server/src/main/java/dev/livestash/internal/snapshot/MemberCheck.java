package dev.livestash.internal.snapshot;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.state.JsonSlice;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.state.UnwritableException;
import java.lang.System.Logger.Level;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Where states are checked, notices a state that was sealed, or migrated, with other members than
 * its class has now: what the class lacks is dropped, what the state lacks is null, and what the
 * class has with another type may have become another value.
 */
final class MemberCheck<S> {
  private final StateCodec<S> codec;
  private final int maxStateBytes;
  private final OnceLog log;

  MemberCheck(StateCodec<S> codec, int maxStateBytes, OnceLog log) {
    this.codec = codec;
    this.maxStateBytes = maxStateBytes;
    this.log = log;
  }

  /** Compares a token's JSON with what was bound to it. */
  void check(String view, int version, JsonSlice json, S state) {
    OtherMembers found = found(codec.tree(json), state);
    if (!found.isEmpty()) {
      log.say(
          Level.WARNING,
          found.toString(),
          "A state of "
              + view
              + ", version "
              + version
              + ", was sealed with other members than its class has now."
              + text(found)
              + " If that loses something, raise stateVersion() and say in migrations() how the one"
              + " becomes the other.");
    }
  }

  /**
   * Compares what migrations have made of a state of an earlier version with what was bound to it.
   */
  void checkMigrated(String view, int version, JsonNode migrated, S state) {
    OtherMembers found = found(migrated, state);
    if (!found.isEmpty()) {
      log.say(
          Level.WARNING,
          version + found.toString(),
          "A state of "
              + view
              + ", version "
              + version
              + ", was migrated to other members than its class has."
              + text(found)
              + " If that loses something, mend the steps in migrations().");
    }
  }

  private OtherMembers found(JsonNode before, S state) {
    OtherMembers found = new OtherMembers();
    CappedBuffer again = new CappedBuffer(maxStateBytes);
    try (JsonGenerator out = codec.generator(again)) {
      codec.write(out, state);
    } catch (UnwritableException saidAtTheNextCommit) {
      return found;
    }
    if (!again.overflowed()) {
      found.compare("", before, codec.tree(new JsonSlice(again.array(), 0, again.size())));
    }
    return found;
  }

  private static String text(OtherMembers found) {
    return text(" Dropped: ", found.dropped())
        + text(" Missing: ", found.missing())
        + text(" Changed: ", found.changed());
  }

  private static String text(String what, List<String> paths) {
    return paths.isEmpty() ? "" : what + String.join(", ", paths) + ".";
  }
}
