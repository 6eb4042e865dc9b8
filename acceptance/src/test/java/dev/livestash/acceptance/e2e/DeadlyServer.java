package dev.livestash.acceptance.e2e;

import dev.livestash.LiveStash;
import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.server.handlers.PathHandler;
import java.nio.file.Path;

/** A page with a counter, and an event that halts the process: to be run in a JVM of its own. */
final class DeadlyServer {
  private static final String PAGE =
      """
      <!doctype html><title>deadly</title>
      <p data-testid="count"></p><p data-testid="deadly"></p>
      <script src="livestash.iife.js"></script>
      <script>
        const show = (id, text) => { document.querySelector(`[data-testid=${id}]`).textContent = text; };
        const view = LiveStash.connect("/live", { view: "deadly", onRender: (n) => show("count", n) });
        const die = () => view.send("die").catch((error) => show("deadly", error.code));
      </script>
      """;

  private DeadlyServer() {}

  /** Counts until it dies. */
  private static final class Counter implements View<Integer> {
    @Override
    public Class<Integer> stateType() {
      return Integer.class;
    }

    @Override
    public Integer first(Context<Integer> context) {
      return 0;
    }

    @Override
    public void handlers(ViewHandlers<Integer> on) {
      on.on("add", (count, event) -> count + 1)
          .on(
              "die",
              (count, event) -> {
                Runtime.getRuntime().halt(DeadlyServerProcess.EXIT_CODE);
                return count;
              });
    }

    @Override
    public Object render(Integer count, Context<Integer> context) {
      return count;
    }
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the port and the key file
   */
  public static void main(String[] arguments) {
    LiveStash stash = LiveStash.builder().keys(KeyRing.development(Path.of(arguments[1]))).build();
    PathHandler live =
        new PathHandler().addExactPath("/live", stash.mount("deadly", new Counter()));
    PageServer server = new PageServer(Integer.parseInt(arguments[0]), PAGE, live);
    System.out.println(DeadlyServerProcess.READY + server.url());
  }
}
