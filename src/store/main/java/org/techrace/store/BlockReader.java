package org.techrace.store;

/// Reads the content of a block from its first byte to its last.
final class BlockReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  BlockReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /// @param from the index of the first byte
  /// @param to the index after the last byte
  BlockReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  boolean hasMore() {
    return at < end;
  }

  /// Reads a number that [KeyBuffer#putNumber] has written.
  int number() {
    int n = 0;
    int shift = 0;
    while (bytes[at] < 0) {
      n |= (bytes[at++] & 0x7F) << shift;
      shift += 7;
    }
    return n | (bytes[at++] << shift);
  }

  /// Reads a number of three bytes, the highest first.
  int threeBytes() {
    int n = ((bytes[at] & 0xFF) << 16) | ((bytes[at + 1] & 0xFF) << 8) | (bytes[at + 2] & 0xFF);
    at += 3;
    return n;
  }

  /// Returns the index of the next byte.
  int place() {
    return at;
  }

  /// Skips some bytes.
  void skip(int n) {
    at += n;
  }

  /// Returns a reader of the next bytes, and skips them.
  BlockReader part(int length) {
    at += length;
    return new BlockReader(bytes, at - length, at);
  }

  /// Returns the number of bytes that have not been read.
  int left() {
    return end - at;
  }
}
