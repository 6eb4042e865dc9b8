package dev.livestash.redis;

import dev.livestash.bus.Bus;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bus on a channel of Redis. What is sent goes over the connection of all commands, in order;
 * what is heard comes over one of its own, which is made again when it was broken or leads nowhere.
 */
final class RedisBus implements Bus {
  private static final String PREFIX = "livestash:bus:";

  private final RedisLink redis;
  private final String channel;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final RedisPubSubListener<String, String> ear =
      new RedisPubSubAdapter<>() {
        @Override
        public void message(String from, String text) {
          heard(from, text);
        }
      };
  private boolean subscribes;

  /** Where the ear is: one that is taken off and on again misses what comes in between. */
  private volatile @Nullable StatefulRedisPubSubConnection<String, String> heardOn;

  RedisBus(RedisLink redis, String name) {
    this.redis = redis;
    this.channel = PREFIX + name;
  }

  @Override
  public CompletionStage<Void> send(String text) {
    return redis
        .ask("publish", commands -> commands.publish(channel, text))
        .thenAccept(receivers -> {});
  }

  @Override
  public Runnable listen(Consumer<String> listener) {
    listeners.add(listener);
    subscribe();
    return () -> listeners.remove(listener);
  }

  private void heard(String from, String text) {
    // Another channel's is none of ours, and a stranger's text is the listener's to judge.
    if (from.equals(channel)) {
      listeners.forEach(one -> one.accept(text));
    }
  }

  private synchronized void subscribe() {
    if (!subscribes) {
      subscribes = true;
      redis.subscribe(this::hear);
    }
  }

  /** Hears the channel on a connection; to be told so once more changes nothing. */
  private CompletionStage<Void> hear(StatefulRedisPubSubConnection<String, String> connection) {
    if (!connection.equals(heardOn)) {
      heardOn = connection;
      connection.addListener(ear);
    }
    return connection.async().subscribe(channel);
  }
}
