package dev.livestash.internal.session;

import dev.livestash.internal.snapshot.HeldByTab;
import dev.livestash.internal.token.Refused;
import java.util.List;

/**
 * How a tab enters a session.
 *
 * @param context what the application sees of this attach
 * @param timeline where the instance stands from now on
 * @param age how old the instance is
 * @param held what the tab holds
 * @param refused of the events in the state, which are known to have been refused; if the session
 *     was adopted, it knows itself
 */
record Entry<S>(
    TabContext<S> context, Timeline<S> timeline, Age age, HeldByTab held, List<Refused> refused) {}
