package org.techrace.table;

/// A row whose values are parts of an array of valid UTF-8, so that a term can be created without a
/// string. All values are of kind [Value.Kind#TEXT].
public interface Utf8Row extends Row {
  /// The result of [#span] for a reference without a value.
  long NO_VALUE = -1;

  /// The result of [#span] for a value that is not a part of the array as it is, so that it must be
  /// read with [#values].
  long NOT_PLAIN = -2;

  /// Returns the array.
  byte[] array();

  /// Returns the part of the array that is the only value of a reference: the index of its first
  /// byte in the high 32 bits and the index after its last byte in the low ones. Returns
  /// [#NO_VALUE] or [#NOT_PLAIN] otherwise.
  ///
  /// @param slot the index of the reference in the list passed to [SourceTable#open]
  long span(int slot);

  /// Returns the index of the first byte of a span.
  static int from(long span) {
    return (int) (span >>> 32);
  }

  /// Returns the index after the last byte of a span.
  static int to(long span) {
    return (int) span;
  }
}
