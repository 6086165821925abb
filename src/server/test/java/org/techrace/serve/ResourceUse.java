package org.techrace.serve;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What this process uses.
///
/// @param mapped the number of mapped files below a folder
/// @param open the number of open files
/// @param heap the heap after a collection, in MB
record ResourceUse(long mapped, long open, long heap) {
  static ResourceUse now(Path folder) throws IOException {
    Path process = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(process.resolve("fd")), "there is no /proc here");
    System.gc();
    try (Stream<String> maps = Files.lines(process.resolve("maps"));
        Stream<Path> open = Files.list(process.resolve("fd"))) {
      return new ResourceUse(
          maps.filter(line -> line.contains(folder.toString())).count(),
          open.count(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
    }
  }
}
