package dev.livestash.testkit;

import tools.jackson.databind.JsonNode;

/**
 * What a page was pushed, as its {@code onPush} is given it.
 *
 * @param name the push's name
 * @param data as Jackson has written it
 */
public record Pushed(String name, JsonNode data) {}
