/** LiveStash in a Spring Boot application: its views are beans. */
@NullMarked
package dev.livestash.spring;

import org.jspecify.annotations.NullMarked;
