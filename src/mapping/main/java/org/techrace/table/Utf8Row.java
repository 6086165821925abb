package org.techrace.table;

/// A row whose values are parts of an array of valid UTF-8, so that a term can be created without a
/// string.
public interface Utf8Row extends Row {
  /// The result of [#span] for a reference without a value.
  long NO_VALUE = -1;

  /// The result of [#span] for values that must be read in another way.
  long NOT_PLAIN = -2;

  /// The result of [#count] if a value is not a part of the array as it is, so that the values must
  /// be read with [#values].
  int UNCOUNTED = -1;

  /// Returns the array.
  byte[] array();

  /// Returns the part of the array that is the only value of a reference and of kind
  /// [Value.Kind#TEXT]: the index of its first byte in the high 32 bits and the index after its
  /// last byte in the low ones. Returns [#NO_VALUE] or [#NOT_PLAIN] otherwise.
  ///
  /// @param slot the index of the reference in the list passed to [SourceTable#open]
  long span(int slot);

  /// Returns the number of values of a reference if each is a part of the array, or [#UNCOUNTED].
  default int count(int slot) {
    long span = span(slot);
    if (span == NO_VALUE) {
      return 0;
    }
    return span == NOT_PLAIN ? UNCOUNTED : 1;
  }

  /// Returns the part of the array that is one of several values.
  ///
  /// @param index the index of the value, less than [#count]
  default long span(int slot, int index) {
    return span(slot);
  }

  /// Returns the kind of one of several values, which is not [Value.Kind#STRUCTURE].
  ///
  /// @param index the index of the value, less than [#count]
  default Value.Kind kind(int slot, int index) {
    return Value.Kind.TEXT;
  }

  /// Returns the index of the first byte of a span.
  static int from(long span) {
    return (int) (span >>> 32);
  }

  /// Returns the index after the last byte of a span.
  static int to(long span) {
    return (int) span;
  }
}
