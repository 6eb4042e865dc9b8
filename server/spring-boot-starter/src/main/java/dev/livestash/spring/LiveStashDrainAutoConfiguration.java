package dev.livestash.spring;

import dev.livestash.LiveStash;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Lets the tabs go before the server stops, whoever has made the LiveStash. */
@AutoConfiguration(after = LiveStashAutoConfiguration.class)
@ConditionalOnBean(LiveStash.class)
@EnableConfigurationProperties(LiveStashProperties.class)
public class LiveStashDrainAutoConfiguration {
  /** For Spring. */
  public LiveStashDrainAutoConfiguration() {}

  /**
   * Drains at the application's stop.
   *
   * @param stash whose tabs
   * @param properties how long they may take
   * @return what is told of the stop
   */
  @Bean
  public LiveStashDrain liveStashDrain(LiveStash stash, LiveStashProperties properties) {
    return new LiveStashDrain(stash, properties.drainTimeout());
  }
}
