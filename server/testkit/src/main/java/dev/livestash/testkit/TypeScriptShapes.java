package dev.livestash.testkit;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
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
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.bean.BeanAsArraySerializer;
import tools.jackson.databind.ser.bean.UnrolledBeanAsArraySerializer;

/**
 * Types of TypeScript for what Jackson writes, as it tells itself. A class is an interface of its
 * name, so that types that name each other come to an end.
 */
final class TypeScriptShapes {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][\\w$]*");
  private static final String UNKNOWN = "unknown";
  private static final String OR_NULL = " | null";

  private final JsonMapper mapper;

  private final TypeScriptInterfaces interfaces;
  private final TypeScriptReading reading;
  private final SerializationContext jackson;
  private final TypeScriptVariants variants;
  private boolean reads;

  TypeScriptShapes(JsonMapper mapper, String taken) {
    this.mapper = mapper;
    this.interfaces = new TypeScriptInterfaces(taken);
    this.reading = new TypeScriptReading(mapper);
    Shape any = new Shape(TypeScriptPlace.NONE);
    mapper.acceptJsonFormatVisitor(String.class, any);
    this.jackson = any.getContext();
    this.variants = new TypeScriptVariants(jackson);
  }

  /** The type's own name, or what is written in its place. */
  String of(Optional<Type> type) {
    return type.map(mapper::constructType).map(this::root).orElse(UNKNOWN);
  }

  /** What Jackson reads as this type. */
  String read(Type type) {
    reads = true;
    try {
      JavaType root = mapper.constructType(type);
      return inside(jackson.findRootValueSerializer(root), root, TypeScriptPlace.NONE);
    } finally {
      reads = false;
    }
  }

  /**
   * What is written for itself goes by its own class, and not by the one that it is declared as.
   */
  private String root(JavaType type) {
    if (type.isReferenceType()) {
      return root(type.getReferencedType()) + OR_NULL;
    }
    return variants
        .all(type, variants.ids(type), Optional.empty())
        .map(
            one ->
                told(
                    jackson.findRootValueSerializer(one),
                    one,
                    variants.ids(one),
                    TypeScriptPlace.NONE))
        .distinct()
        .collect(Collectors.joining(" | "));
  }

  /** What is written for a value of a member, or of an array or map. */
  private String inside(JsonFormatVisitable serializer, JavaType type, TypeScriptPlace place) {
    if (type.isReferenceType()) {
      JavaType of = type.getReferencedType();
      return inside(jackson.findPrimaryPropertySerializer(of, null), of, place.content());
    }
    return inside(serializer, type, variants.ids(type), place);
  }

  private String inside(
      JsonFormatVisitable serializer,
      JavaType type,
      @Nullable TypeSerializer ids,
      TypeScriptPlace place) {
    List<JavaType> all = variants.all(type, ids, place.member()).toList();
    return all.equals(List.of(type))
        ? told(serializer, type, ids, place)
        : all.stream()
            .map(
                one ->
                    told(
                        jackson.findPrimaryPropertySerializer(one, null),
                        one,
                        ids,
                        TypeScriptPlace.NONE))
            .distinct()
            .collect(Collectors.joining(" | "));
  }

  private String told(
      JsonFormatVisitable serializer,
      JavaType type,
      @Nullable TypeSerializer ids,
      TypeScriptPlace place) {
    if (serializer instanceof BeanAsArraySerializer
        || serializer instanceof UnrolledBeanAsArraySerializer) {
      throw new IllegalArgumentException(
          "%s is written as an array (@JsonFormat(shape = ARRAY)), for which there is no interface: let it be an object, or render a list."
              .formatted(type.getRawClass().getName()));
    }
    Shape shape = new Shape(place);
    shape.setContext(jackson);
    boolean isWritten =
        !(serializer instanceof ValueSerializer<?> one && jackson.isUnknownTypeSerializer(one));
    if (reads && !isWritten && !type.isAbstract() && !reading.of(type).isEmpty()) {
      var unused = shape.expectObjectFormat(type);
    } else if (!type.isJavaLangObject()) {
      serializer.acceptJsonFormatVisitor(shape, type);
    }
    return variants.told(type, ids, shape.text, shape.isObject);
  }

  /** A text with these types, and the interfaces of all classes that were met behind it. */
  String finished(String text) {
    return interfaces.finished(text);
  }

  /** A member's name, in quotes if it needs them. */
  static String member(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : JsonMapper.shared().writeValueAsString(name);
  }

  static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  // --- classes

  /** With what stands between its name and its type. */
  private String member(BeanProperty property) {
    return (TypeScriptMember.mayBeMissing(property) ? "?: " : ": ")
        + written(property)
        + (TypeScriptMember.mayBeNull(property) ? OR_NULL : "");
  }

  private String written(BeanProperty property) {
    TypeScriptPlace place = TypeScriptPlace.of(property.getMember());
    if (!(property instanceof BeanPropertyWriter writer)) {
      JavaType type = property.getType();
      return inside(jackson.findPrimaryPropertySerializer(type, property), type, place);
    }
    JavaType type =
        Optional.ofNullable(writer.getSerializationType())
            .orElse(writer.getType())
            .withTypeHandler(writer.getTypeSerializer());
    ValueSerializer<Object> own = writer.getSerializer();
    ValueSerializer<Object> serializer =
        own == null ? jackson.findPrimaryPropertySerializer(type, property) : own;
    if (type.isReferenceType()) {
      return inside(serializer, type, place);
    }
    // Without ids (@JsonTypeInfo(use = NONE), too), a serializer of its own writes all classes.
    TypeSerializer ids = writer.getTypeSerializer();
    return own != null && ids == null
        ? told(own, type, ids, place)
        : inside(serializer, type, ids, place);
  }

  /** What Jackson says of one type. */
  private final class Shape extends JsonFormatVisitorWrapper.Base {
    private final TypeScriptPlace place;
    private String text = UNKNOWN;
    private boolean isObject;

    Shape(TypeScriptPlace place) {
      this.place = place;
    }

    private String each(JsonFormatTypes format) {
      return simple(format) + (place.content().isNullable() ? OR_NULL : "");
    }

    private String each(JsonFormatVisitable serializer, JavaType type) {
      TypeScriptPlace content = place.content();
      return inside(serializer, type, content) + (content.mayBeNull(type) ? OR_NULL : "");
    }

    /** The members of a class. */
    final class Members extends JsonObjectFormatVisitor.Base {
      private final Map<String, String> all;
      private final Set<String> only;
      private final Function<BeanProperty, String> told;

      Members(Map<String, String> all, Set<String> only, Function<BeanProperty, String> told) {
        super(jackson);
        this.all = all;
        this.only = only;
        this.told = told;
      }

      @Override
      public void property(BeanProperty property) {
        if (only.isEmpty() || only.contains(property.getName())) {
          all.put(property.getName(), told.apply(property));
        }
      }

      @Override
      public void optionalProperty(BeanProperty property) {
        property(property);
      }
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
      String name = interfaces.name(type);
      text = TypeScriptInterfaces.reference(name, reads);
      isObject = true;
      return interfaces
          .add(name, reads)
          .map(all -> members(type, all, TypeScriptShapes.this::member))
          // A class that is met again has to have the same members; what they are is known.
          .orElseGet(() -> members(type, interfaces.again(name, reads), BeanProperty::getName));
    }

    private Members members(
        JavaType type, Map<String, String> all, Function<BeanProperty, String> told) {
      Map<String, BeanProperty> read = reads ? reading.of(type) : Map.of();
      Set<String> written = reads ? reading.written(type) : Set.of();
      // Those that are written as well come by property(…), which knows more of them.
      read.forEach((name, one) -> all.put(name, written.contains(name) ? "" : told.apply(one)));
      return new Members(all, read.keySet(), told);
    }

    @Override
    public @Nullable JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
      if (isText(type)) {
        text = "string";
        return null;
      }
      text = "readonly unknown[]";
      return new JsonArrayFormatVisitor.Base(getContext()) {
        @Override
        public void itemsFormat(JsonFormatVisitable handler, JavaType element) {
          String each = each(handler, element);
          text = "readonly " + grouped(each) + "[]";
        }

        @Override
        public void itemsFormat(JsonFormatTypes format) {
          text = "readonly " + grouped(each(format)) + "[]";
        }
      };
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType type) {
      text = "{ readonly [key: string]: unknown }";
      isObject = true;
      return new JsonMapFormatVisitor.Base(getContext()) {
        @Override
        public void valueFormat(JsonFormatVisitable handler, JavaType value) {
          String each = each(handler, value);
          text = "{ readonly [key: string]: " + each + " }";
        }
      };
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
      text = "string";
      return new JsonStringFormatVisitor.Base() {
        @Override
        public void enumTypes(Set<String> names) {
          String all =
              values(type)
                  .orElseGet(() -> names.stream().map(TypeScriptShapes::quoted))
                  .collect(Collectors.joining(" | "));
          text = all;
        }

        @Override
        public void format(JsonValueFormat format) {
          // A string is all that TypeScript has for it.
        }
      };
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
      text = "number";
      return new JsonNumberFormatVisitor.Base();
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
      text = "number";
      return new JsonIntegerFormatVisitor.Base();
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
      text = "boolean";
      return new JsonBooleanFormatVisitor.Base();
    }

    @Override
    public JsonNullFormatVisitor expectNullFormat(JavaType type) {
      text = "null";
      return new JsonNullFormatVisitor.Base();
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
      text = UNKNOWN;
      return new JsonAnyFormatVisitor.Base();
    }
  }

  /** What {@code @JsonValue} writes of an enum's constants: JSON, which is TypeScript as well. */
  private Optional<Stream<String>> values(JavaType type) {
    return Optional.ofNullable(jackson.introspectBeanDescription(type).findJsonValueAccessor())
        .filter(accessor -> type.isEnumType())
        .map(
            accessor -> {
              accessor.fixAccess(true);
              return Stream.of(type.getRawClass().getEnumConstants())
                  .map(accessor::getValue)
                  .map(JsonMapper.shared()::writeValueAsString)
                  .distinct();
            });
  }

  /** Whether Jackson writes a string, which it does not tell of these. */
  private boolean isText(JavaType type) {
    Class<?> raw = type.getRawClass();
    boolean isChars =
        raw == char[].class
            && !jackson.isEnabled(SerializationFeature.WRITE_CHAR_ARRAYS_AS_JSON_ARRAYS);
    return isChars || raw == byte[].class || ByteBuffer.class.isAssignableFrom(raw);
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
