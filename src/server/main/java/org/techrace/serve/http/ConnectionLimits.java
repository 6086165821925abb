package org.techrace.serve.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// How many connections clients may have open, and how long the head of a request may take.
///
/// @param all the connections of all clients together; for a further one the connection is closed
///   that has been idle longest, or if none is idle, one with an incomplete head of the client that
///   has most of them; otherwise the new one gets 503
/// @param perAddress the connections of one client ([Neighbour]); further ones get 429 and are
///   closed. Applies unless a reverse proxy is trusted, because all its connections have one
///   address
/// @param headTime the time in which the request line and all headers must arrive
public record ConnectionLimits(int all, int perAddress, Duration headTime) {
  /// The open files that connections leave to the libraries, the release and long answers.
  private static final int OTHER_FILES = 384;

  private static final int MOST = 1_000;
  private static final int LEAST = 64;

  /// At most 1,000 connections, fewer if the process may open fewer files; 100 of one address; 10
  /// seconds.
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(most(), 100, Duration.ofSeconds(10));

  private static int most() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount() - OTHER_FILES, LEAST, MOST)
        : MOST;
  }
}
