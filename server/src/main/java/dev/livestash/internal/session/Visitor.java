package dev.livestash.internal.session;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who has opened a socket.
 *
 * @param binding what its tokens are bound to, if they are
 * @param attributes what the application knows of it
 * @param surroundings what its request says
 * @param joinRefused to be run if its join is refused
 * @param pace counts an event, and says how long it has to pause then; zero for not at all
 */
public record Visitor(
    Optional<String> binding,
    Map<String, Object> attributes,
    Surroundings surroundings,
    Runnable joinRefused,
    Supplier<Duration> pace) {}
