package org.techrace.serve;

import java.nio.file.Path;

/// How to serve.
///
/// @param host the address to listen on
/// @param port 0 takes a free one
/// @param queries the folder with `pages/` and `questions/`
public record Options(String host, int port, Path queries) {
  /// For people at this machine: loopback, port 3030, the project's own queries.
  public static final Options DEFAULT = new Options("localhost", 3030, Path.of("queries"));

  public Options withPort(int newPort) {
    return new Options(host, newPort, queries);
  }
}
