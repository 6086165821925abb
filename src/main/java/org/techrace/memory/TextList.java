package org.techrace.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Texts by number, from 0, that lie where [Memory] has room.
public final class TextList {
  private static final long FIRST_SIZE = 1 << 10;

  private final Memory memory;
  private final ByteRuns texts;
  private MemorySegment addresses;
  private long size;

  /// @throws IOException if the disk is full
  public TextList(Memory memory) throws IOException {
    this.memory = memory;
    this.texts = new ByteRuns(memory);
    this.addresses = memory.space(FIRST_SIZE * Long.BYTES);
  }

  /// Adds a text.
  ///
  /// @throws IOException if the disk is full
  public void add(String text) throws IOException {
    if (size * Long.BYTES == addresses.byteSize()) {
      MemorySegment old = addresses;
      addresses = memory.space(2 * old.byteSize());
      MemorySegment.copy(old, 0, addresses, 0, old.byteSize());
      memory.free(old);
    }
    addresses.setAtIndex(JAVA_LONG, size++, texts.add(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The text of a number.
  ///
  /// @throws IndexOutOfBoundsException if there is none of this number
  public String get(int number) {
    if (number < 0 || number >= size) {
      throw new IndexOutOfBoundsException(number);
    }
    long address = addresses.getAtIndex(JAVA_LONG, number);
    return new String(texts.run(address), StandardCharsets.UTF_8);
  }

  /// Ends its use.
  public void free() {
    texts.free();
    memory.free(addresses);
  }
}
