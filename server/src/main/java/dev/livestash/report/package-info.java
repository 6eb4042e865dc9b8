/** What an application is told of its sessions, for metrics and logs. */
@NullMarked
package dev.livestash.report;

import org.jspecify.annotations.NullMarked;
