package org.techrace.serve.http;

import java.util.HashMap;
import java.util.Map;

/// The room on disk for answers that wait until they are read: so much in all, and half of it for
/// one client, so that one that does not read leaves some to the others.
final class Room {
  private final long all;
  private final Map<String, Long> taken = new HashMap<>();
  private long takenByAll;

  /// @param all how many bytes there are
  Room(long all) {
    this.all = all;
  }

  /// Takes some for an answer to a client.
  ///
  /// @return whether there was so much left
  synchronized boolean take(String client, long bytes) {
    long by = taken.getOrDefault(client, 0L) + bytes;
    if (by > all / 2 || takenByAll + bytes > all) {
      return false;
    }
    taken.put(client, by);
    takenByAll += bytes;
    return true;
  }

  synchronized void giveBack(String client, long bytes) {
    takenByAll -= bytes;
    taken.computeIfPresent(client, (c, by) -> by == bytes ? null : by - bytes);
  }
}
