package org.techrace.engine.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.techrace.memory.Fingerprint;

/// Writes the N-Quads of one thread: it collects lines in a buffer and, when the buffer is full,
/// passes the lines to a shared [LineOutput].
///
/// The quads of a row come as terms ([#row]), or as lines: [#beginRow], [#beginSubject], the
/// subject appended to [#buffer], [#endSubject], then for each quad [#beginLine], the object
/// appended, [#endLine].
public final class NQuadsWriter implements RowSink<byte[]> {
  private static final int FLUSH_BYTES = 1 << 17;

  private final LineOutput output;
  private final Fingerprint fingerprint = new Fingerprint();
  private final LineBuffer buffer = new LineBuffer(2 * FLUSH_BYTES);
  private final QuadBlock block = new QuadBlock();

  /// For each line, its end in the buffer and the two halves of its fingerprint, without its
  /// subject.
  private int[] ends = new int[4096];

  private long[] fingerprints = new long[2 * ends.length];
  private int lines;

  /// The blocks of lines with one subject: the first line, and the fingerprint of the subject.
  private int[] firstLines = new int[1024];

  private long[] subjects = new long[2 * firstLines.length];
  private int blocks;

  /// The state of the buffer at the beginning of the row.
  private int rowStart;

  private int rowLines;
  private int rowBlocks;

  /// The place of the subject, with the space after it, and where its last line begins.
  private int subjectStart;

  private int subjectLength;

  private int lineStart;
  private int objectStart;

  /// The lines passed to the output so far, and those of them that were written.
  private long allLines;

  private long newLines;

  /// Becomes true with the first quad in a named graph.
  private boolean namedGraphs;

  public NQuadsWriter(NQuadsOutput output) {
    this((LineOutput) output);
  }

