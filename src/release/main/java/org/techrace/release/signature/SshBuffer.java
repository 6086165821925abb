package org.techrace.release.signature;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads and writes the data types of SSH (RFC 4251, section 5): numbers of 32 bits, and strings
/// with their length before them.
final class SshBuffer {
  private final ByteBuffer bytes;

  SshBuffer(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /// @throws IllegalArgumentException if the bytes end before
  int number() {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  /// @throws IllegalArgumentException if the bytes end before
  byte[] string() {
    int length = number();
    if (length < 0 || length > bytes.remaining()) {
      throw tooShort();
    }
    byte[] string = new byte[length];
    bytes.get(string);
    return string;
  }

  /// Returns a string of ASCII characters.
  ///
  /// @throws IllegalArgumentException if the bytes end before
  String text() {
    return new String(string(), StandardCharsets.US_ASCII);
  }

  /// Reads bytes that must be there.
  ///
  /// @throws IllegalArgumentException if they are not
  void expect(byte[] magic, String what) {
    if (bytes.remaining() < magic.length) {
      throw new IllegalArgumentException("it is not " + what);
    }
    for (byte one : magic) {
      if (bytes.get() != one) {
        throw new IllegalArgumentException("it is not " + what);
      }
    }
  }

  private static IllegalArgumentException tooShort() {
    return new IllegalArgumentException("it ends too early");
  }

  /// Writes strings one after the other.
  static byte[] strings(byte[]... strings) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] string : strings) {
      all.writeBytes(number(string.length));
      all.writeBytes(string);
    }
    return all.toByteArray();
  }

  static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
