package dev.livestash;

import dev.livestash.keys.KeyRing;
import dev.livestash.report.RejectReason;
import dev.livestash.report.StashListener;
import dev.livestash.stash.Stashing;
import dev.livestash.view.View;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A real Undertow on a free port. */
public final class TestServer implements AutoCloseable {
  public final List<RejectReason> rejections = new CopyOnWriteArrayList<>();
  public final List<String> unprotected = new CopyOnWriteArrayList<>();
  private final LiveStash stash;
  private final PathHandler paths = Handlers.path();
  private final Undertow undertow;

  public TestServer(KeyRing keys, UnaryOperator<LiveStashBuilder> configure) {
    LiveStashBuilder builder =
        LiveStash.builder()
            .keys(keys)
            .times(
                times -> times.withKeyReloadInterval(Duration.ZERO).withDrainNotice(Duration.ZERO))
            .listener(listener());
    stash = configure.apply(builder).build();
    undertow =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setIoThreads(2)
            .setWorkerThreads(4)
            .setHandler(paths)
            .build();
    undertow.start();
  }

  /** One whose key is the development key of a folder, as that of all its others. */
  public static TestServer in(Path folder, UnaryOperator<LiveStashBuilder> configure) {
    return new TestServer(KeyRing.development(folder.resolve("keys.json")), configure);
  }

  /** The same, without a setting. */
  public static TestServer in(Path folder) {
    return in(folder, builder -> builder);
  }

  private StashListener listener() {
    return new StashListener() {
      @Override
      public void rejected(String view, RejectReason reason) {
        rejections.add(reason);
      }

      @Override
      public void unprotected(String view, String sid, String why) {
        unprotected.add(why);
      }
    };
  }

  public <S> TestServer mount(String name, View<S> view) {
    paths.addExactPath("/" + name, stash.mount(name, view));
    return this;
  }

  /** Mounts a view at a path of its own, with snapshots that rest where it is said. */
  public <S> TestServer mount(String path, String name, View<S> view, Stashing stashing) {
    paths.addExactPath("/" + path, stash.mount(name, view, stashing));
    return this;
  }

  public URI uri(String view) {
    return URI.create("ws://localhost:" + port() + "/" + view);
  }

  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  public TestTab tab(String view) {
    return new TestTab(uri(view));
  }

  public LiveStash stash() {
    return stash;
  }

  /** How many sessions are in memory. */
  public Map<String, Long> memory() {
    return stash.memory();
  }

  public int sockets() {
    return stash.sockets();
  }

  public String summary() {
    return stash.summary();
  }

  public int instances() {
    return stash.instances();
  }

  /** Serves what a health check asks. */
  public TestServer serveHealth() {
    paths.addExactPath("/health", stash.health());
    return this;
  }

  /** What a plain GET is answered. */
  public int status(String path) {
    try {
      var url = URI.create("http://localhost:" + port() + "/" + path).toURL();
      return ((HttpURLConnection) url.openConnection()).getResponseCode();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  public boolean drain(Duration timeout) {
    try {
      return stash.drain(timeout);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Ends what serves the views, but not Undertow. */
  void closeStash() {
    stash.close();
  }

  @Override
  public void close() {
    undertow.stop();
  }
}
