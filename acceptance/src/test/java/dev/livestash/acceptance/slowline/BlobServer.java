package dev.livestash.acceptance.slowline;

import dev.livestash.LiveStash;
import dev.livestash.LiveStashBuilder;
import dev.livestash.keys.KeyRing;
import dev.livestash.view.Context;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A server of a view that takes and makes texts of any length that cannot be compressed. */
final class BlobServer implements AutoCloseable {
  private static final int MAX_BYTES = 4 << 20;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Undertow undertow;

  private record Blob(String text, int taken) {}

  private static final class BlobView implements View<Blob> {
    @Override
    public Class<Blob> stateType() {
      return Blob.class;
    }

    @Override
    public Blob first(Context<Blob> context) {
      return new Blob("", 0);
    }

    @Override
    public void handlers(ViewHandlers<Blob> on) {
      on.on("take", String.class, (blob, text, event) -> new Blob(blob.text(), text.length()))
          .on("grow", Integer.class, (blob, length, event) -> new Blob(random(length), 0));
    }

    @Override
    public Object render(Blob blob, Context<Blob> context) {
      return blob.text().length() + blob.taken();
    }
  }

  private static String random(int length) {
    StringBuilder text = new StringBuilder(length);
    new Random().ints(length, 0, ALPHABET.length()).forEach(at -> text.append(ALPHABET.charAt(at)));
    return text.toString();
  }

  BlobServer(Path folder, UnaryOperator<LiveStashBuilder> configure) {
    LiveStash stash =
        configure
            .apply(
                LiveStash.builder()
                    .keys(KeyRing.development(folder.resolve("keys.json")))
                    .limits(limits -> limits.withMaxTokenBytes(MAX_BYTES))
                    .limits(limits -> limits.withMaxEventBytes(MAX_BYTES))
                    .limits(limits -> limits.withMaxUnreadBytes(2 * MAX_BYTES)))
            .build();
    undertow =
        Undertow.builder()
            .addHttpListener(0, "localhost")
            .setHandler(
                new PathHandler().addExactPath("/live", stash.mount("blob", new BlobView())))
            .build();
    undertow.start();
  }

  int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    undertow.stop();
  }
}
