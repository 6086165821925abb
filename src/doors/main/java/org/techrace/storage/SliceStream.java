package org.techrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.techrace.storage.ObjectStore.Slice;

/// Reads a range of bytes of a file.
final class SliceStream extends InputStream {
  private final FileChannel file;
  private long left;

  SliceStream(Slice slice) throws IOException {
    this.file = FileChannel.open(slice.file());
    this.left = slice.bytes();
    file.position(slice.from());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = file.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, left)));
    left -= Math.max(n, 0);
    return n;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
