package dev.livestash.internal.assembly;

import dev.livestash.internal.memory.Shares;
import dev.livestash.internal.session.Threads;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one view, shared between its clients: what one of them has begun, and what waits
 * for a thread, is never more than its share. The rest of its tasks waits for these, so that
 * whoever has many slow handlers waits for himself. Safe for use by several threads.
 */
final class ClientThreads {
  /** One client's tasks. */
  private static final class Client {
    private final Queue<Runnable> waiting = new ArrayDeque<>(1);
    private int begun;

    /** Of the begun ones, those that do not come back; should they, it has some more until then. */
    private int givenUp;
  }

  /** Runs one client's. */
  private record Its(ClientThreads all, String client) implements Threads {
    @Override
    public void execute(Runnable task) {
      all.execute(client, task);
    }

    @Override
    public void succeed(Runnable task) {
      all.givesUp(client);
      all.execute(client, task);
    }
  }

  private final Executor executor;
  private final int most;
  private final Shares full;

  /** Those that have begun something. */
  private final Map<String, Client> clients = new HashMap<>();

  /**
   * None has begun anything yet.
   *
   * @param view its name, for the log
   * @param executor runs the tasks
   * @param most how many tasks each client may have begun
   */
  ClientThreads(String view, Executor executor, int most) {
    this.executor = executor;
    this.most = most;
    this.full = new Shares(most, "the threads of the view " + view);
  }

  /** What runs one client's tasks. */
  Threads of(String client) {
    return new Its(this, client);
  }

  private void execute(String client, Runnable task) {
    if (begins(client, task)) {
      executor.execute(() -> run(client, task));
    } else {
      full.isFull();
    }
  }

  private void run(String client, Runnable task) {
    try {
      task.run();
    } finally {
      Runnable next = ended(client);
      if (next != null) {
        // Behind what others have given the executor meanwhile.
        executor.execute(() -> run(client, next));
      }
    }
  }

  private synchronized boolean begins(String client, Runnable task) {
    Client its = clients.computeIfAbsent(client, first -> new Client());
    if (its.begun - its.givenUp >= most) {
      its.waiting.add(task);
      return false;
    }
    its.begun++;
    return true;
  }

  private synchronized void givesUp(String client) {
    clients.computeIfAbsent(client, first -> new Client()).givenUp++;
  }

  /** Returns what begins in its place, if anything. */
  private synchronized @Nullable Runnable ended(String client) {
    Client its = Objects.requireNonNull(clients.get(client), "whose task has ended");
    Runnable next = its.waiting.poll();
    if (next == null && --its.begun == 0) {
      clients.remove(client);
    }
    return next;
  }

  /** How many clients have begun something. */
  synchronized int size() {
    return clients.size();
  }
}
