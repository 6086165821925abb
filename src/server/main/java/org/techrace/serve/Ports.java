package org.techrace.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Looks for free ports of this machine.
public final class Ports {
  private static final int LAST = 65_535;
  private static final int TRIED = 100;

  private Ports() {}

  /// Tests that no program listens on a port of the loopback address.
  public static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// The first free port above a port; the port itself if none of the next 100 is free.
  public static int free(int port) {
    for (int other = port + 1; other <= Math.min(port + TRIED, LAST); other++) {
      if (isFree(other)) {
        return other;
      }
    }
    return port;
  }
}
