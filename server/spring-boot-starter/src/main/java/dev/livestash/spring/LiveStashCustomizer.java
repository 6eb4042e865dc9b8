package dev.livestash.spring;

import dev.livestash.LiveStashBuilder;

/** A bean that says more of the application's LiveStash than its properties can. */
@FunctionalInterface
public interface LiveStashCustomizer {
  /**
   * Changes settings, after the properties were taken. Who is let in, says {@link
   * LiveStashAdmission}.
   *
   * @param builder makes the LiveStash
   */
  void customize(LiveStashBuilder builder);
}
