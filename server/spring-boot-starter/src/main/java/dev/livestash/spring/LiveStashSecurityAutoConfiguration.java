package dev.livestash.spring;

import dev.livestash.LiveStash;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.event.LogoutSuccessEvent;

/** Ends a user's tabs at their logout, where Spring Security is. */
@AutoConfiguration(after = LiveStashAutoConfiguration.class)
@ConditionalOnClass(LogoutSuccessEvent.class)
@ConditionalOnBean({LiveStash.class, LiveStashAdmission.class})
@ConditionalOnProperty(name = "livestash.revoke-on-logout", matchIfMissing = true)
public class LiveStashSecurityAutoConfiguration {
  /** For Spring. */
  public LiveStashSecurityAutoConfiguration() {}

  /**
   * Revokes what is bound to the name of a user who logs out, whatever admission binds it: if
   * nothing is bound to that name, nothing ends.
   *
   * @param stash ends it
   * @return what is told of logouts
   */
  @Bean
  public ApplicationListener<LogoutSuccessEvent> liveStashLogout(LiveStash stash) {
    return new LogoutRevocation(stash::revoke);
  }
}
