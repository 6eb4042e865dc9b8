package dev.livestash.testkit;

import java.util.Optional;

/**
 * What came of an event that was refused. The state is as it was before.
 *
 * @param error what the page is told: {@code unknown}, {@code invalid}, {@code failed}, {@code
 *     timeout} or {@code poisoned}
 * @param cause what the handler has thrown, if it has
 */
public record Refusal(String error, Optional<Throwable> cause) {}
