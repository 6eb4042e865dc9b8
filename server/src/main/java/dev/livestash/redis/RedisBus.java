package dev.livestash.redis;

import dev.livestash.bus.Bus;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A bus on a channel of Redis. What is sent goes over the connection of all commands, in order;
 * what is heard comes over one of its own, which subscribes again by itself when it was broken.
 */
final class RedisBus implements Bus {
  private static final String PREFIX = "livestash:bus:";

  private final RedisLink redis;
  private final String channel;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private boolean subscribes;

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

  private synchronized void subscribe() {
    if (!subscribes) {
      subscribes = true;
      redis.subscribe(this::opened);
    }
  }

  private CompletionStage<Void> opened(StatefulRedisPubSubConnection<String, String> hears) {
    hears.addListener(
        new RedisPubSubAdapter<String, String>() {
          @Override
          public void message(String from, String text) {
            // Another channel's is none of ours, and a stranger's text is the listener's to judge.
            if (from.equals(channel)) {
              listeners.forEach(one -> one.accept(text));
            }
          }
        });
    return hears.async().subscribe(channel);
  }
}
