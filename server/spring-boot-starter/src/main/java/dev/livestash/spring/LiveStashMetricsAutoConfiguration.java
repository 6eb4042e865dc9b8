package dev.livestash.spring;

import dev.livestash.LiveStash;
import dev.livestash.micrometer.StashMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters, where a registry of Micrometer is. */
@AutoConfiguration(
    before = LiveStashAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration"
    })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public class LiveStashMetricsAutoConfiguration {
  /** For Spring. */
  public LiveStashMetricsAutoConfiguration() {}

  /**
   * What happens, as meters below {@code livestash.}, until the context is closed: a registry may
   * be a parent's, and outlive it.
   *
   * @param registry where they are
   * @return a listener
   */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  public StashMetrics liveStashMetrics(MeterRegistry registry) {
    return new StashMetrics(registry);
  }

  /**
   * What the node holds.
   *
   * @param metrics adds the gauges
   * @param stashes is asked, if there is one: an application without a web server has none
   * @return what binds them
   */
  @Bean
  public MeterBinder liveStashGauges(StashMetrics metrics, ObjectProvider<LiveStash> stashes) {
    return registry ->
        stashes.ifUnique(
            stash ->
                metrics
                    .watch(stash::instances, stash::isDraining)
                    .watchMemory(stash::memory, stash::sockets));
  }
}
