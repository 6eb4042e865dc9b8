package dev.livestash.internal.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.livestash.internal.snapshot.EqualTypes.Box;
import dev.livestash.internal.snapshot.EqualTypes.Point;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import tools.jackson.core.type.TypeReference;

/** What no state may be made of, where it stands, and a word of the refusal. */
final class RefusedTypes {
  private RefusedTypes() {}

  /**
   * A type.
   *
   * @param name as docs/types.md has it
   * @param path where in it the reason is
   * @param word of the refusal
   */
  record Refused(String name, Type type, String path, String word) {
    @Override
    public String toString() {
      return name;
    }
  }

  sealed interface Unnamed permits One, Other {}

  record One(int x) implements Unnamed {}

  record Other(int y) implements Unnamed {}

  abstract static class Abstract {
    public int x;
  }

  static final class Hidden {
    private int x = 7;

    int twice() {
      return x++ * 2;
    }
  }

  static final class Constructed {
    private final int x;

    Constructed(int x) {
      this.x = x;
    }

    Constructed(int x, int more) {
      this(x + more);
    }

    public int getX() {
      return x;
    }
  }

  record Task(String name, Runnable work) {}

  record Deep(List<Map<String, Optional<Task>>> tasks) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface ByClass {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
  interface ByMinimalClass {}

  record Holding(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Unnamed anything) {}

  record HoldingMany(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Unnamed> many) {}

  record HoldingAll(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object all) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  interface NoSubtypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes(@JsonSubTypes.Type(Working.class))
  interface Subtyped {}

  record Working(Runnable work) implements Subtyped {}

  static List<Refused> all() {
    return List.of(
        new Refused("Runnable", Runnable.class, "", "abstract"),
        new Refused(
            "Supplier<T>", new TypeReference<Supplier<String>>() {}.getType(), "", "abstract"),
        new Refused(
            "Comparator<T>", new TypeReference<Comparator<String>>() {}.getType(), "", "abstract"),
        new Refused("Future<T>", new TypeReference<Future<String>>() {}.getType(), "", "abstract"),
        new Refused("Lock", Lock.class, "", "abstract"),
        new Refused("InputStream", InputStream.class, "", "abstract"),
        new Refused(
            "Iterator<T>", new TypeReference<Iterator<String>>() {}.getType(), "", "abstract"),
        new Refused("an interface", Comparable2.class, "", "abstract"),
        new Refused("a sealed interface without @JsonTypeInfo", Unnamed.class, "", "abstract"),
        new Refused("an abstract class", Abstract.class, "", "abstract"),
        new Refused("a record with a Runnable", Task.class, "/work", "abstract"),
        new Refused("the same deep inside", Deep.class, "/tasks/*/*/work", "abstract"),
        new Refused("an array of interfaces", Unnamed[].class, "/*", "abstract"),
        new Refused("a class without visible members", Hidden.class, "", "none of its members"),
        new Refused("ZipEntry", ZipEntry.class, "", "constructor"),
        new Refused(
            "a class whose constructor Jackson cannot call", Constructed.class, "", "constructor"),
        new Refused(
            "Map<record, …>", new TypeReference<Map<Point, String>>() {}.getType(), "", "Key"),
        new Refused(
            "the same in a record",
            new TypeReference<Box<List<Map<Point, String>>>>() {}.getType(),
            "/inside/*",
            "Key"),
        new Refused(
            "@JsonTypeInfo with names of classes", ByClass.class, "", "names of its classes"),
        new Refused("the same, shorter", ByMinimalClass.class, "", "names of its classes"),
        new Refused("the same on a member", Holding.class, "/anything", "names of its classes"),
        new Refused(
            "the same on a member's elements",
            HoldingMany.class,
            "/many/*",
            "names of its classes"),
        new Refused("the same on an Object", HoldingAll.class, "", "PolymorphicTypeValidator"),
        new Refused("@JsonTypeInfo without subtypes", NoSubtypes.class, "", "no class"),
        new Refused("a subtype with a Runnable", Subtyped.class, "/work", "abstract"));
  }

  interface Comparable2 {
    int getX();
  }
}
