package org.techrace.engine.output;

import java.util.Arrays;
import org.techrace.memory.Fingerprint;

/// The predicate and the graph, which many lines share.
///
/// @param predicate the predicate and a space, and in a whole line the object
/// @param end what follows the object: a space, the graph, and the end of the line
/// @param high the halves of the fingerprint of predicate and graph, and in a whole line the object
/// @param isNamed true if the graph is not the default graph
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LineStart(byte[] predicate, byte[] end, long high, long low, boolean isNamed) {
  /// Returns the shared bytes of the lines with a predicate and a graph.
  ///
  /// @param predicate the predicate in N-Quads
  /// @param graph the graph in N-Quads, or nothing for the default graph
  public static LineStart of(byte[] predicate, byte[] graph) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(predicate);
    fingerprint.add(graph);
    LineBuffer line = new LineBuffer(predicate.length + graph.length + 8);
    line.append(predicate);
    line.append(' ');
    int middle = line.length();
    line.append(' ');
    if (graph.length > 0) {
      line.append(graph);
      line.append(' ');
    }
    line.append('.');
    line.append('\n');
    return new LineStart(
        Arrays.copyOf(line.bytes(), middle),
        Arrays.copyOfRange(line.bytes(), middle, line.length()),
        fingerprint.high(),
        fingerprint.low(),
        graph.length > 0);
  }

  /// Returns the bytes of whole lines but for the subject.
  ///
  /// @param object the object in N-Quads
  public LineStart with(byte[] object) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.reset(high, low);
    fingerprint.add(object);
    byte[] both = Arrays.copyOf(predicate, predicate.length + object.length);
    System.arraycopy(object, 0, both, predicate.length, object.length);
    return new LineStart(both, end, fingerprint.high(), fingerprint.low(), isNamed);
  }
}
