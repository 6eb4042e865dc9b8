package dev.livestash.internal.snapshot;

import dev.livestash.internal.pack.CappedBuffer;
import dev.livestash.internal.state.JsonSlice;
import dev.livestash.internal.state.StateCodec;
import dev.livestash.internal.state.UnwritableException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Where states are checked, notices a state that was sealed with other members than its class has
 * now, though its version is the same: what the class lacks is dropped, what the token lacks is
 * null.
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
    CappedBuffer again = new CappedBuffer(maxStateBytes);
    try (JsonGenerator out = codec.generator(again)) {
      codec.write(out, state);
    } catch (UnwritableException saidAtTheNextCommit) {
      return;
    }
    if (again.overflowed()) {
      return;
    }
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    found.compare("", codec.tree(json), codec.tree(new JsonSlice(again.array(), 0, again.size())));
    if (!found.isEmpty()) {
      log.say(Level.WARNING, found.toString(), text(view, version, found));
    }
  }

  private static String text(String view, int version, Found found) {
    return "A state of "
        + view
        + ", version "
        + version
        + ", was sealed with other members than its class has now."
        + (found.dropped.isEmpty() ? "" : " Dropped: " + String.join(", ", found.dropped) + ".")
        + (found.missing.isEmpty() ? "" : " Missing: " + String.join(", ", found.missing) + ".")
        + " If that loses something, raise stateVersion() and say in migrations() how the one"
        + " becomes the other.";
  }

  /** Members that only one of two trees has. */
  private record Found(List<String> dropped, List<String> missing) {
    boolean isEmpty() {
      return dropped.isEmpty() && missing.isEmpty();
    }

    void compare(String path, JsonNode sealed, JsonNode now) {
      if (sealed.isObject() && now.isObject()) {
        sealed
            .propertyStream()
            .forEach(
                one -> {
                  String at = path + "/" + one.getKey();
                  if (now.has(one.getKey())) {
                    compare(at, one.getValue(), now.get(one.getKey()));
                  } else if (!one.getValue().isNull()) {
                    add(dropped, at);
                  }
                });
        now.propertyNames().stream()
            .filter(name -> !sealed.has(name))
            .forEach(name -> add(missing, path + "/" + name));
      } else if (sealed.isArray() && now.isArray()) {
        for (int i = 0; i < Math.min(sealed.size(), now.size()); i++) {
          compare(path + "/*", sealed.get(i), now.get(i));
        }
      }
    }

    private static void add(List<String> paths, String path) {
      if (!paths.contains(path)) {
        paths.add(path);
      }
    }
  }
}
