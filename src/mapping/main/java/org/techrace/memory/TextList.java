package org.techrace.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// A list of texts, numbered from 0, whose memory comes from [Memory], on the heap or on disk.
/// Adding is not thread-safe; several threads may read once all texts are added.
public final class TextList {
  private static final long FIRST_CAPACITY = 1 << 10;

  private final Memory memory;
  private final ByteRuns texts;
  private MemorySegment addresses;
  private long size;

  /// Creates an empty list.
  ///
  /// @throws IOException if the disk is full
  public TextList(Memory memory) throws IOException {
    this.memory = memory;
    this.texts = new ByteRuns(memory);
    this.addresses = memory.space(FIRST_CAPACITY * Long.BYTES);
  }

  /// Appends a text.
  public void add(String text) throws IOException {
    if (size * Long.BYTES == addresses.byteSize()) {
      MemorySegment old = addresses;
      addresses = memory.space(2 * old.byteSize());
      MemorySegment.copy(old, 0, addresses, 0, old.byteSize());
      memory.free(old);
    }
    addresses.setAtIndex(JAVA_LONG, size++, texts.add(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Returns the text with a number.
  ///
  /// @throws IndexOutOfBoundsException if the list has no text with this number
  public String get(int number) {
    if (number < 0 || number >= size) {
      throw new IndexOutOfBoundsException(number);
    }
    long address = addresses.getAtIndex(JAVA_LONG, number);
    return new String(texts.run(address), StandardCharsets.UTF_8);
  }

  /// Gives the memory back. The list cannot be used afterwards.
  public void free() {
    texts.free();
    memory.free(addresses);
  }
}
