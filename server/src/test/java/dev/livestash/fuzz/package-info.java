/**
 * What a stranger, a hostile engine or a hostile file may send, one class for each of them: {@code
 * ./dev fuzz} gives it to Jazzer, and {@code FuzzCorpusTest} runs what was kept.
 */
@NullMarked
package dev.livestash.fuzz;

import org.jspecify.annotations.NullMarked;
