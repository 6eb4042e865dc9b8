/**
 * The shared fence and the shared snapshots on any JCache provider (JSR 107): Hazelcast,
 * Infinispan, Ehcache, Caffeine's. The only user of {@code javax.cache}, which is an optional
 * dependency that comes with the provider.
 *
 * <p>{@link dev.livestash.jcache.JCacheFence} and {@link dev.livestash.jcache.JCacheSnapshotStore}
 * are made of a cache that the application has configured. A provider's calls block: they run on a
 * few threads of their own, and whoever asks hears in time.
 */
@NullMarked
package dev.livestash.jcache;

import org.jspecify.annotations.NullMarked;
