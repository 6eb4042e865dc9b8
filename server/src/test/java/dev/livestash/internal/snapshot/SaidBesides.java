package dev.livestash.internal.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.livestash.internal.snapshot.SaidTypes.Said;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/** What does not come back as it was, though what can be asked of it says that it is equal. */
@SuppressWarnings({"NonApiType", "JdkObsolete"}) // applications have such states
final class SaidBesides {
  private SaidBesides() {}

  // --- what equality does not tell

  record Card(String number) {
    @Override
    public String number() {
      return "****" + number.substring(number.length() - 4);
    }
  }

  static class Entity {
    public String id = "i";

    @SuppressWarnings("UnusedVariable") // only the check reads it
    @JsonIgnore
    private String note = "";

    <T extends Entity> T with(String newNote, Class<T> type) {
      note = newNote;
      return type.cast(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entity entity && entity.id.equals(id);
    }

    @Override
    public int hashCode() {
      return Objects.hash(id);
    }
  }

  static final class Special extends Entity {

    @SuppressWarnings("UnusedVariable") // only the check reads it
    @JsonIgnore
    private int rank;

    static Special of(int rank) {
      Special special = new Special();
      special.rank = rank;
      return special;
    }
  }

  static List<Said> equality() {
    Entity entity = new Entity().with("n", Entity.class);
    return List.of(
        Said.of("an accessor that hides something", Card.class, new Card("34567890"), "/number"),
        Said.of("equality by id, with @JsonIgnore", Entity.class, entity, "/note"),
        Said.of("inherited equality", Special.class, Special.of(3), "/rank"),
        Said.of("a set of such", new TypeReference<Set<Entity>>() {}, Set.of(entity), "/0/note"),
        Said.of(
            "ByteBuffer: little endian",
            ByteBuffer.class,
            ByteBuffer.wrap(new byte[] {1, 2}).order(ByteOrder.LITTLE_ENDIAN),
            ""),
        Said.of(
            "ByteBuffer: half read",
            ByteBuffer.class,
            ByteBuffer.wrap(new byte[] {1, 2}).position(1),
            ""));
  }

  // --- what a container has besides its elements

  static final class Page<T> extends ArrayList<T> {
    private static final long serialVersionUID = 1;
    int total;

    static <T> Page<T> of(int total, List<T> elements) {
      Page<T> page = new Page<>();
      page.addAll(elements);
      page.total = total;
      return page;
    }
  }

  static final class Bag extends HashMap<String, Integer> {
    private static final long serialVersionUID = 1;
    String owner = "";

    static Bag of(String owner) {
      Bag bag = new Bag();
      bag.put("a", 1);
      bag.owner = owner;
      return bag;
    }
  }

  private static Map<String, Integer> recent() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
        return size() > 2;
      }
    };
  }

  static List<Said> containers() {
    Properties defaults = new Properties();
    defaults.setProperty("a", "b");
    LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>(2);
    queue.add("a");
    return List.of(
        Said.of(
            "a subclass of ArrayList with a field",
            new TypeReference<Page<String>>() {},
            Page.of(7, List.of("a")),
            "/total"),
        Said.of(
            "the same as a List",
            new TypeReference<List<String>>() {},
            Page.of(7, List.of("a")),
            ""),
        Said.of("a subclass of HashMap with a field", Bag.class, Bag.of("o"), "/owner"),
        Said.of("the same as a Map", new TypeReference<Map<String, Integer>>() {}, Bag.of("o"), ""),
        Said.of(
            "an anonymous LinkedHashMap that forgets",
            new TypeReference<Map<String, Integer>>() {},
            recent(),
            ""),
        Said.of("Properties with defaults", Properties.class, new Properties(defaults), "/a"),
        Said.of(
            "LinkedBlockingQueue with a capacity",
            new TypeReference<LinkedBlockingQueue<String>>() {},
            queue,
            "/capacity"));
  }

  // --- what a tree has besides its JSON

  static List<Said> trees() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return List.of(
        Said.of("JsonNode: NaN", JsonNode.class, nodes.numberNode(Double.NaN), ""),
        Said.of(
            "JsonNode: bytes",
            JsonNode.class,
            nodes.objectNode().set("a", nodes.arrayNode().add(new byte[] {1})),
            "/a/0"),
        Said.of("JsonNode: a text in a POJONode", JsonNode.class, nodes.pojoNode("a"), ""),
        Said.of(
            "JsonNode: missing",
            new TypeReference<EqualTypes.Box<JsonNode>>() {},
            new EqualTypes.Box<JsonNode>(MissingNode.getInstance()),
            "/inside"));
  }

  // --- orders

  static List<Said> orders() {
    List<String> elements = List.of("z", "y", "a", "m");
    Set<String> backwards = new TreeSet<>(Comparator.reverseOrder());
    backwards.addAll(elements);
    Map<String, Integer> map = new TreeMap<>(Comparator.reverseOrder());
    map.putAll(Map.of("a", 1, "b", 2));
    LinkedHashMap<String, Integer> linked = new LinkedHashMap<>();
    elements.forEach(one -> linked.put(one, 1));
    ConcurrentMap<String, Integer> skipping = new ConcurrentSkipListMap<>();
    IntStream.range(0, 100).forEach(i -> skipping.put("key " + i, 1));
    return List.of(
        Said.of(
            "Set<T>: a TreeSet with a comparator",
            new TypeReference<Set<String>>() {},
            backwards,
            "/comparator"),
        Said.of(
            "Map<K, V>: a TreeMap with a comparator",
            new TypeReference<Map<String, Integer>>() {},
            map,
            "/comparator"),
        Said.of(
            "HashSet<T>: a LinkedHashSet",
            new TypeReference<HashSet<String>>() {},
            new LinkedHashSet<>(elements),
            ""),
        Said.of(
            "HashMap<K, V>: a LinkedHashMap",
            new TypeReference<HashMap<String, Integer>>() {},
            linked,
            ""),
        Said.of(
            "ConcurrentMap<K, V>: a ConcurrentSkipListMap",
            new TypeReference<ConcurrentMap<String, Integer>>() {},
            skipping,
            ""));
  }

  // --- one object

  static final class Item {
    public String name = "n";
  }

  record Chosen(Collection<Item> items, Item selected) {}

  static List<Said> identity() {
    Item item = new Item();
    return List.of(
        Said.of(
            "an object without equality at two places",
            Chosen.class,
            new Chosen(List.of(item), item),
            "/selected"));
  }
}
