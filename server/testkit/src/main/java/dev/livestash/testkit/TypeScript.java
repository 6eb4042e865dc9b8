package dev.livestash.testkit;

import dev.livestash.view.Handler;
import dev.livestash.view.View;
import dev.livestash.view.ViewHandlers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The TypeScript types of a view, for the page's {@code connect}: made of the classes of its events
 * as Jackson reads them, and of what it renders, replies and pushes as Jackson writes it, which
 * only the application can name. A test of the application keeps the file that the page imports:
 *
 * <pre>{@code
 * TypeScript.of("Cart", new CartView()).renders(Cart.class).replies("add", Total.class)
 *     .isIn(Path.of("page/src/cart.ts"));
 * }</pre>
 *
 * <pre>{@code
 * const cart = connect<Cart>("/live", { view: "cart", onRender: (cart) => show(cart.items) });
 * }</pre>
 */
public final class TypeScript {
  private static final String HEAD = "// Made from the classes of the server; do not edit.\n\n";

  private final String name;
  private final Map<String, Type> events = new LinkedHashMap<>();
  private final Map<String, Type> replies = new LinkedHashMap<>();
  private final Map<String, Type> pushes = new LinkedHashMap<>();
  private Optional<Type> render = Optional.empty();
  private JsonMapper mapper = JsonMapper.shared();

  private TypeScript(String name) {
    this.name = name;
  }

  /**
   * The types of a view's events.
   *
   * @param <S> the view's state
   * @param name what the interface is called that {@code connect} takes
   * @param view the view; is asked for its handlers
   * @return the types, so far: renders and replies are {@code unknown}
   */
  public static <S> TypeScript of(String name, View<S> view) {
    TypeScript types = new TypeScript(name);
    view.handlers(
        new ViewHandlers<>() {
          @Override
          public <E> ViewHandlers<S> on(String event, Class<E> type, Handler<S, E> handler) {
            types.events.put(event, type);
            return this;
          }

          @Override
          public ViewHandlers<S> on(String event, Handler.Plain<S> handler) {
            types.events.put(event, Void.class);
            return this;
          }

          @Override
          public <M> ViewHandlers<S> message(
              String message, Class<M> type, Handler.OfMessage<S, M> handler) {
            return this;
          }
        });
    return types;
  }

  /**
   * The mapper of the {@link dev.livestash.LiveStashBuilder}, if it was given one.
   *
   * @param writer decides which members there are
   * @return this
   */
  public TypeScript mapper(JsonMapper writer) {
    mapper = writer;
    return this;
  }

  /**
   * What the view renders.
   *
   * @param type a class, or a generic type
   * @return this
   */
  public TypeScript renders(Type type) {
    render = Optional.of(type);
    return this;
  }

  /**
   * What the handler of an event replies.
   *
   * @param event the event's name
   * @param type as in {@link #renders}
   * @return this
   * @throws IllegalArgumentException if the view has no such event
   */
  public TypeScript replies(String event, Type type) {
    if (!events.containsKey(event)) {
      throw new IllegalArgumentException(
          "The view has no event '" + event + "'; it has " + events.keySet() + ".");
    }
    replies.put(event, type);
    return this;
  }

  /**
   * What is pushed to the view's pages under a name.
   *
   * @param push the push's name
   * @param type as in {@link #renders}
   * @return this
   */
  public TypeScript pushes(String push, Type type) {
    pushes.put(push, type);
    return this;
  }

  /**
   * The types, as a module of TypeScript.
   *
   * @return its text
   * @throws IllegalStateException if two classes have one name
   */
  public String text() {
    TypeScriptShapes shapes = new TypeScriptShapes(mapper, name);
    String view =
        "export interface %s {\n  render: %s;\n  events: {\n%s  };\n%s}\n"
            .formatted(name, shapes.of(render), eventLines(shapes), pushLines(shapes));
    return shapes.finished(HEAD + view);
  }

  private String eventLines(TypeScriptShapes shapes) {
    return events.entrySet().stream()
        .map(
            event ->
                "    %s: [%s, %s];\n"
                    .formatted(
                        TypeScriptShapes.member(event.getKey()),
                        event.getValue() == Void.class ? "null" : shapes.read(event.getValue()),
                        shapes.of(Optional.ofNullable(replies.get(event.getKey())))))
        .collect(Collectors.joining());
  }

  private String pushLines(TypeScriptShapes shapes) {
    return pushes.isEmpty()
        ? ""
        : pushes.entrySet().stream()
            .map(
                push ->
                    "    %s: %s;\n"
                        .formatted(
                            TypeScriptShapes.member(push.getKey()),
                            shapes.of(Optional.of(push.getValue()))))
            .collect(Collectors.joining("", "  pushes: {\n", "  };\n"));
  }

  /**
   * Makes sure that a file has these types, whatever its line ends are. One that has others is
   * written anew, so that the next run finds it right.
   *
   * @param file the module that the page imports
   * @throws AssertionError if it had other types, or was not there
   * @throws UncheckedIOException if it cannot be read or written
   */
  public void isIn(Path file) {
    String now = text();
    try {
      // Git may have checked it out with the line ends of Windows.
      if (Files.exists(file) && Files.readString(file).replace("\r\n", "\n").equals(now)) {
        return;
      }
      Files.writeString(file, now);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
    throw new AssertionError(
        file + " did not have the types of the server, and has them now: build the page with it.");
  }
}
