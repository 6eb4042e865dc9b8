package dev.livestash.redis;

import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A cluster: three servers that take writes, and a replica of the first. */
final class ClusterGroup implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;
  static final int SLOTS_OF_THE_FIRST = SLOTS / MASTERS;

  private final List<RedisProcess> masters = new ArrayList<>();
  private final List<Integer> busPorts = new ArrayList<>();
  private final RedisProcess replica;

  /** Starts it, with what is written in a folder. */
  ClusterGroup(Path folder) {
    for (int i = 0; i < MASTERS; i++) {
      masters.add(start(folder));
    }
    replica = start(folder);
    for (int i = 0; i < MASTERS; i++) {
      int first = SLOTS * i / MASTERS;
      int last = SLOTS * (i + 1) / MASTERS - 1;
      done(masters.get(i), "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
      done(masters.get(i), "CLUSTER ADDSLOTSRANGE " + first + " " + last);
    }
    for (int i = 1; i < busPorts.size(); i++) {
      int port = i < MASTERS ? masters.get(i).port() : replica.port();
      done(first(), "CLUSTER MEET 127.0.0.1 " + port + " " + busPorts.get(i));
    }
    all().forEach(server -> server.await("CLUSTER INFO", "cluster_known_nodes:4"));
    done(replica, "CLUSTER REPLICATE " + id(first()));
    first().await("INFO replication", "state=online");
    all().forEach(server -> server.await("CLUSTER INFO", "cluster_state:ok"));
    all().forEach(server -> server.await("CLUSTER NODES", "slave"));
  }

  private RedisProcess start(Path folder) {
    int port = RedisProcess.freePort();
    int busPort = RedisProcess.freePort();
    busPorts.add(busPort);
    return RedisProcess.startAt(
        port,
        "--dir",
        folder.toString(),
        "--cluster-enabled",
        "yes",
        "--cluster-config-file",
        "nodes-" + port + ".conf",
        "--cluster-port",
        Integer.toString(busPort),
        "--cluster-node-timeout",
        "2000",
        "--repl-diskless-sync-delay",
        "0");
  }

  private List<RedisProcess> all() {
    List<RedisProcess> all = new ArrayList<>(masters);
    all.add(replica);
    return all;
  }

  private static void done(RedisProcess server, String command) {
    String answer = server.command(command);
    if (!answer.startsWith("+")) {
      throw new AssertionError(command + ": " + answer);
    }
  }

  /** Gives all of them a command. */
  void everywhere(String command) {
    all().forEach(server -> done(server, command));
  }

  private static String id(RedisProcess server) {
    return server.command("CLUSTER MYID");
  }

  /** The one that has a replica, and the first third of the slots. */
  RedisProcess first() {
    return masters.get(0);
  }

  /** The one that has the last third of the slots. */
  RedisProcess last() {
    return masters.get(MASTERS - 1);
  }

  /** The one that was given a slot at the start. */
  RedisProcess ownerOf(int slot) {
    for (int i = 0; i < MASTERS - 1; i++) {
      if (slot < SLOTS * (i + 1) / MASTERS) {
        return masters.get(i);
      }
    }
    return last();
  }

  /** A name that has its slot at one of them, as it was at the start. */
  String nameOf(RedisProcess owner, String prefix) {
    int i = 0;
    while (ownerOf(SlotHash.getSlot(prefix + i)) != owner) {
      i++;
    }
    return Integer.toString(i);
  }

  RedisProcess replica() {
    return replica;
  }

  /** Begins to move a slot: from now on what one does not have is asked for at the other. */
  void beginToMove(int slot, RedisProcess from, RedisProcess to) {
    done(to, "CLUSTER SETSLOT " + slot + " IMPORTING " + id(from));
    done(from, "CLUSTER SETSLOT " + slot + " MIGRATING " + id(to));
  }

  /** Moves a key. */
  void move(String key, RedisProcess from, RedisProcess to) {
    done(from, "MIGRATE 127.0.0.1 " + to.port() + " " + key + " 0 5000");
  }

  /** Ends to move a slot: from now on the other has it. */
  void endToMove(int slot, RedisProcess to) {
    masters.forEach(server -> done(server, "CLUSTER SETSLOT " + slot + " NODE " + id(to)));
  }

  String uri() {
    return masters.stream()
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  @Override
  public void close() {
    all().forEach(RedisProcess::close);
  }
}
