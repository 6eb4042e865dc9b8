package dev.livestash.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** By which failures a connection is known to lead to a server that takes no writes any more. */
class ServerRouteTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final DefaultClientResources resources = DefaultClientResources.create();
  private final ServerRoute route =
      new ServerRoute(resources, RedisURI.create("redis://localhost"), TIMEOUT);

  @AfterEach
  void close() {
    route.close(TIMEOUT);
    var unused = resources.shutdown();
  }

  /** The last one is what Redis 6.2 says of a script. */
  static Stream<Throwable> astray() {
    return Stream.of(
        new RedisCommandTimeoutException("too late"),
        new RedisReadOnlyException("READONLY You can't write against a read only replica."),
        new RedisCommandExecutionException(
            "ERR Error running script (call to f_0c6f): @user_script:7: @user_script: 7:"
                + " -READONLY You can't write against a read only replica."));
  }

  @ParameterizedTest
  @MethodSource("astray")
  void aServerThatWasDemotedIsLeft(Throwable failure) {
    assertThat(route.leadsAstray(failure)).isTrue();
  }

  @Test
  void butNotOneThatHasMerelyRefused() {
    assertThat(route.leadsAstray(new RedisCommandExecutionException("ERR unknown command")))
        .isFalse();
    assertThat(route.leadsAstray(new RedisCommandExecutionException(null, null))).isFalse();
  }
}
