package dev.livestash.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livestash.fence.StepFence;
import dev.livestash.stash.Stashing;
import dev.livestash.state.Compression;
import dev.livestash.state.Packing;
import dev.livestash.view.Context;
import dev.livestash.view.Handlers;
import dev.livestash.view.View;
import dev.livestash.wire.CloseCode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A tab with a token of a later release lives on a stand-in, but no longer than it has to. */
class StandInTest {
  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final int PLENTY = 1_000_000;

  private final ManualTimers timers = new ManualTimers();
  private final Wire newNode = new Wire(new Counter(2));
  private final Wire oldNode = new Wire(new Counter(1));

  /** Counts, in a state of one release or another. */
  private record Counter(int release) implements View<Integer> {
    @Override
    public Class<Integer> stateType() {
      return Integer.class;
    }

    @Override
    public int stateVersion() {
      return release;
    }

    @Override
    public Integer first(Context<Integer> context) {
      return 0;
    }

    @Override
    public void handlers(Handlers<Integer> on) {
      on.on("add", (count, event) -> count + 1);
    }

    @Override
    public Object render(Integer count, Context<Integer> context) {
      return count;
    }
  }

  /** A node and one socket of it. */
  private final class Wire implements Transport {
    private final Attachment attachment;
    private final List<JsonNode> sent = new ArrayList<>();
    private @Nullable CloseCode closed;

    Wire(Counter view) {
      ViewHost<Integer> host = new ViewHost<>("counter", view, Stashing.inBrowser(), services());
      attachment = host.open(this, Runnable::run, Optional.empty());
    }

    void receive(String frame) {
      attachment.frame(frame);
    }

    JsonNode last(String type) {
      return sent.stream()
          .filter(frame -> frame.get("t").asString().equals(type))
          .reduce((earlier, later) -> later)
          .orElseThrow(() -> new AssertionError("No " + type + " in " + sent));
    }

    @Override
    public void send(byte[] utf8) {
      sent.add(ServerNode.MAPPER.readTree(new String(utf8, StandardCharsets.UTF_8)));
    }

    @Override
    public void probe(Duration within, Consumer<Boolean> answer) {
      answer.accept(false);
    }

    @Override
    public void close(CloseCode code, String reason) {
      closed = code;
    }
  }

  private ViewHost.Services services() {
    return new ViewHost.Services(
        new Settings(
            "model",
            LIFETIME,
            LIFETIME,
            PLENTY,
            PLENTY,
            PLENTY,
            PLENTY,
            Packing.plain(Compression.ZSTD),
            Duration.ZERO,
            true,
            PLENTY),
        ServerNode.KEYS,
        new StepFence(false),
        new Stores(new Stores.Limits(PLENTY, LIFETIME, LIFETIME), timers, timers::nanoTime),
        ServerNode.MAPPER,
        Clock.systemUTC(),
        new SecureRandom(),
        timers::nanoTime,
        timers,
        new StashListener() {});
  }

  private void standIn() {
    newNode.receive("{'t':'join','view':'counter','attempt':1,'params':{}}".replace('\'', '"'));
    String token = newNode.last("keep").get("token").asString();
    oldNode.receive(
        "{'t':'join','view':'counter','attempt':2,'params':{},'token':'%s'}"
            .replace('\'', '"')
            .formatted(token));
    assertThat(oldNode.last("joined").get("reason").asString()).isEqualTo("newer");
  }

  private void event(int n) {
    oldNode.receive(
        "{'t':'event','n':%d,'name':'add','data':null,'age':0,'try':1}"
            .replace('\'', '"')
            .formatted(n));
  }

  @Test
  void oneThatIsNotUsedIsLeftSoonForAnotherNode() {
    standIn();
    timers.pass(Session.STAND_IN_PATIENCE.minusNanos(1));
    assertThat(oldNode.closed).isNull();
    timers.pass(Duration.ofNanos(1));
    assertThat(oldNode.last("bye").get("retry").toString()).isEqualTo("[0,5000]");
    assertThat(oldNode.closed).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void whatAUserDoesInItIsNotTakenAway() {
    standIn();
    event(1);
    assertThat(oldNode.last("render").get("data").asInt()).isEqualTo(1);
    timers.pass(LIFETIME);
    assertThat(oldNode.closed).isNull();
  }

  @Test
  void aVolatileEventIsNotWorthStayingFor() {
    standIn();
    event(-1);
    timers.pass(Session.STAND_IN_PATIENCE);
    assertThat(oldNode.closed).isEqualTo(CloseCode.SERVICE_RESTART);
  }

  @Test
  void aTabThatIsAtHomeStays() {
    newNode.receive("{'t':'join','view':'counter','attempt':1,'params':{}}".replace('\'', '"'));
    timers.pass(LIFETIME.dividedBy(2));
    assertThat(newNode.closed).isNull();
  }
}
