package dev.livestash.internal.memory;

/** What one client's sessions weigh together, and how much they may. Safe for use by threads. */
public interface Share {
  /** Of one that is not counted. */
  Share UNCOUNTED =
      new Share() {
        @Override
        public boolean hasRoom(long bytes) {
          return true;
        }

        @Override
        public void add(long bytes) {}
      };

  /** Whether there is room for another session of so many bytes. */
  boolean hasRoom(long bytes);

  /** They weigh so much more, or less if it is negative. */
  void add(long bytes);
}
