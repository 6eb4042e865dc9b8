package dev.livestash.internal.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Why a state cannot be written, or JSON does not bind.
 *
 * @param path where, as a JSON pointer (RFC 6901) in which {@code *} stands for the keys of maps,
 *     for they may be secret
 * @param cause the classes of what was thrown, and nothing of the state's content
 * @param detail the first line of what it says, which may show the state: for development only
 */
public record Failure(String path, String cause, Optional<String> detail) {
  private static final int MAX_STEPS = 16;
  private static final int MAX_DETAIL_CHARS = 300;

  /**
   * A failure that concerns the whole state, and can be told to anybody.
   *
   * @param why what is wrong
   * @return the failure
   */
  public static Failure of(String why) {
    return new Failure("", why, Optional.empty());
  }

  /**
   * What Jackson, or the application's code that it calls, has thrown.
   *
   * @param thrown the exception or error
   * @return where and why
   */
  public static Failure of(Throwable thrown) {
    List<JacksonException.Reference> path =
        thrown instanceof JacksonException failure ? failure.getPath() : List.of();
    return new Failure(pointer(path), causes(thrown), Optional.of(firstLine(thrown)));
  }

  /** A cycle has as long a path as may be written; its beginning says enough. */
  private static String pointer(List<JacksonException.Reference> path) {
    StringBuilder pointer = new StringBuilder();
    path.stream().limit(MAX_STEPS).forEach(step -> pointer.append('/').append(name(step)));
    return path.size() > MAX_STEPS ? pointer.append("/…").toString() : pointer.toString();
  }

  private static String name(JacksonException.Reference step) {
    if (step.getPropertyName() == null) {
      return Integer.toString(step.getIndex());
    }
    boolean isKey =
        step.from() instanceof Map
            || (step.from() instanceof Class<?> type && Map.class.isAssignableFrom(type));
    return isKey ? "*" : step.getPropertyName();
  }

  private static String causes(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    Throwable cause = thrown.getCause();
    return cause == null ? name : name + " by " + root(cause).getClass().getName();
  }

  /** Looks only so far: causes may go round in a circle. */
  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; root.getCause() != null && i < MAX_STEPS; i++) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(Throwable thrown) {
    String message =
        thrown instanceof JacksonException failure
            ? failure.getOriginalMessage()
            : thrown.getMessage();
    String line = String.valueOf(message).lines().findFirst().orElse("");
    return line.length() > MAX_DETAIL_CHARS ? line.substring(0, MAX_DETAIL_CHARS) + "…" : line;
  }

  /**
   * For the log.
   *
   * @param inDevelopment whether what it says may show the state
   * @return where and why, to be put right behind what has failed
   */
  public String text(boolean inDevelopment) {
    String why = inDevelopment ? cause + detail.map(said -> ": " + said).orElse("") : cause;
    return (path.isEmpty() ? ": " : " at " + path + ": ") + why;
  }
}
