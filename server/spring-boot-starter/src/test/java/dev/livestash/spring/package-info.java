/** Real applications of Spring Boot, and raw sockets. */
@NullMarked
package dev.livestash.spring;

import org.jspecify.annotations.NullMarked;
