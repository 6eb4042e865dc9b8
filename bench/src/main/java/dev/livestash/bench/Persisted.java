package dev.livestash.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.livestash.internal.wire.FrameCodec;
import dev.livestash.settings.Limits;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * What it costs to keep what one small event has changed: in its tab, and in Redis, as applications
 * do that keep sessions there. CPU time of this process and of redis-server, of all their threads;
 * in rounds, one way after the other. In the tab's way is all but the socket, over which an
 * application of either kind answers: the snapshot, its frame, and the tab's acknowledgement.
 */
@NullMarked
final class Persisted implements AutoCloseable {
  private static final List<String> SIZES = List.of("10KB", "100KB", "1MB");
  private static final int WARM_UP_ROUNDS = 10;
  private static final int ROUNDS = 15;

  /** Many times as long as what the system's clock of CPU time can tell apart. */
  private static final double BLOCK_NANOS = 4e8;

  private static final String KEY = "session";
  private static final FrameCodec FRAMES =
      new FrameCodec(Paths.MAPPER, Limits.defaults().maxJsonTokens());
  private static final byte[] KEPT =
      "{\"t\":\"kept\",\"gen\":3,\"seq\":2}".getBytes(StandardCharsets.UTF_8);

  private final RedisServer redis = RedisServer.start();
  private final RedisClient client = RedisClient.create(redis.uri());
  private final StatefulRedisConnection<String, byte[]> connection =
      client.connect(RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE));
  private final RedisCommands<String, byte[]> commands = connection.sync();
  private final Figures figures = new Figures();

  private Persisted() {}

  /** The argument: where the figures go as JSON. */
  public static void main(String[] args) throws IOException {
    try (Persisted persisted = new Persisted()) {
      SIZES.forEach(persisted::measure);
      persisted.figures.show(args);
    }
  }

  private void measure(String size) {
    Map<String, Runnable> ways = ways(Sample.board(size));
    Map<String, Series> measured = new LinkedHashMap<>();
    Map<String, Integer> times = new LinkedHashMap<>();
    ways.keySet().forEach(name -> measured.put(name, new Series()));
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      boolean counts = round >= 0;
      ways.forEach(
          (name, way) -> {
            Cost one = block(way, times.getOrDefault(name, 1));
            times.put(name, (int) Math.max(1, BLOCK_NANOS / one.wallNanos()));
            if (counts) {
              series(measured, name).add(one);
            }
          });
    }
    put(size, measured);
  }

  private void put(String size, Map<String, Series> measured) {
    Series ours = series(measured, "tab");
    measured.forEach((name, series) -> figures.putTime("persist_" + name, size, series));
    for (String other : List.of("redis_json", "redis_json_zstd", "redis_hash_java")) {
      figures.putRatio("persist_over_" + other, size, ours, series(measured, other));
    }
  }

  private static Series series(Map<String, Series> measured, String name) {
    return measured.computeIfAbsent(name, any -> new Series());
  }

  private Cost block(Runnable way, int times) {
    double redisBefore = redis.cpuNanos();
    Cost before = Cost.ofProcessNow();
    for (int i = 0; i < times; i++) {
      way.run();
    }
    Cost ours = Cost.ofProcessNow().minus(before);
    return ours.plus(new Cost(redis.cpuNanos() - redisBefore, 0)).per(times);
  }

  private Map<String, Runnable> ways(Sample<Board> sample) {
    LiveStashWay<Board> tab = LiveStashWay.zstd(sample);
    ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);
    Map<String, Runnable> ways = new LinkedHashMap<>();
    ways.put("tab", () -> keep(tab));
    ways.put("redis_json", () -> commands.set(KEY, json(sample)));
    ways.put("redis_json_zstd", () -> commands.set(KEY, zstd.compress(json(sample))));
    ways.put("redis_hash_java", () -> commands.hset(KEY + "s", "state", java(sample.changed())));
    return ways;
  }

  private static void keep(LiveStashWay<Board> way) {
    if (Sizes.keep(2, way.commitChange()) == 0 || FRAMES.decode(KEPT).toString().isEmpty()) {
      throw new IllegalStateException("no frame is empty");
    }
  }

  private static byte[] json(Sample<Board> sample) {
    return Paths.MAPPER.writeValueAsBytes(sample.changed());
  }

  private static byte[] java(Object state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
    redis.close();
  }
}
