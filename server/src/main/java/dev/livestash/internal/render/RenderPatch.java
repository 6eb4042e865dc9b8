package dev.livestash.internal.render;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a tab does with a patch, for who has to know it: PROTOCOL.md, "Patches of renders". */
public final class RenderPatch {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What a piece of a splice takes: a start, an end, and a literal. */
  private static final int STEP = 3;

  /** JavaScript has such members first, in the order of their numbers. */
  private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,9}");

  /** The highest of them; a number above it is a name like any other. */
  private static final long MAX_INDEX = (1L << 32) - 2;

  private static final int FACTOR = 31;
  private static final int START = 7;

  private RenderPatch() {}

  /**
   * Makes a render.
   *
   * @param before the one that the patch is against; is not changed
   * @param patch the patch
   * @return the render that it makes
   * @throws RuntimeException of some kind if the patch is not one against that
   */
  public static JsonNode apply(JsonNode before, JsonNode patch) {
    if (patch instanceof ArrayNode array) {
      return array.size() == 1 ? array.get(0) : spliced(before, array);
    }
    if (patch.isEmpty()) {
      return before;
    }
    return before instanceof ArrayNode old ? elements(old, patch) : members(before, patch);
  }

  private static JsonNode elements(ArrayNode old, JsonNode patch) {
    ArrayNode made = NODES.arrayNode();
    made.addAll(old);
    patch
        .properties()
        .forEach(
            part -> {
              int index = Integer.parseInt(part.getKey());
              made.set(index, apply(old.get(index), part.getValue()));
            });
    return made;
  }

  private static JsonNode members(JsonNode old, JsonNode patch) {
    ObjectNode made = NODES.objectNode();
    old.properties().forEach(member -> made.set(member.getKey(), member.getValue()));
    patch
        .properties()
        .forEach(
            part -> {
              if (part.getValue().isArray() && part.getValue().isEmpty()) {
                made.remove(part.getKey());
              } else {
                JsonNode value = old.path(part.getKey());
                made.set(part.getKey(), apply(value, part.getValue()));
              }
            });
    return made;
  }

  private static JsonNode spliced(JsonNode old, ArrayNode patch) {
    if (old instanceof StringNode text) {
      StringBuilder made = new StringBuilder(patch.get(0).stringValue());
      for (int at = 1; at < patch.size(); at += STEP) {
        made.append(text.stringValue(), patch.get(at).intValue(), patch.get(at + 1).intValue());
        made.append(patch.get(at + 2).stringValue());
      }
      return NODES.stringNode(made.toString());
    }
    ArrayNode made = NODES.arrayNode().addAll((ArrayNode) patch.get(0));
    for (int at = 1; at < patch.size(); at += STEP) {
      for (int i = patch.get(at).intValue(); i < patch.get(at + 1).intValue(); i++) {
        made.add(old.get(i));
      }
      made.addAll((ArrayNode) patch.get(at + 2));
    }
    return made;
  }

  /**
   * What tells a render from most others: its numbers, the lengths of its strings, and how they are
   * arranged.
   *
   * @param render any JSON
   * @return the number that a tab computes of the same render
   */
  public static int checkOf(JsonNode render) {
    if (render.isContainer()) {
      int sum = START;
      for (JsonNode part : parts(render)) {
        sum = FACTOR * sum + checkOf(part);
      }
      return sum;
    }
    if (render.isString()) {
      return render.stringValue().length();
    }
    if (render.isNumber()) {
      // A double may be infinite, as a browser reads what is beyond its range.
      boolean isDouble = render.isDouble() || render.isFloat();
      return toInt32(isDouble ? render.doubleValue() : render.decimalValue().doubleValue());
    }
    return render.isBoolean() && render.booleanValue() ? 1 : 0;
  }

  private static Iterable<JsonNode> parts(JsonNode render) {
    if (render.isArray()) {
      return render;
    }
    List<Map.Entry<String, JsonNode>> indexed = new ArrayList<>();
    List<JsonNode> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : render.properties()) {
      if (isIndex(member.getKey())) {
        indexed.add(member);
      } else {
        parts.add(member.getValue());
      }
    }
    Collections.sort(
        indexed, (one, other) -> Long.compare(index(one.getKey()), index(other.getKey())));
    parts.addAll(0, indexed.stream().map(Map.Entry::getValue).toList());
    return parts;
  }

  private static boolean isIndex(String name) {
    return INDEX.matcher(name).matches() && index(name) <= MAX_INDEX;
  }

  private static long index(String name) {
    return Long.parseLong(name);
  }

  /** As JavaScript's {@code | 0} does it. */
  private static int toInt32(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return 0;
    }
    double whole = number < 0 ? Math.ceil(number) : Math.floor(number);
    return (int) (long) (whole % (1L << Integer.SIZE));
  }
}
