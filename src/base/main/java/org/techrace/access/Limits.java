package org.techrace.access;

import java.time.Duration;

/// How much a run takes from one source before it calls the source hostile.
///
/// @param downloadBytes the most bytes of one download
/// @param downloadTime the longest time of one download, redirects included
/// @param expansion how many times its packed size a file may unpack to; up to 64 MiB are always
///   allowed
/// @param textBytes the most bytes of one value: a cell, a string, an attribute
/// @param rowBytes the most bytes of heap of one row of JSON or XML, which is kept whole
/// @param queryTime the longest time of one SPARQL query over a file
/// @param checkTime the longest time of one SHACL shape or check query
public record Limits(
    long downloadBytes,
    Duration downloadTime,
    int expansion,
    long textBytes,
    long rowBytes,
    Duration queryTime,
    Duration checkTime) {
  private static final long ALWAYS_UNPACKED_BYTES = 64L << 20;

  /// 1 GiB and 10 minutes for a download, 250 times the packed size, 16 MiB for a value, a quarter
  /// of the heap for a row, 10 minutes for a query, a minute for a shape or check.
  public static final Limits DEFAULT =
      new Limits(
          1L << 30,
          Duration.ofMinutes(10),
          250,
          16L << 20,
          Runtime.getRuntime().maxMemory() / 4,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10));

  /// The most bytes that a packed file may unpack to.
  ///
  /// @param packed the size of the file, in bytes
  public long unpackedBytes(long packed) {
    return Math.max(ALWAYS_UNPACKED_BYTES, packed * expansion);
  }

  /// Returns the same limits with another time of a shape or check.
  public Limits withCheckTime(Duration time) {
    return new Limits(downloadBytes, downloadTime, expansion, textBytes, rowBytes, queryTime, time);
  }
}
