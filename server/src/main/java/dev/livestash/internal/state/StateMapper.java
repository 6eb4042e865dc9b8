package dev.livestash.internal.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The application's mapper as states need it: what it writes, it reads, and nothing that Jackson
 * can keep is dropped on the way. Modules, annotations and naming are the application's; features
 * that lose something, or write what the reader refuses, are not.
 */
final class StateMapper extends JsonMapper.Builder {
  private static final Set<JsonInclude.Include> ALL =
      Set.of(JsonInclude.Include.ALWAYS, JsonInclude.Include.USE_DEFAULTS);

  private StateMapper(JsonMapper application) {
    super(new StateImpl(application.rebuild()));
    _streamFactory = factory(application);
  }

  static JsonMapper of(JsonMapper application) {
    StateMapper builder = new StateMapper(application);
    builder.standardJson();
    builder.wholeValues();
    builder.allMembers();
    builder.wholeDates();
    builder.orderedSets(application);
    return ModuleOrder.first(builder, new TracingModule(), new ConstructorsModule()).build();
  }

  /**
   * What is read is authentic, so that the reader needs no limit: what the writer let pass must
   * come back. How deep it goes, the writer's limit says.
   */
  private static JsonFactory factory(JsonMapper application) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .streamWriteConstraints(application.tokenStreamFactory().streamWriteConstraints())
        .build();
  }

  private void standardJson() {
    enable(JsonWriteFeature.QUOTE_PROPERTY_NAMES, JsonWriteFeature.WRITE_NAN_AS_STRINGS);
    disable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS);
    // A failure's text must not show the state.
    disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
    // Where a value starts must be known to the byte, and spaces cost.
    disable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE);
    disable(DeserializationFeature.UNWRAP_ROOT_VALUE);
  }

  /** What is left out comes back as null, so only that may be; of a container's, nothing may. */
  private void allMembers() {
    changeDefaultPropertyInclusion(
        said ->
            JsonInclude.Value.construct(
                ALL.contains(said.getValueInclusion())
                    ? JsonInclude.Include.ALWAYS
                    : JsonInclude.Include.NON_NULL,
                JsonInclude.Include.ALWAYS));
  }

  private void wholeValues() {
    disable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
    disable(
        SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED,
        SerializationFeature.WRITE_SELF_REFERENCES_AS_NULL,
        SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS,
        SerializationFeature.ORDER_SET_ELEMENTS);
    enable(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS);
    disable(
        DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
        DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT,
        DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS);
    // A decimal in an Object has more digits than a double.
    enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    enable(
        JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS,
        JsonNodeFeature.READ_NULL_PROPERTIES,
        JsonNodeFeature.WRITE_NULL_PROPERTIES);
    disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  private void wholeDates() {
    disable(
        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
        DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ,
        DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE,
        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
        DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS,
        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE);
    enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
  }

  /** A set keeps the order that it was written in, unless the application says what a set is. */
  private void orderedSets(JsonMapper application) {
    SimpleModule sets = new SimpleModule("livestash-sets");
    if (application.readValue("[]", Set.class).getClass() == java.util.HashSet.class) {
      sets.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
    }
    addModule(sets);
  }
}
