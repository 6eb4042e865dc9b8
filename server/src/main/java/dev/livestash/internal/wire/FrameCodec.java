package dev.livestash.internal.wire;

import dev.livestash.internal.wire.ClientFrame.Event;
import dev.livestash.internal.wire.ClientFrame.Hidden;
import dev.livestash.internal.wire.ClientFrame.Join;
import dev.livestash.internal.wire.ClientFrame.Kept;
import dev.livestash.internal.wire.ClientFrame.Ping;
import dev.livestash.internal.wire.ClientFrame.UnfitEvent;
import dev.livestash.internal.wire.ClientFrame.Unkept;
import dev.livestash.internal.wire.ClientFrame.Wake;
import dev.livestash.internal.wire.ServerFrame.Done;
import dev.livestash.internal.wire.ServerFrame.Joined;
import dev.livestash.internal.wire.ServerFrame.Render;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Decodes what a tab sends and encodes what it is sent. Safe for use by several threads. */
public final class FrameCodec {
  /** How deep a frame's JSON may be nested. */
  public static final int MAX_DEPTH = 64;

  /** How many characters a number may have: its value is worked out in more than linear time. */
  public static final int MAX_NUMBER_LENGTH = 1000;

  /** How large a join's {@code params} may be, in bytes of their JSON. */
  public static final int MAX_PARAMS_BYTES = 64 << 10;

  static final Pattern VIEW = Pattern.compile("[A-Za-z0-9._-]{1,64}(/[A-Za-z0-9._-]{1,64})?");
  private static final int MAX_PING_BYTES = 64;
  private static final int MAX_EVENT_NAME_LENGTH = 64;
  private static final String NO_PARAMS = "{}";
  private static final Set<String> WHY = Set.of("quota", "blocked");

  private final FrameReader reader;

  /** What most tabs have, held once. */
  private final Params none;

  private final EventHead heads = new EventHead();
  private final FrameWriter writer;
  private final FrameWriter renderWriter;
  private final Optional<InexactNumbers> numbers;

  /** Is told of numbers that a browser does not hold as they are. */
  @FunctionalInterface
  public interface NumberListener {
    /**
     * One was found.
     *
     * @param frame the name of its frame
     * @param path where, as a JSON pointer (RFC 6901)
     * @param number its digits
     */
    void inexact(String frame, String path, String number);
  }

  /**
   * The codec.
   *
   * @param application writes the application's renders and replies
   * @param maxTokens how many tokens of JSON a tab's frame may have
   */
  public FrameCodec(JsonMapper application, int maxTokens) {
    this(application, application, maxTokens, Optional.empty());
  }

  /**
   * A codec that looks at each number, which takes its time.
   *
   * @param application writes the application's replies and pushes
   * @param renders writes its renders
   * @param maxTokens how many tokens of JSON a tab's frame may have
   * @param listener is told of those that a browser does not hold, if it is there
   */
  public FrameCodec(
      JsonMapper application,
      JsonMapper renders,
      int maxTokens,
      Optional<NumberListener> listener) {
    this.reader = new FrameReader(maxTokens);
    this.none = new Params(reader.mapper(), NO_PARAMS);
    this.writer = new FrameWriter(application);
    this.renderWriter = new FrameWriter(renders);
    this.numbers = listener.map(InexactNumbers::new);
  }

  /**
   * Encodes a frame as UTF-8.
   *
   * @param frame the frame
   * @return its bytes
   * @throws JacksonException if the application's render or reply cannot be written as JSON
   */
  public byte[] encode(ServerFrame frame) {
    boolean hasRender = frame instanceof ServerFrame.Render || frame instanceof ServerFrame.Joined;
    byte[] json = (hasRender ? renderWriter : writer).write(frame);
    if (isOfApplication(frame)) {
      String name = frame.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      numbers.ifPresent(found -> found.find(name, json));
    }
    return json;
  }

  private static boolean isOfApplication(ServerFrame frame) {
    return frame instanceof Joined
        || frame instanceof Render
        || frame instanceof Done
        || frame instanceof ServerFrame.Push;
  }

  /**
   * Decodes one text frame.
   *
   * @param utf8 what the tab sent, so possibly anything
   * @return the frame, or what is wrong with it
   */
  public Decoded decode(byte[] utf8) {
    return decode(new String(utf8, StandardCharsets.UTF_8));
  }

