package dev.livestash.internal.assembly;

import dev.livestash.fence.MemoryFence;
import dev.livestash.internal.memory.NodeMemory;
import dev.livestash.internal.stores.Stores;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a node's memory is taken by.
 *
 * @param memory what is shared out
 * @param fence what remembers instances, if it is in this node's memory
 * @param stores the snapshot stores
 */
record Usage(NodeMemory memory, Optional<MemoryFence> fence, Stores stores) {
  /** What the fence remembers of one instance, about. */
  private static final long FENCE_ENTRY_BYTES = 200;

  /** In bytes, by kind. */
  Map<String, Long> bytes() {
    Map<String, Long> bytes = new LinkedHashMap<>();
    bytes.put("states", memory.states().heldBytes());
    bytes.put("waiting", memory.frames().heldBytes());
    bytes.put("unread", memory.unread().heldBytes());
    bytes.put("restoring", memory.restores().heldBytes());
    bytes.put("fence", fence.map(MemoryFence::instances).orElse(0L) * FENCE_ENTRY_BYTES);
    bytes.put("stores", stores.heldBytes());
    return bytes;
  }
}
