package dev.livestash.testkit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNullFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormat;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Types of TypeScript for what Jackson writes, as it tells itself. A class is an interface of its
 * name, so that types that name each other come to an end.
 */
final class TypeScriptShapes {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][\\w$]*");
  private static final String UNKNOWN = "unknown";

  private final JsonMapper mapper;

  /** What each name stands for; the view's own is taken. */
  private final Map<String, JavaType> named = new LinkedHashMap<>();

  private final Map<String, Map<String, Supplier<String>>> members = new LinkedHashMap<>();
  private final String taken;

  TypeScriptShapes(JsonMapper mapper, String taken) {
    this.mapper = mapper;
    this.taken = taken;
  }

  /** The type's own name, or what is written in its place. */
  String of(Optional<Type> type) {
    return type.map(mapper::constructType).map(this::root).orElse(UNKNOWN);
  }

  private String root(JavaType type) {
    Shape shape = new Shape();
    if (type.getRawClass().isSealed()) {
      return variants(type).get();
    }
    if (!type.isJavaLangObject()) {
      mapper.acceptJsonFormatVisitor(type, shape);
    }
    return shape.text.get();
  }

  /** The interfaces of all classes that were met. */
  String declarations() {
    return members.entrySet().stream()
        .map(one -> "\nexport interface " + one.getKey() + " {\n" + lines(one.getValue()) + "}\n")
        .collect(Collectors.joining());
  }

  private static String lines(Map<String, Supplier<String>> all) {
    return all.entrySet().stream()
        .map(one -> "  readonly " + member(one.getKey()) + ": " + one.getValue().get() + ";\n")
        .collect(Collectors.joining());
  }

  /** A member's name, in quotes if it needs them. */
  static String member(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : JsonMapper.shared().writeValueAsString(name);
  }

  // --- variants

  /** One of some classes, each with the member that tells which, if there is one. */
  private Supplier<String> variants(JavaType type) {
    Class<?> raw = type.getRawClass();
    String all =
        Stream.of(raw.getPermittedSubclasses())
            .map(one -> variant(raw, one))
            .collect(Collectors.joining(" | "));
    return () -> all;
  }

  private String variant(Class<?> of, Class<?> one) {
    String shape = of(Optional.of(one));
    JsonTypeInfo info = of.getAnnotation(JsonTypeInfo.class);
    if (info == null || info.use() != JsonTypeInfo.Id.NAME) {
      return shape;
    }
    String property =
        info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
    return "({ readonly %s: %s } & %s)".formatted(member(property), quoted(id(of, one)), shape);
  }

  private static String id(Class<?> of, Class<?> one) {
    JsonSubTypes names = of.getAnnotation(JsonSubTypes.class);
    Stream<JsonSubTypes.Type> listed = names == null ? Stream.of() : Arrays.stream(names.value());
    JsonTypeName own = one.getAnnotation(JsonTypeName.class);
    return listed
        .filter(sub -> sub.value() == one && !sub.name().isEmpty())
        .map(JsonSubTypes.Type::name)
        .findFirst()
        .orElse(own == null ? one.getSimpleName() : own.value());
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  // --- classes

  private String name(JavaType type) {
    String generics =
        Stream.iterate(0, i -> i < type.containedTypeCount(), i -> i + 1)
            .map(i -> type.containedType(i).getRawClass().getSimpleName())
            .collect(Collectors.joining());
    String name = type.getRawClass().getSimpleName() + generics;
    String free = name.equals(taken) ? name + "Data" : name;
    JavaType other = named.putIfAbsent(free, type);
    if (other != null && !other.equals(type)) {
      throw new IllegalStateException(
          "%s and %s would both be %s; rename one of them.".formatted(other, type, free));
    }
    return free;
  }

  private Supplier<String> member(BeanProperty property, Shape.Members from) {
    JavaType type = property.getType();
    boolean mayBeNull = type.isReferenceType() || isNullable(property.getMember());
    Supplier<String> shape =
        type.getRawClass().isSealed() ? variants(type) : from.written(property);
    return () -> shape.get() + (mayBeNull ? " | null" : "");
  }

  private static boolean isNullable(@Nullable AnnotatedMember member) {
    return member != null
        && member.getAnnotated() instanceof Method method
        && Stream.concat(
                Stream.of(method.getAnnotations()),
                Stream.of(method.getAnnotatedReturnType().getAnnotations()))
            .anyMatch(one -> one.annotationType().getSimpleName().equals("Nullable"));
  }

  /** What Jackson says of one type. */
  private final class Shape extends JsonFormatVisitorWrapper.Base {
    private Supplier<String> text = () -> UNKNOWN;

    private Supplier<String> inside(JsonFormatVisitable handler, JavaType type) {
      Shape shape = new Shape();
      shape.setContext(getContext());
      if (type.getRawClass().isSealed()) {
        return variants(type);
      }
      if (!type.isJavaLangObject()) {
        handler.acceptJsonFormatVisitor(shape, type);
      }
      return () -> shape.text.get();
    }

    /** The members of a class. */
    final class Members extends JsonObjectFormatVisitor.Base {
      private final Map<String, Supplier<String>> all;

      Members(Map<String, Supplier<String>> all) {
        super(Shape.this.getContext());
        this.all = all;
      }

      @Override
      public void property(BeanProperty property) {
        all.put(property.getName(), member(property, this));
      }

      @Override
      public void optionalProperty(BeanProperty property) {
        property(property);
      }

      Supplier<String> written(BeanProperty property) {
        ValueSerializer<Object> own =
            property instanceof BeanPropertyWriter writer ? writer.getSerializer() : null;
        ValueSerializer<Object> serializer =
            own == null
                ? Shape.this
                    .getContext()
                    .findPrimaryPropertySerializer(property.getType(), property)
                : own;
        return inside(serializer, property.getType());
      }
    }

    @Override
    public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
      String name = name(type);
      text = () -> name;
      if (members.containsKey(name)) {
        return null;
      }
      Map<String, Supplier<String>> all = new LinkedHashMap<>();
      members.put(name, all);
      return new Members(all);
    }

    @Override
    public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
      text = () -> "readonly unknown[]";
      return new JsonArrayFormatVisitor.Base(getContext()) {
        @Override
        public void itemsFormat(JsonFormatVisitable handler, JavaType element) {
          Supplier<String> each = inside(handler, element);
          text = () -> "readonly " + grouped(each.get()) + "[]";
        }

        @Override
        public void itemsFormat(JsonFormatTypes format) {
          text = () -> "readonly " + simple(format) + "[]";
        }
      };
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType type) {
      text = () -> "{ readonly [key: string]: unknown }";
      return new JsonMapFormatVisitor.Base(getContext()) {
        @Override
        public void valueFormat(JsonFormatVisitable handler, JavaType value) {
          Supplier<String> each = inside(handler, value);
          text = () -> "{ readonly [key: string]: " + each.get() + " }";
        }
      };
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
      text = () -> "string";
      return new JsonStringFormatVisitor.Base() {
        @Override
        public void enumTypes(Set<String> names) {
          String all =
              names.stream().map(TypeScriptShapes::quoted).collect(Collectors.joining(" | "));
          text = () -> all;
        }

        @Override
        public void format(JsonValueFormat format) {
          // A string is all that TypeScript has for it.
        }
      };
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
      text = () -> "number";
      return new JsonNumberFormatVisitor.Base();
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
      text = () -> "number";
      return new JsonIntegerFormatVisitor.Base();
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
      text = () -> "boolean";
      return new JsonBooleanFormatVisitor.Base();
    }

    @Override
    public JsonNullFormatVisitor expectNullFormat(JavaType type) {
      text = () -> "null";
      return new JsonNullFormatVisitor.Base();
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
      text = () -> UNKNOWN;
      return new JsonAnyFormatVisitor.Base();
    }
  }

  private static String grouped(String type) {
    return type.contains(" | ") || type.startsWith("readonly ") ? "(" + type + ")" : type;
  }

  private static String simple(JsonFormatTypes format) {
    return switch (format) {
      case STRING -> "string";
      case NUMBER, INTEGER -> "number";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case ARRAY, OBJECT, ANY -> UNKNOWN;
    };
  }
}
