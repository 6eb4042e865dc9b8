package dev.livestash.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code application.properties} says of LiveStash; all else, a {@link LiveStashCustomizer}.
 * Paths begin with a slash, or the application does not start; one at their end is left out.
 *
 * @param keys the file of keys of all nodes; see {@code KeyRing.load}
 * @param developmentKeys a file that gets a key of its own if it is not there: for one machine only
 * @param path where views are: {@code /live/counter} for the bean {@code counter}
 * @param scriptPath where the browser's half is
 * @param issuer the service's name in tokens
 * @param release the application's release, for tabs that come back to the same one
 * @param allowedOrigins pages of other hosts that may connect
 * @param requirePrincipal whether only authenticated users may connect; by default, where Spring
 *     Security is
 * @param revokeOnLogout whether a logout ends all tabs of its user, wherever they are
 * @param drainTimeout how long tabs may take to store their state when the application stops
 */
@ConfigurationProperties("livestash")
public record LiveStashProperties(
    @Nullable Path keys,
    @Nullable Path developmentKeys,
    @DefaultValue("/live") String path,
    @DefaultValue("/livestash") String scriptPath,
    @DefaultValue("livestash") String issuer,
    @Nullable String release,
    @DefaultValue List<String> allowedOrigins,
    @Nullable Boolean requirePrincipal,
    @DefaultValue("true") boolean revokeOnLogout,
    @DefaultValue("10s") Duration drainTimeout) {}
