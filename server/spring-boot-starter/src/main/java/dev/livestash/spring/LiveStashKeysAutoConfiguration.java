package dev.livestash.spring;

import dev.livestash.keys.KeyRing;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** The keys, also for an application that makes its LiveStash itself. */
@AutoConfiguration
@EnableConfigurationProperties(LiveStashProperties.class)
public class LiveStashKeysAutoConfiguration {
  /** For Spring. */
  public LiveStashKeysAutoConfiguration() {}

  /**
   * The keys that the properties name, when somebody asks for them.
   *
   * @param properties name a file
   * @return its keys
   */
  @Bean
  @Lazy
  @ConditionalOnMissingBean
  public KeyRing liveStashKeys(LiveStashProperties properties) {
    if (properties.keys() != null) {
      return KeyRing.load(properties.keys());
    }
    if (properties.developmentKeys() != null) {
      return KeyRing.development(properties.developmentKeys());
    }
    throw new IllegalStateException(
        "LiveStash has no key and makes up none: set livestash.keys to the file that all nodes"
            + " have, or on a developer's machine livestash.development-keys to one that may be"
            + " made; or declare a KeyRing bean.");
  }
}