  Decoded decode(String text) {
    try {
      return looked(decode(reader.read(text)));
    } catch (Members.UnfitException unfit) {
      return unfit(text, unfit.getMessage());
    } catch (RuntimeException foreign) {
      // A parser's own limits, and whatever else it may throw at what a stranger sends.
      return unfit(text, "not JSON, or over a limit");
    }
  }

  private Decoded unfit(String text, String why) {
    OptionalLong event = heads.number(text);
    return event.isPresent()
        ? new Decoded.Frame(new UnfitEvent(event.getAsLong(), why))
        : new Decoded.Malformed(why);
  }

  /**
   * Whether a frame is a ping, found out without decoding those that are not.
   *
   * @param utf8 what the tab sent
   * @return true if it is to be answered with a pong
   */
  public boolean isPing(byte[] utf8) {
    if (utf8.length > MAX_PING_BYTES) {
      return false;
    }
    String text = new String(utf8, StandardCharsets.UTF_8);
    return text.contains("ping")
        && decode(text) instanceof Decoded.Frame frame
        && frame.frame() instanceof Ping;
  }

  /**
   * What the application is given of a join's parameters.
   *
   * @param join the join
   * @return the parameters, not read yet
   */
  public Params params(Join join) {
    return NO_PARAMS.equals(join.params()) ? none : new Params(reader.mapper(), join.params());
  }

  private Decoded looked(Decoded decoded) {
    if (numbers.isPresent() && decoded instanceof Decoded.Frame received) {
      if (received.frame() instanceof Event event) {
        numbers.get().find("event", "/data", event.data());
      } else if (received.frame() instanceof Join join) {
        numbers.get().find("join", "/params", params(join).tree());
      }
    }
    return decoded;
  }

  private static Decoded decode(Members in) throws Members.UnfitException {
    ClientFrame frame =
        switch (in.string("t")) {
          case "join" -> join(in);
          case "event" -> event(in);
          case "kept" -> new Kept(in.integer("gen"), in.integer("seq"));
          case "unkept" -> new Unkept(in.integer("gen"), in.integer("seq"), why(in));
          case "wake" -> new Wake(in.string("token"), in.optionalString("patch"));
          case "hidden" -> new Hidden();
          case "ping" -> new Ping();
          default -> throw new Members.UnfitException("unknown frame");
        };
    return new Decoded.Frame(frame);
  }

  private static Join join(Members in) throws Members.UnfitException {
    Join join =
        new Join(
            in.string("view"),
            in.integer("attempt"),
            in.optionalString("token"),
            in.optionalString("patch"),
            in.optionalBoolean("fork"),
            in.optionalInteger("trimmed"),
            in.optionalBoolean("parts").orElse(false),
            in.optionalBoolean("patches").orElse(false),
            in.optionalBoolean("shows").orElse(false),
            in.params());
    Members.require(VIEW.matcher(join.view()).matches(), "view");
    Members.require(join.attempt() >= 1, "attempt");
    Members.require(join.patch().isEmpty() || join.token().isPresent(), "patch");
    return join;
  }

  private static Event event(Members in) throws Members.UnfitException {
    Event event =
        new Event(
            in.signedInteger("n"),
            in.string("name"),
            in.any("data"),
            in.integer("age"),
            in.integer("try"));
    Members.require(event.n() != 0, "n");
    Members.require(event.attempt() >= 1, "try");
    int length = event.name().length();
    Members.require(length >= 1 && length <= MAX_EVENT_NAME_LENGTH, "name");
    return event;
  }

  private static String why(Members in) throws Members.UnfitException {
    String why = in.string("why");
    Members.require(WHY.contains(why), "why");
    return why;
  }

  /**
   * Whether a string may name a view on a page.
   *
   * @param name the string
   * @return true if PROTOCOL.md allows it as {@code view}
   */
  public static boolean isViewName(String name) {
    return VIEW.matcher(name).matches();
  }

  /**
   * The part of a page's name for a view that the server mounts it by.
   *
   * @param view the name in a join, such as {@code counter/left}
   * @return what stands before the slash
   */
  public static String mountedName(String view) {
    int slash = view.indexOf('/');
    return slash < 0 ? view : view.substring(0, slash);
  }
}