  NQuadsWriter(LineOutput output) {
    this.output = output;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public void row(RowQuads<byte[]> made) throws IOException {
    beginRow();
    byte[] subject = {};
    for (int i = 0; i < made.size(); i++) {
      if (made.subject(i) != subject) {
        subject = made.subject(i);
        beginSubject(subject, 0, subject.length);
      }
      quad(subject, made.predicate(i), made.object(i), made.graph(i));
    }
    endRow();
  }

  @Override
  public NQuadsWriter lines() {
    return this;
  }

  /// Writes the quads of a block of [QuadBlocks].
  public void block(byte[] block) throws IOException {
    ByteBuffer entries = ByteBuffer.wrap(block);
    int subject = 0;
    int subjectLength = Integer.MAX_VALUE;
    while (entries.hasRemaining()) {
      int bytes = entries.getInt();
      int at = entries.position();
      int after = at + bytes;
      beginRow();
      boolean same =
          blocks > 0
              && bytes > subjectLength
              && Arrays.equals(
                  block, subject, subject + subjectLength, block, at, at + subjectLength);
      if (!same) {
        subject = at;
        // With the space after it, so that no subject is the beginning of another.
        subjectLength = lengthToSpace(block, at);
        beginSubject(block, at, at + subjectLength);
      }
      buffer.append(block, at, bytes);
      fingerprint.reset();
      fingerprint.add(block, at + subjectLength, after);
      addLine();
      endRow();
      entries.position(after);
    }
  }

  /// Returns the length of a subject, which contains no space, and of the space after it.
  private static int lengthToSpace(byte[] line, int from) {
    int at = from;
    while (line[at] != ' ') {
      at++;
    }
    return at + 1 - from;
  }

  private void quad(byte[] subject, byte[] predicate, byte[] object, byte[] graph) {
    buffer.append(subject);
    buffer.append(' ');
    buffer.append(predicate);
    buffer.append(' ');
    buffer.append(object);
    buffer.append(' ');
    if (graph.length > 0) {
      buffer.append(graph);
      buffer.append(' ');
      namedGraphs = true;
    }
    buffer.append('.');
    buffer.append('\n');
    fingerprint.reset();
    fingerprint.add(predicate);
    fingerprint.add(graph);
    fingerprint.add(object);
    addLine();
  }

  /// Returns the buffer that terms are appended to.
  public LineBuffer buffer() {
    return buffer;
  }

  /// Begins a row.
  public void beginRow() {
    rowStart = buffer.length();
    rowLines = lines;
    rowBlocks = blocks;
  }

  /// Begins a subject of a row. The caller appends it to the buffer.
  public void beginSubject() {
    subjectStart = buffer.length();
  }

  /// Ends the subject.
  public void endSubject() {
    beginSubject(buffer.bytes(), subjectStart, buffer.length());
    buffer.append(' ');
    subjectLength = buffer.length() - subjectStart;
    // The first line begins with it.
    buffer.truncate(subjectStart);
  }

  /// Begins a line. The caller appends the object to the buffer.
  public void beginLine(LineStart start) {
    lineStart = buffer.length();
    buffer.appendAgain(subjectStart, subjectLength);
    buffer.append(start.predicate());
    objectStart = buffer.length();
  }

  /// Removes the line that was begun.
  public void cancelLine() {
    buffer.truncate(lineStart);
  }

  /// Returns the number of lines in the buffer.
  public int lineCount() {
    return lines;
  }

  /// Returns the number of lines that have been passed to the output so far.
  public long allLines() {
    return allLines;
  }

  /// Returns the number of lines that have been passed to the output so far and were new to it.
  public long newLines() {
    return newLines;
  }

  /// Removes the lines of the subject after some.
  ///
  /// @param number the number of lines that stay
  public void cancelLines(int number) {
    lines = number;
    buffer.truncate(number == 0 ? 0 : ends[number - 1]);
  }

  /// Adds a line whose object is constant.
  public void addWholeLine(LineStart line) {
    beginLine(line);
    buffer.append(line.end());
    fingerprint.reset(line.high(), line.low());
    namedGraphs |= line.isNamed();
    addLine();
  }

  /// Ends the line that was begun.
  public void endLine(LineStart start) {
    fingerprint.reset(start.high(), start.low());
    fingerprint.add(buffer.bytes(), objectStart, buffer.length());
    buffer.append(start.end());
    namedGraphs |= start.isNamed();
    addLine();
  }

  /// Adds a line with the object of the last one.
  public void addLineWithSameObject(LineStart start, int objectFrom, int objectLength) {
    beginLine(start);
    buffer.appendAgain(objectFrom, objectLength);
    endLine(start);
  }

  /// Returns where the object of the line that was begun last starts in the buffer.
  public int objectStart() {
    return objectStart;
  }

  /// Removes the lines of the row.
  public void cancelRow() {
    buffer.truncate(rowStart);
    lines = rowLines;
    blocks = rowBlocks;
  }

  /// Ends a row.
  ///
  /// @return the number of its lines
  public int endRow() throws IOException {
    int count = lines - rowLines;
    if (buffer.length() > FLUSH_BYTES) {
      flush();
    }
    return count;
  }

  /// Begins a block of lines, unless the last one has the same subject.
  private void beginSubject(byte[] bytes, int from, int to) {
    fingerprint.reset();
    fingerprint.add(bytes, from, to);
    beginBlock();
  }

  private void beginBlock() {
    int last = blocks - 1;
    if (last >= 0
        && subjects[2 * last] == fingerprint.high()
        && subjects[2 * last + 1] == fingerprint.low()) {
      return;
    }
    if (blocks == firstLines.length) {
      firstLines = Arrays.copyOf(firstLines, 2 * blocks);
      subjects = Arrays.copyOf(subjects, 4 * blocks);
    }
    firstLines[blocks] = lines;
    subjects[2 * blocks] = fingerprint.high();
    subjects[2 * blocks + 1] = fingerprint.low();
    blocks++;
  }

  private void addLine() {
    if (lines == ends.length) {
      ends = Arrays.copyOf(ends, 2 * lines);
      fingerprints = Arrays.copyOf(fingerprints, 4 * lines);
    }
    fingerprints[2 * lines] = fingerprint.high();
    fingerprints[2 * lines + 1] = fingerprint.low();
    ends[lines++] = buffer.length();
  }

  @Override
  public void flush() throws IOException {
    output.prefetch(subjects, blocks);
    byte[] bytes = buffer.bytes();
    int kept = 0;
    int quads = 0;
    for (int b = 0; b < blocks; b++) {
      int first = firstLines[b];
      int after = b + 1 < blocks ? firstLines[b + 1] : lines;
      if (first == after) {
        continue;
      }
      block.set(subjects[2 * b], subjects[2 * b + 1], fingerprints, first, after - first);
      output.add(block, bytes, ends, first);
      for (int i = first; i < after; i++) {
        if (block.isNew(i - first)) {
          int start = i == 0 ? 0 : ends[i - 1];
          if (kept < start) {
            System.arraycopy(bytes, start, bytes, kept, ends[i] - start);
          }
          kept += ends[i] - start;
          quads++;
        }
      }
    }
    output.write(bytes, kept, quads, namedGraphs);
    allLines += lines;
    newLines += quads;
    buffer.truncate(0);
    lines = 0;
    blocks = 0;
  }
}
