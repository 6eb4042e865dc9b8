package dev.livestash.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.livestash.Logs;
import dev.livestash.internal.snapshot.EqualTypes.Box;
import dev.livestash.internal.snapshot.EqualTypes.Point;
import dev.livestash.view.Migrations;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is said of a state that is written or bound otherwise than its application means it. */
class CheckedStateTest {
  private static final JsonMapper PLAIN = JsonMapper.builder().build();
  private static final TwoNodes PRODUCTION = new TwoNodes(PLAIN, false);

  record Before(String name, int count, List<Point> points) {}

  record Renamed(@Nullable String title, int count, List<Point> points) {}

  record Flat(int x) {}

  record Smaller(String name, List<Flat> points) {}

  private static Before before() {
    return new Before("secret", 3, List.of(new Point(1, 2), new Point(3, 4)));
  }

  private static List<String> said(TwoNodes nodes, Type there) {
    return nodes.send(Before.class, before(), there).said();
  }

  // --- other members

  @Test
  void aRenamedComponentIsSaidByBothNames() {
    assertThat(said(TwoNodes.inDevelopment(), Renamed.class))
        .singleElement()
        .asString()
        .contains("Dropped: /name.", "Missing: /title.", "stateVersion()")
        .doesNotContain("secret");
  }

  @Test
  void itIsSaidWhereNullIsNotWritten() {
    JsonMapper sparing =
        JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
    assertThat(said(new TwoNodes(sparing, true), Renamed.class))
        .singleElement()
        .asString()
        .contains("Dropped: /name.");
  }

  @Test
  void whatIsDroppedInTheElementsOfAListIsSaidOnce() {
    assertThat(said(TwoNodes.inDevelopment(), Smaller.class))
        .singleElement()
        .asString()
        .contains("Dropped: /count, /points/*/y.")
        .doesNotContain("Missing");
  }

  @Test
  void theSameMembersAreNotWorthAWord() {
    assertThat(said(TwoNodes.inDevelopment(), Before.class)).isEmpty();
    assertThat(said(PRODUCTION, Renamed.class)).isEmpty();
  }

  // --- other types, under the same names

  record Priced(
      double price,
      LocalDateTime at,
      @Nullable Integer count,
      List<Integer> numbers,
      Set<String> tags) {}

  record Rounded(
      int price, LocalDate at, Integer count, Set<Integer> numbers, HashSet<String> tags) {
    Rounded {
      count = count == null ? 0 : count;
    }
  }

  record Same(
      BigDecimal price,
      LocalDateTime at,
      @Nullable Long count,
      List<Long> numbers,
      HashSet<String> tags) {}

  private static Priced priced() {
    Set<String> tags = new LinkedHashSet<>();
    IntStream.range(0, 50).forEach(i -> tags.add("tag " + i));
    return new Priced(9.99, LocalDateTime.of(2030, 1, 2, 3, 4), null, List.of(1, 1), tags);
  }

  @Test
  void whatIsAnotherValueInAnotherTypeIsSaid() {
    assertThat(TwoNodes.inDevelopment().send(Priced.class, priced(), Rounded.class).said())
        .singleElement()
        .asString()
        .contains("Changed: /price, /at, /count, /numbers.", "stateVersion()")
        .doesNotContain("9.99", "2030");
  }

  @Test
  void theSameValuesInOtherTypesAreNotWorthAWord() {
    assertThat(TwoNodes.inDevelopment().send(Priced.class, priced(), Same.class).said()).isEmpty();
  }

  // --- migrations

  private static Consumer<Migrations> renaming(String name) {
    return migrations ->
        migrations.from(
            1,
            state -> {
              ObjectNode now = (ObjectNode) state;
              now.set(name, now.remove("name"));
              return now;
            });
  }

  @Test
  void aMigrationToANameThatTheClassLacksIsSaid() {
    TwoNodes nodes = TwoNodes.inDevelopment();
    assertThat(nodes.migrate(Before.class, before(), Renamed.class, renaming("titel")).said())
        .singleElement()
        .asString()
        .contains("migrated", "Dropped: /titel.", "Missing: /title.", "migrations()")
        .doesNotContain("secret");
    assertThat(nodes.migrate(Before.class, before(), Renamed.class, renaming("title")).said())
        .isEmpty();
    assertThat(PRODUCTION.migrate(Before.class, before(), Renamed.class, renaming("titel")).said())
        .isEmpty();
  }

