/**
 * One mailbox an instance: joins, events, snapshots, ownership. The package knows no socket: it
 * sends through the {@link dev.livestash.internal.session.Transport} that it is given.
 */
@NullMarked
package dev.livestash.internal.session;

import org.jspecify.annotations.NullMarked;
