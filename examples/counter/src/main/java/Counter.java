import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.handlers.resource.ResourceHandler;
import java.nio.file.Path;
import java.time.Duration;

public final class Counter implements View<Counter.State> {
  public record State(int count) {}

  public record Add(int by) {}

  @Override public Class<State> stateType() { return State.class; }

  @Override public State first(Context<State> context) { return new State(0); }

  @Override public void handlers(ViewHandlers<State> on) {
    on.on("add", Add.class, (state, add, event) -> new State(state.count() + add.by()));
  }

  @Override public Object render(State state, Context<State> context) { return state; }

  public static void main(String[] args) {
    LiveStash stash = LiveStash.builder().keys(KeyRing.development(Path.of("keys.json"))).build();
    stash.drainOnShutdown(Duration.ofSeconds(10));
    ResourceHandler page = new ResourceHandler(new PathResourceManager(Path.of("page")));
    PathHandler paths = new PathHandler(page).addExactPath("/live", stash.mount("counter", new Counter()));
    Undertow.builder().addHttpListener(Integer.getInteger("port", 8080), "localhost").setHandler(paths)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000).build().start();
  }
}
