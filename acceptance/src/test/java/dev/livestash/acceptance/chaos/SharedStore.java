package dev.livestash.acceptance.chaos;

import dev.livestash.acceptance.e2e.Ailment;
import dev.livestash.stash.SnapshotStore;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What all servers share: their fence, and where states rest. It is a victim like them. */
interface SharedStore extends AutoCloseable {
  /** What a server's JVM is told, so that its server finds it. */
  List<String> flags();

  /** What the server itself is told. */
  List<String> options();

  /** What rests in it, for who only looks. */
  SnapshotStore snapshots();

  /** Lets it suffer, unless it still does. Returns false if it does. */
  boolean suffer(Ailment ailment, int ms);

  /** Waits until nothing of it stands still or is down. */
  void awaitWell() throws InterruptedException, ExecutionException, TimeoutException;

  @Override
  void close();
}
