package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.HeldByTab;

/**
 * How a tab enters a session.
 *
 * @param context what the application sees of this attach
 * @param timeline where the instance stands from now on
 * @param startedAt when the instance started, seconds since 1970
 * @param held what the tab holds
 */
record Entry<S>(TabContext<S> context, Timeline<S> timeline, long startedAt, HeldByTab held) {}
