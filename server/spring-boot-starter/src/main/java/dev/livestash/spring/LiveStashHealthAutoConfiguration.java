package dev.livestash.spring;

import dev.livestash.LiveStash;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Says by {@code /actuator/health} whether this node takes tabs, where the actuator is. */
@AutoConfiguration(after = LiveStashAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(LiveStash.class)
public class LiveStashHealthAutoConfiguration {
  /** For Spring. */
  public LiveStashHealthAutoConfiguration() {}

  /**
   * Out of service while the node lets its tabs go.
   *
   * @param stash is asked
   * @return the indicator, {@code liveStash}
   */
  @Bean
  @ConditionalOnEnabledHealthIndicator("livestash")
  public HealthIndicator liveStashHealthIndicator(LiveStash stash) {
    return () ->
        (stash.isDraining() ? Health.outOfService() : Health.up())
            .withDetail("instances", stash.instances())
            .build();
  }
}
