package dev.livestash.bench;

import dev.livestash.view.View;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** A server whose tabs sleep, to be run in a JVM of its own. */
@NullMarked
final class SleeperServer {
  /** What a page is shown: enough to see that every byte of the state is the right one. */
  static final String HASH = "hash";

  private SleeperServer() {}

  /**
   * Serves until it is ended. The arguments: the sample that the states are like; how many bytes
   * they may take; after how many milliseconds they sleep.
   */
  public static void main(String[] args) {
    Server server =
        Server.limited(
            view(Sample.board(args[0]).state()),
            Long.parseLong(args[1]),
            Duration.ofMillis(Long.parseLong(args[2])));
    System.out.println(server.address().getPort());
  }

  static View<Board> view(Board first) {
    return Server.boards(first, board -> Map.of(HASH, board.hashCode()));
  }
}
