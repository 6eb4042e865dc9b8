package dev.livestash.keys;

import dev.livestash.internal.jwk.KeyFile;
import dev.livestash.internal.jwk.KeySet;
import dev.livestash.internal.jwk.UnfitKeysException;
import dev.livestash.keys.KeyRing.SealingKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** The keys of a ring as they are at present, and the file that they came from. */
final class HeldKeys {
  private static final Logger LOG = System.getLogger(KeyRing.class.getName());

  private final Optional<Path> file;
  private final boolean development;
  private volatile List<SealingKey> keys;

  /** One reading at a time, so that an older one does not replace a newer one. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile long begun;
  private volatile boolean isReading;

  /** Keys that came from no file. */
  HeldKeys(List<SealingKey> keys) {
    this(Optional.empty(), true, keys);
  }

  private HeldKeys(Optional<Path> file, boolean development, List<SealingKey> keys) {
    this.file = file;
    this.development = development;
    this.keys = List.copyOf(keys);
  }

  /** Those of a file, which nobody else may read unless it is for development. */
  static HeldKeys of(Path file, boolean development) {
    List<SealingKey> keys = read(file, development).map(SealingKey::new);
    return new HeldKeys(Optional.of(file), development, keys);
  }

  private static KeySet read(Path file, boolean development) {
    return development ? KeyFile.open(file) : KeyFile.openPrivate(file);
  }

  List<SealingKey> keys() {
    return keys;
  }

  boolean haveFile() {
    return file.isPresent();
  }

  Optional<SealingKey> find(String kid) {
    for (SealingKey key : keys) {
      if (key.kid().equals(kid)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /** Held while the file is read, which takes long where its folder's mount hangs. */
  ReentrantLock reading() {
    return reading;
  }

  /** The number of the reading that goes on at present; empty if none does. */
  OptionalLong presentReading() {
    return isReading ? OptionalLong.of(begun) : OptionalLong.empty();
  }

  /** Reads the file again; what is not fit changes nothing. */
  KeyRing.Reload reload() {
    reading.lock();
    try {
      begin();
      return reloadAlone();
    } finally {
      isReading = false;
      reading.unlock();
    }
  }

  private void begin() {
    long before = begun;
    begun = before + 1;
    isReading = true;
  }

  private KeyRing.Reload reloadAlone() {
    Path from =
        file.orElseThrow(
            () ->
                new IllegalStateException(
                    "These keys came from no file; make a ring with KeyRing.load to reload it."));
    try {
      return take(read(from, development), from);
    } catch (UnfitKeysException unfit) {
      // No stack trace: the message names the file and says what to do, and quotes nothing of it.
      LOG.log(Level.ERROR, "The present keys stay in use: {0}", unfit.getMessage());
      return KeyRing.Reload.FAILED;
    }
  }

  private KeyRing.Reload take(KeySet read, Path from) {
    List<SealingKey> next = read.map(SealingKey::new);
    if (next.equals(keys)) {
      return KeyRing.Reload.UNCHANGED;
    }
    keys = next;
    LOG.log(Level.INFO, "The keys of {0} have changed:\n{1}", from, read.list().stripTrailing());
    return KeyRing.Reload.CHANGED;
  }
}
