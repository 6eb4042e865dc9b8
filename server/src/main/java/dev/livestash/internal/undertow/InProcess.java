package dev.livestash.internal.undertow;

import dev.livestash.internal.memory.Share;
import dev.livestash.internal.session.Attachment;
import dev.livestash.internal.session.Surroundings;
import dev.livestash.internal.session.Transport;
import dev.livestash.internal.session.ViewHost;
import dev.livestash.internal.session.Visitor;
import dev.livestash.internal.wire.CloseCode;
import io.undertow.server.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A mounted view without a network: its sockets are pairs of objects. This is the one door in the
 * wall, and the test kit's: a view cannot be driven on the real engine through a handler of
 * Undertow's without a socket, and an application must not be given another way in than its
 * handshakes. Nothing of the engine is in its signatures.
 *
 * @param <S> the view's state
 */
public final class InProcess<S> {
  /** There is no address. */
  private static final String CLIENT = "in-process";

  /** RFC 6455 section 7.4.1: the connection broke. */
  private static final int NO_CLOSE_FRAME = 1006;

  private final LiveStashHandler handler;
  private final ViewHost<S> host;

  @SuppressWarnings("unchecked") // whoever has mounted the view knows its state
  private InProcess(LiveStashHandler handler) {
    this.handler = handler;
    this.host = (ViewHost<S>) handler.host();
  }

  /**
   * Who opens a socket, and what its handshake would say.
   *
   * @param binding what its tokens are bound to, if they are
   * @param attributes what the application knows of it
   * @param principal who it is; empty for nobody in particular
   * @param pathParameters of the address
   * @param locale the language that the browser wants most
   */
  public record Guest(
      Optional<String> binding,
      Map<String, Object> attributes,
      Optional<Principal> principal,
      Map<String, String> pathParameters,
      Locale locale) {
    /** One that says nothing. */
    public static final Guest NOBODY =
        new Guest(Optional.empty(), Map.of(), Optional.empty(), Map.of(), Locale.ROOT);

    /** The same, with tokens that are bound. */
    public Guest boundTo(Optional<String> whom) {
      return new Guest(whom, attributes, principal, pathParameters, locale);
    }

    /** The same, of whom the application knows this. */
    public Guest known(Map<String, Object> as) {
      return new Guest(binding, Map.copyOf(as), principal, pathParameters, locale);
    }

    /** The same, who is somebody. */
    public Guest named(Principal who) {
      return new Guest(binding, attributes, Optional.of(who), pathParameters, locale);
    }

    /** The same at another address. */
    public Guest at(Map<String, String> parameters) {
      return new Guest(binding, attributes, principal, Map.copyOf(parameters), locale);
    }

    /** The same with another language. */
    public Guest speaking(Locale language) {
      return new Guest(binding, attributes, principal, pathParameters, language);
    }

    private Visitor visitor() {
      return new Visitor(
          binding.orElse(CLIENT),
          binding,
          attributes,
          new Surroundings(principal.orElse(null), pathParameters, locale),
          () -> {},
          Share.UNCOUNTED,
          told -> Duration.ZERO);
    }
  }

  /** The tab's side of a socket. Told on any thread; must not call back. */
  public interface Tab {
    /** A frame of the server's has come. */
    void frame(String json);

    /** The server has closed the socket. */
    void closed(int code, String reason);
  }

  /** The server's side of a socket. */
  public interface Socket {
    /**
     * A frame of the tab's has come.
     *
     * @throws IllegalArgumentException if it is larger than an event may be
     */
    void frame(String json);

    /** The socket is gone. */
    void cut();
  }

  /**
   * The way into a mounted view.
   *
   * @param <S> the view's state
   * @param mounted what {@code LiveStash.mount} has given
   */
  public static <S> InProcess<S> of(HttpHandler mounted) {
    return new InProcess<>((LiveStashHandler) mounted);
  }

  /**
   * Opens a socket, as if its handshake had been let in.
   *
   * @param guest who opens it
   * @param tab is told what comes
   */
  public Socket open(Guest guest, Tab tab) {
    Line line = new Line(tab);
    line.attachment = handler.open(line, guest.visitor());
    return line;
  }

  /**
   * What a state would be if it came back from a token.
   *
   * @throws IllegalStateException if it does not come back: where, and why
   */
  public S copy(S state) {
    return host.copy(state);
  }

  /**
   * The data of an event as another server binds it: nothing that a handler has done to its own is
   * in it.
   *
   * @param event as the view's handler is given it
   * @param type which its handler was registered with
   */
  public <E> E dataAgain(Object event, Class<E> type) {
    return host.dataAgain(event, type);
  }

  /** Where two values differ, and how; at most 16 places. */
  @SuppressWarnings("unchecked") // any two values can be compared
  public List<String> differences(Object was, Object is) {
    return ((ViewHost<Object>) host).differences(was, is);
  }

  /** Both sides of a socket. */
  private final class Line implements Transport, Socket {
    private final Tab tab;
    private Attachment attachment;
    private volatile boolean isGone;

    @SuppressWarnings("NullAway.Init") // the two know each other; set before anything comes
    Line(Tab tab) {
      this.tab = tab;
    }

    @Override
    public void send(byte[] utf8, Runnable whenSent) {
      if (!isGone) {
        tab.frame(new String(utf8, StandardCharsets.UTF_8));
        whenSent.run();
      }
    }

    @Override
    public void probe(Duration within, Consumer<Boolean> answer) {
      answer.accept(!isGone);
    }

    @Override
    public void close(CloseCode code, String reason) {
      if (!isGone) {
        host.closing(code, reason);
        tab.closed(code.number(), reason);
        gone(code.number());
      }
    }

    @Override
    public void frame(String json) {
      byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
      boolean isSmall = attachment.isJoined() && !attachment.bringsToken();
      int limit = handler.limits().maxEventBytes();
      if (isSmall && utf8.length > limit) {
        throw new IllegalArgumentException(
            "An event may have %,d bytes (Limits.maxEventBytes), and this one has %,d."
                .formatted(limit, utf8.length));
      }
      attachment.frame(utf8);
    }

    @Override
    public void cut() {
      gone(NO_CLOSE_FRAME);
    }

    private void gone(int code) {
      if (!isGone) {
        isGone = true;
        attachment.closed(code);
      }
    }
  }
}