  // --- what does not bind

  private static Type map(Class<?> values) {
    return PLAIN
        .getTypeFactory()
        .constructParametricType(
            Box.class, PLAIN.getTypeFactory().constructMapType(Map.class, String.class, values));
  }

  @Test
  void whatDoesNotBindIsSaidWithPathAndCauseAndInProductionWithoutKeysAndValues() {
    Box<Map<String, String>> state = new Box<>(Map.of("alice@example.org", "secret"));
    List<String> inDevelopment =
        TwoNodes.inDevelopment().send(map(String.class), state, map(Integer.class)).said();
    assertThat(inDevelopment)
        .singleElement()
        .asString()
        .contains("does not bind at /inside/*: InvalidFormatException: ", "secret");
    assertThat(PRODUCTION.send(map(String.class), state, map(Integer.class)).said())
        .singleElement()
        .asString()
        .contains("does not bind at /inside/*: InvalidFormatException")
        .doesNotContain("secret", "alice");
  }

  // --- what the application's classes do

  record Mute(@JsonKey @JsonValue String code) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Mute {}

    @Override
    public String toString() {
      throw new IllegalStateException(code);
    }
  }

  @Test
  void aKeyWithoutATextIsNoReasonNotToCompare() {
    Type type = new TypeReference<Map<Mute, Object>>() {}.getType();
    TwoNodes nodes = TwoNodes.inDevelopment();
    assertThat(nodes.send(type, Map.of(new Mute("m"), 5)).said()).isEmpty();
    assertThat(nodes.send(type, Map.of(new Mute("m"), 5L)).said())
        .singleElement()
        .asString()
        .contains(" at /(IllegalStateException in toString): java.lang.Long 5 becomes");
  }

  // --- once, and of patches too

  @Test
  void aDifferenceIsSaidOnceForEachPath() {
    CommitPath<Object> path = TwoNodes.inDevelopment().commitPath(Object.class);
    try (Logs logs = Logs.ofThisThread()) {
      for (int seq = 1; seq <= 3; seq++) {
        path.commit(TwoNodes.claims(seq), List.of(1.5, "same", 2L + seq), null);
      }
      assertThat(logs.lines()).hasSize(2);
      assertThat(logs.lines().get(0)).contains(" at /0: java.lang.Double 1.5 becomes");
      assertThat(logs.lines().get(1)).contains(" at /2: java.lang.Long 3 becomes");
    }
  }

  @Test
  void whatAPatchMakesIsReadBackToo() {
    List<Point> points =
        new ArrayList<>(IntStream.range(0, 200).mapToObj(i -> new Point(i, -i)).toList());
    Type type = new TypeReference<Map<String, Object>>() {}.getType();
    CommitPath<Object> path = TwoNodes.inDevelopment().commitPath(type);
    Map<String, Object> lists = Map.of("points", points);
    Commit.Sealed base = (Commit.Sealed) path.commit(TwoNodes.claims(1), Map.of(), null);
    assertThat(base.base()).isNotNull();
    try (Logs logs = Logs.ofThisThread()) {
      Commit commit = path.commit(TwoNodes.claims(2), lists, base.base());
      assertThat(commit).isInstanceOf(Commit.Sealed.class);
      assertThat(logs.lines()).isNotEmpty();
      assertThat(logs.lines().get(0)).contains(" at /points/0: ");
    }
  }

  @Test
  void aLogIsBounded() {
    List<Object> longs = new ArrayList<>();
    for (long i = 0; i < 500; i++) {
      longs.add(i);
    }
    CommitPath<Object> path = TwoNodes.inDevelopment().commitPath(Object.class);
    try (Logs logs = Logs.ofThisThread()) {
      for (int seq = 1; seq <= 300; seq++) {
        path.commit(TwoNodes.claims(seq), longs.subList(seq, seq + 1 + seq % 2), null);
        path.commit(TwoNodes.claims(seq), Map.of("key " + seq, 5L), null);
      }
      assertThat(logs.lines()).hasSize(100);
      assertThat(logs.lines().get(99)).endsWith("Nothing more of this kind is said.");
    }
  }
}
