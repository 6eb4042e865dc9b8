package dev.livestash.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JavaType;

/**
 * The interfaces of classes. One whose class is read with other members than it is written with has
 * two, of which that for reading has a name of its own; so has each that names such a one.
 */
final class TypeScriptInterfaces {
  private static final String READ = "Sent";

  /** A name whose end is not known before all classes are. */
  private static final Pattern OPEN = Pattern.compile("\u0001([^\u0001]+)\u0001");

  private record Key(String name, boolean isRead) {}

  /** What each name stands for; the view's own is taken. */
  private final Map<String, JavaType> named = new LinkedHashMap<>();

  private final Map<Key, Map<String, String>> members = new LinkedHashMap<>();
  private final Map<Key, List<Map<String, String>>> again = new LinkedHashMap<>();
  private final Set<String> renamed = new HashSet<>();
  private final String taken;

  TypeScriptInterfaces(String taken) {
    this.taken = taken;
  }

  String name(JavaType type) {
    String name = whole(type);
    String free = name.equals(taken) ? name + "Data" : name;
    JavaType other = named.putIfAbsent(free, type);
    if (other != null && !other.equals(type)) {
      throw new IllegalStateException(
          "%s and %s would both be %s; rename one of them.".formatted(other, type, free));
    }
    return free;
  }

  /** A class's name, and those of its arguments behind it, however deep they lie. */
  private static String whole(JavaType type) {
    return type.isArrayType()
        ? whole(type.getContentType()) + "Array"
        : Stream.iterate(0, i -> i < type.containedTypeCount(), i -> i + 1)
            .map(i -> whole(type.containedType(i)))
            .collect(Collectors.joining("", type.getRawClass().getSimpleName(), ""));
  }

  /** How an interface is named in a type. */
  static String reference(String name, boolean isRead) {
    return isRead ? "\u0001" + name + "\u0001" : name;
  }

  /** Takes the members of an interface; empty if it has them. */
  Optional<Map<String, String>> add(String name, boolean isRead) {
    Map<String, String> all = new LinkedHashMap<>();
    return members.putIfAbsent(new Key(name, isRead), all) == null
        ? Optional.of(all)
        : Optional.empty();
  }

  /** Takes the members that an interface has in another place. */
  Map<String, String> again(String name, boolean isRead) {
    Map<String, String> all = new LinkedHashMap<>();
    again.computeIfAbsent(new Key(name, isRead), key -> new ArrayList<>()).add(all);
    return all;
  }

  /** A text with all names as they are, and the interfaces of all classes behind it. */
  String finished(String text) {
    again.forEach(
        (key, others) ->
            others.forEach(other -> same(key.name(), members.getOrDefault(key, Map.of()), other)));
    while (renamed.addAll(differing())) {
      // Those that name one that is renamed differ now as well.
    }
    for (String name : renamed) {
      if (named.containsKey(name + READ)) {
        throw new IllegalStateException(
            "%s is read otherwise than it is written, and there is a %s: rename one of them."
                .formatted(name, name + READ));
      }
    }
    return closed(text)
        + members.keySet().stream().map(this::declaration).collect(Collectors.joining());
  }

  /** One interface stands for a class wherever it is met. */
  private static void same(String name, Map<String, String> one, Map<String, String> other) {
    if (!names(one).equals(names(other))) {
      throw new IllegalStateException(
          "%s has the members %s in one place and %s in another (@JsonIgnoreProperties?): make a class of its own for one of them."
              .formatted(name, names(one), names(other)));
    }
  }

  private static Set<String> names(Map<String, String> all) {
    return all.entrySet().stream()
        .filter(one -> !one.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> differing() {
    return members.keySet().stream()
        .filter(key -> key.isRead() && members.containsKey(new Key(key.name(), false)))
        .filter(key -> !shown(key).equals(shown(new Key(key.name(), false))))
        .map(Key::name)
        .collect(Collectors.toSet());
  }

  private String declaration(Key key) {
    boolean isAnothers =
        key.isRead()
            && members.containsKey(new Key(key.name(), false))
            && !renamed.contains(key.name());
    String name = closed(reference(key.name(), key.isRead()));
    return isAnothers ? "" : "\nexport interface " + name + " {\n" + lines(key) + "}\n";
  }

  private String lines(Key key) {
    return shown(key).entrySet().stream()
        .map(
            one ->
                "  readonly %s%s;\n"
                    .formatted(TypeScriptShapes.member(one.getKey()), one.getValue()))
        .collect(Collectors.joining());
  }

  /** Two that have them in another order are equal. */
  private Map<String, String> shown(Key key) {
    Map<String, String> all = new LinkedHashMap<>();
    members
        .getOrDefault(key, Map.of())
        .forEach(
            (name, type) -> {
              if (!type.isEmpty()) {
                all.put(name, closed(type));
              }
            });
    return all;
  }

  private String closed(String text) {
    return OPEN.matcher(text)
        .replaceAll(
            open ->
                Matcher.quoteReplacement(
                    open.group(1) + (renamed.contains(open.group(1)) ? READ : "")));
  }
}
