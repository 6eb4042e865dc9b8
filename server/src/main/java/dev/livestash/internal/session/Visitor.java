package dev.livestash.internal.session;

import dev.livestash.internal.memory.Share;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who has opened a socket.
 *
 * @param client its subject, or its address where there is none
 * @param binding what its tokens are bound to, if they are
 * @param attributes what the application knows of it
 * @param surroundings what its request says
 * @param joinRefused to be run if its join is refused
 * @param share what its sessions weigh together
 * @param pace counts an event, tells which quota is used up by it, and says how long it has to
 *     pause then; zero for not at all
 */
public record Visitor(
    String client,
    Optional<String> binding,
    Map<String, Object> attributes,
    Surroundings surroundings,
    Runnable joinRefused,
    Share share,
    Function<Consumer<String>, Duration> pace) {}
