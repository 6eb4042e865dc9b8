import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.server.handlers.resource.ResourceManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

public final class Poll implements View<Poll.State> {
  public record State(String mine, Map<String, Integer> totals) {}

  public record Totals(Map<String, Integer> totals) {}

  private static final String GROUP = "poll";
  private static final Set<String> CHOICES = Set.of("tea", "coffee");
  private static final int MOST = 100_000;

  /** By tab; the oldest one goes where there are too many. */
  private final Map<String, String> votes =
      new LinkedHashMap<>() {
        @Override protected boolean removeEldestEntry(Map.Entry<String, String> eldest) { return size() > MOST; }
      };

  @Override public Class<State> stateType() { return State.class; }

  @Override public State first(Context<State> context) { return new State("", totals()); }

  @Override public void attached(State state, Context<State> context) {
    context.join(GROUP);
    // Also after a crash: each tab brings its own vote back.
    vote(context, state.mine());
  }

  @Override public void handlers(ViewHandlers<State> on) {
    on.on("vote", String.class, (state, choice, event) -> {
      // What comes from a page may be anything.
      if (!CHOICES.contains(choice)) return state;
      vote(event.context(), choice);
      event.context().push("toast", "Thank you for " + choice + ".");
      return new State(choice, state.totals());
    });
    on.message("totals", Totals.class, (state, all, message) -> new State(state.mine(), all.totals()));
  }

  /** What is newest says all: a tab that sleeps need not be woken for each vote. */
  @Override public boolean wakesForUpdates() { return false; }

  @Override public Object render(State state, Context<State> context) { return state; }

  /** One after the other, so that the newest totals are also the last that are said. */
  private synchronized void vote(Context<State> context, String choice) {
    if (!choice.isEmpty()) votes.put(context.sid(), choice);
    context.publish(GROUP, "totals", new Totals(totals()));
  }

  private synchronized Map<String, Integer> totals() {
    Map<String, Integer> totals = new TreeMap<>();
    votes.values().forEach(choice -> totals.merge(choice, 1, Integer::sum));
    return totals;
  }

  public static void main(String[] args) {
    LiveStash stash = LiveStash.builder().keys(KeyRing.development(Path.of("keys.json"))).build();
    stash.drainOnShutdown(Duration.ofSeconds(10));
    ResourceManager webjars =
        new ClassPathResourceManager(Poll.class.getClassLoader(), "META-INF/resources/webjars");
    PathHandler paths =
        new PathHandler(new ResourceHandler(new PathResourceManager(Path.of("page"))))
            .addExactPath("/live", stash.mount("poll", new Poll()))
            .addPrefixPath("/webjars", new ResourceHandler(webjars));
    Undertow.builder().addHttpListener(Integer.getInteger("port", 8080), "localhost").setHandler(paths)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000).build().start();
  }
}
