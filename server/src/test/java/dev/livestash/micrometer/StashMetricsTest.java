package dev.livestash.micrometer;

import static dev.livestash.TestTab.event;
import static dev.livestash.TestTab.frame;
import static dev.livestash.TestTab.join;
import static dev.livestash.TestTab.newJoin;
import static dev.livestash.TestTab.wake;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.TestServer;
import dev.livestash.TestTab;
import dev.livestash.TestView;
import dev.livestash.fence.Fence;
import dev.livestash.fence.MemoryFence;
import dev.livestash.settings.Admission;
import dev.livestash.stash.MemorySnapshotStore;
import dev.livestash.view.Arrival;
import dev.livestash.view.Fencing;
import dev.livestash.view.Outcome;
import dev.livestash.view.ViewHandlers;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real server's meters say after what has really happened to it. */
class StashMetricsTest {
  private static final int MAX_TOKEN_BYTES = 4096;

  @TempDir Path folder;
  private final Fence shared =
      new MemoryFence(100, MemoryFence.DEFAULT_MEMORY, Duration.ofMinutes(1), System::nanoTime);
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @SuppressWarnings("NullAway.Init") // by start
  private TestServer server;

  @BeforeEach
  void start() {
    StashMetrics metrics = new StashMetrics(registry);
    server =
        TestServer.in(
                folder,
                builder ->
                    builder
                        .limits(limits -> limits.withMaxTokenBytes(MAX_TOKEN_BYTES))
                        .admit(
                            exchange ->
                                exchange.getRequestHeaders().contains("X-Refused")
                                    ? Admission.refuse(403)
                                    : Admission.anonymous())
                        .sharedFence(shared)
                        .overflow(new MemorySnapshotStore())
                        .listener(metrics))
            .mount("notes", new Notes());
    metrics.watch(server::instances, () -> false);
    metrics.watchMemory(server::memory, server::sockets);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static final class Notes extends TestView<Notes.Text> {
    record Text(String text) {}

    Notes() {
      super(Text.class, () -> new Text(""), text -> text.text().length());
    }

    @Override
    public void handlers(ViewHandlers<Text> on) {
      on.on("write", String.class, (text, more, event) -> new Text(more));
      on.on("fail", (text, event) -> new Text(text.text().substring(1 << 20)));
    }
  }

  private double count(String name, String... tags) {
    Meter meter = registry.get(name).tags(tags).meter();
    return meter.measure().iterator().next().getValue();
  }

  @Test
  void aTabThatComesAndWorksAndComesBackIsMeasured() {
    JsonNode keep;
    try (TestTab tab = server.tab("notes")) {
      tab.joinNew("notes");
      keep = tab.sendAndKeep(event(1, "write", "a"));
      tab.send(event(2, "fail", null)).last("done");
      tab.send(event(3, "no such", null)).last("done");

      assertThat(count("livestash.instances")).isEqualTo(1);
    }
    try (TestTab tab = server.tab("notes")) {
      tab.send(join("notes", 2, keep).put("fork", true)).expect("joined");
      // An arrival is told of once its tab was told.
      tab.expect("keep");
    }
    try (TestTab tab = server.tab("notes")) {
      tab.send(join("notes", 3, "a.b.c.d.e")).expect("joined");
    }

    assertThat(count("livestash.joins", "view", "notes", "outcome", "new", "reason", "none"))
        .isEqualTo(1);
    assertThat(count("livestash.joins", "outcome", "forked", "fence", "local")).isEqualTo(1);
    assertThat(count("livestash.opens", "view", "notes")).isEqualTo(2);
    assertThat(count("livestash.rejected", "reason", "unreadable")).isEqualTo(1);
    assertThat(count("livestash.events", "event", "write", "error", "none")).isEqualTo(1);
    assertThat(count("livestash.events", "event", "fail", "error", "failed")).isEqualTo(1);
    assertThat(count("livestash.failures", "view", "notes", "where", "handler")).isEqualTo(1);
    assertThat(count("livestash.refused", "what", "unknown")).isEqualTo(1);
    assertThat(count("livestash.commits", "view", "notes")).isGreaterThanOrEqualTo(2);
    assertThat(count("livestash.kept", "view", "notes")).isEqualTo(2);
    assertThat(count("livestash.state.bytes", "view", "notes")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatSleepsAndWhatWakesItIsCounted() {
    try (TestTab tab = server.tab("notes")) {
      tab.joinNew("notes");
      JsonNode keep = tab.sendAndKeep(event(1, "write", "x"));
      tab.send(frame("hidden")).expect("asleep");
      assertThat(count("livestash.asleep", "view", "notes")).isEqualTo(1);
      tab.send(wake(keep));
      tab.sendAndKeep(event(2, "write", "y"));
      assertThat(count("livestash.wakes", "view", "notes", "cause", "event")).isEqualTo(1);
      assertThat(count("livestash.asleep", "view", "notes")).isZero();
    }
  }

  @Test
  void whatIsRefusedIsCounted() {
    try (TestTab tab = server.tab("notes").send(newJoin("other"))) {
      assertThat(tab.closeCode()).isEqualTo(4002);
    }

    assertThat(count("livestash.refused", "view", "notes", "what", "view")).isEqualTo(1);
    assertThat(count("livestash.closes", "view", "notes", "code", "4002", "reason", "none"))
        .isEqualTo(1);
  }

  @Test
  void whatMemoryIsTakenByIsMeasuredByKind() {
    try (TestTab tab = server.tab("notes")) {
      tab.joinNew("notes");
      double before = count("livestash.memory", "kind", "states");
      assertThat(before).isGreaterThan(4096);
      // Too large for a tab: it rests in the store.
      tab.sendAndKeep(event(1, "write", random(10_000)));
      assertThat(count("livestash.memory", "kind", "states")).isGreaterThan(before + 70_000);
      assertThat(count("livestash.memory", "kind", "stores")).isGreaterThan(MAX_TOKEN_BYTES);
      assertThat(count("livestash.memory", "kind", "fence")).isGreaterThanOrEqualTo(200);
      assertThat(count("livestash.memory", "kind", "restoring")).isZero();
      assertThat(count("livestash.sockets")).isEqualTo(1);
      assertThat(count("livestash.frame.bytes", "view", "notes", "way", "in"))
          .isGreaterThanOrEqualTo(3);
      assertThat(count("livestash.frame.bytes", "view", "notes", "way", "out")).isGreaterThan(3);
      assertThat(count("livestash.asked", "engine", "fence", "asked", "claim", "answered", "true"))
          .isPositive();
      assertThat(count("livestash.asked", "engine", "store", "asked", "put")).isEqualTo(1);
      assertThat(server.summary())
          .startsWith("up\ninstances: 1\nsockets: 1\nstates: ")
          .contains("\nunread: ")
          .doesNotContain("notes");
    }
  }

  private static String random(int length) {
    return new Random(1)
        .ints(length, 'a', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static double instances(MeterRegistry where, String... tags) {
    return where.get("livestash.instances").tags(tags).gauge().value();
  }

  @Test
  void twoInOneRegistryHaveTheirOwnTagsAndLeaveNothingBehind() {
    MeterRegistry shared = new SimpleMeterRegistry();
    StashMetrics one = new StashMetrics(shared, Tags.of("stash", "one"));
    StashMetrics other = new StashMetrics(shared, Tags.of("stash", "other"));
    one.watch(() -> 1, () -> false).watchMemory(() -> Map.of("states", 1L), () -> 1);
    other.watch(() -> 2, () -> false);
    one.asleep("notes", "sid");
    other.asleep("notes", "sid");
    one.closing("notes", 1012, "");
    assertThat(instances(shared, "stash", "one")).isEqualTo(1);
    assertThat(instances(shared, "stash", "other")).isEqualTo(2);

    one.close();
    one.closing("notes", 1012, "");
    assertThat(shared.getMeters())
        .hasSize(3)
        .allSatisfy(left -> assertThat(left.getId().getTag("stash")).isEqualTo("other"));
    other.close();
    assertThat(shared.getMeters()).isEmpty();
  }

  @Test
  void theNextOneOfARegistryHasItsOwnGauges() {
    MeterRegistry kept = new SimpleMeterRegistry();
    StashMetrics before = new StashMetrics(kept);
    before.watch(() -> 1, () -> false);
    before.close();
    StashMetrics next = new StashMetrics(kept);
    next.watch(() -> 2, () -> false);
    assertThat(instances(kept)).isEqualTo(2);
    next.close();
  }

  @Test
  void aHandshakeThatIsTooLargeIsNotOneThatTheApplicationRefuses() {
    try (StashMetrics metrics = new StashMetrics(registry)) {
      metrics.refusedHandshake("notes", 414, "");
      metrics.refusedHandshake("notes", 431, "");
      metrics.refusedHandshake("notes", 403, "");
      assertThat(count("livestash.refused", "what", "oversize")).isEqualTo(2);
      assertThat(count("livestash.refused", "what", "admit")).isEqualTo(1);
    }
  }

  /** Nothing that a page chooses is a tag: each would be a time series of its own. */
  @Test
  void noTagIsAPagesToChoose() {
    for (String own : new String[] {"notes/left", "notes/right"}) {
      try (TestTab tab = server.tab("notes")) {
        tab.send(newJoin(own)).expect("joined");
        tab.send(event(1, "made up for " + own.substring(6), null)).last("done");
      }
    }

    assertThat(registry.getMeters().stream().flatMap(one -> one.getId().getTags().stream()))
        .extracting(Tag::getValue)
        .allSatisfy(value -> assertThat(value).doesNotContain("left").doesNotContain("right"));
  }

  @Test
  void whatIsFullIsNamed() throws IOException {
    MeterRegistry ofAnother = new SimpleMeterRegistry();
    try (TestServer small =
            TestServer.in(
                    Files.createDirectory(folder.resolve("small")),
                    builder ->
                        builder
                            .limits(limits -> limits.withMaxInstances(1))
                            .listener(new StashMetrics(ofAnother)))
                .mount("notes", new Notes());
        TestTab first = small.tab("notes");
        TestTab second = small.tab("notes")) {
      first.joinNew("notes");
      assertThat(second.send(newJoin("notes")).closeCode()).isEqualTo(1013);
      Meter closes =
          ofAnother
              .get("livestash.closes")
              .tags("code", "1013", "reason", "too many instances, or too large ones")
              .meter();
      assertThat(closes.measure().iterator().next().getValue()).isEqualTo(1);
    }
  }

  /** The table of the documents names the meters that there are, and no others. */
  @Test
  void theDocumentsNameThem() throws IOException {
    StashMetrics all = new StashMetrics(registry);
    aTabThatComesAndWorksAndComesBackIsMeasured();
    whatIsRefusedIsCounted();
    whatSleepsAndWhatWakesItIsCounted();
    all.unprotected("notes", "sid", "oversize");
    all.slowed("notes", "eventsPerSecond");
    all.dropped("", "bus");
    all.stuck("notes", "join", 1);
    all.drained(1, true, Duration.ZERO);
    Arrival lost = new Arrival(Outcome.FORKED, Optional.of("stale"), Fencing.LOCAL, 3, 1);
    all.attached("notes", "sid", lost, Duration.ZERO);

    Set<String> meters =
        registry.getMeters().stream().map(one -> one.getId().getName()).collect(Collectors.toSet());
    assertThat(documented()).isEqualTo(meters);
  }

  private static Set<String> documented() throws IOException {
    String text = Files.readString(Path.of("../docs/operations.md"));
    return Pattern.compile("(?m)^\\| `(livestash\\.[a-z.]+)`")
        .matcher(text)
        .results()
        .map((MatchResult row) -> row.group(1))
        .collect(Collectors.toSet());
  }
}
