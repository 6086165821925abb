package org.techrace;

import java.io.IOException;
import java.net.ServerSocket;

/// Finds ports for servers that tests start.
public final class FreePort {
  private FreePort() {}

  /// Returns a port that no server listens on now.
  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
