package org.techrace.table.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/// An XML reader that limits the size of each text, attribute, comment and name, because a parser
/// keeps each of them in memory as a whole.
public final class BoundedXml extends StreamReaderDelegate {
  private final Bound bound;

  /// Creates the parser.
  public interface Opening {
    /// Returns a parser of a stream.
    XMLStreamReader open(InputStream bytes) throws XMLStreamException;
  }

  private BoundedXml(XMLStreamReader reader, Bound bound) {
    super(reader);
    this.bound = bound;
  }

  /// Opens a document.
  ///
  /// @param most the maximum size of one part in bytes
  public static XMLStreamReader open(InputStream bytes, long most, Opening opening)
      throws XMLStreamException {
    Bound bound = new Bound(bytes, most);
    return new BoundedXml(opening.open(bound), bound);
  }

  @Override
  public int next() throws XMLStreamException {
    bound.next();
    return super.next();
  }

  @Override
  public String getElementText() throws XMLStreamException {
    bound.next();
    return super.getElementText();
  }

  /// Reports a text or attribute that is longer than the limit.
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    private TooLongException(long most) {
      super(
          "a text or attribute is longer than the limit of %,d bytes (sandbox.text-mib in techrace.toml)"
              .formatted(most));
    }
  }

  /// Counts the bytes that the parser reads for one event.
  private static final class Bound extends FilterInputStream {
    private final long most;
    private long read;

    Bound(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    void next() {
      read = 0;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int n = super.read(to, offset, length);
      count(n);
      return n;
    }

    private void count(int n) throws IOException {
      read += Math.max(0, n);
      if (read > most) {
        throw new TooLongException(most);
      }
    }
  }
}
