package dev.livestash.bench;

import dev.livestash.DictionaryTrainer;
import dev.livestash.settings.Dictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Made the built-in dictionary: of many states of no class in particular, with words of an English
 * text as names and texts, so that next to nothing but the claims is in all of them.
 */
@NullMarked
final class ClaimsDictionary {
  private static final int STATES = 2_000;
  private static final int MAX_BYTES = 1 << 10;
  private static final int MAX_DEPTH = 3;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Random random = new Random(2);
  private final List<String> words;

  private ClaimsDictionary(String text) {
    words =
        Pattern.compile("[A-Za-z]{3,9}").matcher(text).results().map(MatchResult::group).toList();
  }

  /** The arguments: a text, and the file to write. */
  public static void main(String[] args) throws IOException {
    ClaimsDictionary maker = new ClaimsDictionary(Files.readString(Path.of(args[0])));
    List<byte[]> states = new ArrayList<>();
    for (int i = 0; i < STATES; i++) {
      states.add(Paths.MAPPER.writeValueAsBytes(maker.object(0)));
    }
    Dictionary dictionary =
        DictionaryTrainer.train(states, args.length > 2 ? Integer.parseInt(args[2]) : MAX_BYTES);
    dictionary.save(Path.of(args[1]));
    System.out.println(dictionary);
  }

  private ObjectNode object(int depth) {
    ObjectNode object = JSON.objectNode();
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      object.set(word().toLowerCase(Locale.ROOT), value(depth + 1));
    }
    return object;
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth < MAX_DEPTH ? 8 : 6)) {
      case 0 -> JSON.booleanNode(random.nextBoolean());
      case 1 -> JSON.numberNode(random.nextInt((int) Math.pow(10, 1 + random.nextInt(6))));
      case 2 -> JSON.nullNode();
      case 6 -> object(depth);
      case 7 -> list(depth);
      default -> JSON.stringNode(text());
    };
  }

  private ArrayNode list(int depth) {
    ArrayNode list = JSON.arrayNode();
    boolean ofObjects = random.nextBoolean();
    for (int i = random.nextInt(6); i > 0; i--) {
      list.add(ofObjects ? object(depth + 1) : JSON.stringNode(word()));
    }
    return list;
  }

  private String text() {
    StringBuilder text = new StringBuilder(word());
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(' ').append(word());
    }
    return text.toString();
  }

  private String word() {
    return words.get(random.nextInt(words.size()));
  }
}
