package dev.livestash.internal.session;

import java.util.Map;
import java.util.Optional;

/**
 * Who has opened a socket.
 *
 * @param binding what its tokens are bound to, if they are
 * @param attributes what the application knows of it
 * @param joinRefused to be run if its join is refused
 */
public record Visitor(
    Optional<String> binding, Map<String, Object> attributes, Runnable joinRefused) {}
