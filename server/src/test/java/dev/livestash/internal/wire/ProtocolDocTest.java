package dev.livestash.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** PROTOCOL.md's tables, executed: what they say is what the codec does. */
class ProtocolDocTest {
  private static final Path PROTOCOL = Path.of("../protocol/PROTOCOL.md");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final FrameCodec CODEC = new FrameCodec(JSON, 10_000);

  /** One valid value for every type that the tables name, and some that are of no such type. */
  private static final Map<String, List<String>> RIGHT =
      Map.of(
          "string", List.of("\"quota\""),
          "integer", List.of("1", "9007199254740991"),
          "boolean", List.of("true", "false"),
          "object", List.of("{}", "{\"a\":1}"),
          "any", List.of("null", "1", "\"x\"", "[]", "{}"));

  private static final List<String> EVERY_TYPE =
      List.of("null", "true", "1", "-1", "1.5", "9007199254740992", "1e30", "\"x\"", "[]", "{}");

  private record Field(String name, String type, boolean required) {}

  private static Map<String, List<Field>> frames(String direction) throws IOException {
    String text = Files.readString(PROTOCOL);
    String part = text.split("## Frames from the " + direction + "\n", 2)[1].split("\n## ", 2)[0];
    Map<String, List<Field>> frames = new LinkedHashMap<>();
    Matcher sections =
        Pattern.compile("### (\\w+)\n(.*?)(?=\n### |\\z)", Pattern.DOTALL).matcher(part);
    while (sections.find()) {
      frames.put(sections.group(1), fields(sections.group(2)));
    }
    return frames;
  }

  private static List<Field> fields(String section) {
    return Pattern.compile("^\\| `(\\w+)` \\| (\\w+) \\| (\\w+) \\|", Pattern.MULTILINE)
        .matcher(section)
        .results()
        .map(row -> new Field(row.group(1), row.group(2), row.group(3).equals("required")))
        .toList();
  }

  private static Map<String, Set<String>> records(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        // An event that keeps to no table is answered all the same.
        .filter(type -> type != ClientFrame.UnfitEvent.class)
        .collect(
            Collectors.toMap(
                type -> type.getSimpleName().toLowerCase(Locale.ROOT),
                ProtocolDocTest::components,
                (a, b) -> a,
                TreeMap::new));
  }

  private static Set<String> components(Class<?> type) {
    Set<String> names =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (type == ClientFrame.Event.class) {
      names.remove("attempt");
      names.add("try"); // a keyword of Java
    }
    if (type == ServerFrame.Bye.class) {
      names.removeAll(Set.of("min", "max"));
      names.add("retry"); // a pair
    }
    return names;
  }

  private static Map<String, Set<String>> documented(String direction) throws IOException {
    Map<String, Set<String>> names = new TreeMap<>();
    frames(direction)
        .forEach(
            (frame, fields) ->
                names.put(
                    frame,
                    fields.stream()
                        .map(Field::name)
                        .collect(Collectors.toCollection(TreeSet::new))));
    return names;
  }

  @Test
  void everyFrameHasTheFieldsOfItsTable() throws IOException {
    assertThat(records(ClientFrame.class)).isEqualTo(documented("tab"));
    assertThat(records(ServerFrame.class)).isEqualTo(documented("server"));
  }

  @Test
  void aFrameFromTheTabDecodesExactlyIfItKeepsToItsTable() throws IOException {
    frames("tab").forEach(ProtocolDocTest::keepsToItsTable);
  }

  private static void keepsToItsTable(String name, List<Field> fields) {
    ObjectNode valid = valid(name, fields);
    assertThat(isFrame(valid)).as(valid.toString()).isTrue();
    assertThat(isFrame(valid.deepCopy().put("unknown", 1))).isTrue();
    for (Field field : fields) {
      ObjectNode without = valid.deepCopy();
      without.remove(field.name());
      boolean tokenOfPatch = field.name().equals("token");
      assertThat(isFrame(without))
          .as("%s without %s", name, field)
          .isEqualTo(!field.required() && !tokenOfPatch);
      for (String value : EVERY_TYPE) {
        if (!isOfType(field, value)) {
          ObjectNode wrong = valid.deepCopy();
          wrong.set(field.name(), JSON.readTree(value));
          assertThat(isFrame(wrong)).as(wrong.toString()).isFalse();
        }
      }
    }
  }

  private static ObjectNode valid(String name, List<Field> fields) {
    ObjectNode frame = JSON.createObjectNode().put("t", name);
    fields.forEach(
        field ->
            frame.set(
                field.name(),
                JSON.readTree(RIGHT.getOrDefault(field.type(), List.of("{}")).get(0))));
    return frame;
  }

  private static boolean isOfType(Field field, String value) {
    JsonNode json = JSON.readTree(value);
    Map<String, Predicate<JsonNode>> types =
        Map.of(
            "string", JsonNode::isString,
            "boolean", JsonNode::isBoolean,
            "object", JsonNode::isObject,
            "any", any -> true);
    Predicate<JsonNode> integer =
        node ->
            node.isIntegralNumber()
                && Math.abs(node.asDouble()) < 9007199254740992.0
                && (node.asLong() >= 0 || field.name().equals("n"));
    return types.getOrDefault(field.type(), integer).test(json);
  }

  private static boolean isFrame(JsonNode frame) {
    return CODEC.decode(frame.toString()) instanceof Decoded.Frame decoded
        && !(decoded.frame() instanceof ClientFrame.UnfitEvent);
  }

  @Test
  void everyCloseCodeHasItsRow() throws IOException {
    String[] parts = Files.readString(PROTOCOL).split("\n### Other closes\n", 2);
    assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::number))
        .containsExactlyElementsOf(closes(parts[0]));
    assertThat(closes(parts[1])).containsExactly(1000, 1002, 1006, 1007);
  }

  private static Set<Integer> closes(String part) {
    return Pattern.compile("^\\| (\\d{4}) \\|", Pattern.MULTILINE)
        .matcher(part)
        .results()
        .map(row -> Integer.valueOf(row.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
