/**
 * The two paths of the data, and the session between them.
 *
 * <p>{@link dev.livestash.session.CommitPath} takes a state to its token, {@link
 * dev.livestash.session.RestorePath} a token to its state; each reads from top to bottom. A {@link
 * dev.livestash.session.ViewHost} holds what all sessions of one mounted view share, an {@link
 * dev.livestash.session.Attachment} is one socket's side of it. The package knows no socket: it
 * sends through the {@link dev.livestash.session.Transport} that it is given.
 */
@NullMarked
package dev.livestash.session;

import org.jspecify.annotations.NullMarked;
