package org.techrace.engine.output;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.Quad;
import org.techrace.access.Access;
import org.techrace.mapping.Target;
import org.techrace.memory.Memory;
import org.techrace.report.Report;

/// Passes quads to a stream, or to the files of their logical targets.
public final class StreamSink implements RowSink<Node>, Closeable {
  private final StreamRDF out;
  private final Access access;
  private final Memory memory;
  private final Report report;
  private final Map<Target, TargetFile> files = new LinkedHashMap<>();
  private boolean whole;

  /// @param access the files that may be written
  /// @param memory the budget for detecting duplicates in target files
  public StreamSink(StreamRDF out, Access access, Memory memory, Report report) {
    this.out = out;
    this.access = access;
    this.memory = memory;
    this.report = report;
  }

  @Override
  public void row(RowQuads<Node> quads) throws IOException {
    for (int i = 0; i < quads.size(); i++) {
      Quad quad =
          Quad.create(quads.graph(i), quads.subject(i), quads.predicate(i), quads.object(i));
      if (quads.targets(i).isEmpty()) {
        send(quad);
      }
      for (Target target : quads.targets(i)) {
        TargetFile file = files.get(target);
        if (file == null) {
          file = new TargetFile(target, access, memory, report, () -> whole);
          files.put(target, file);
        }
        file.add(quad);
      }
    }
  }

  private void send(Quad quad) {
    if (quad.isDefaultGraph()) {
      out.triple(Triple.create(quad.getSubject(), quad.getPredicate(), quad.getObject()));
    } else {
      out.quad(quad);
    }
  }

  /// Does nothing, because no quad is buffered.
  @Override
  public void flush() {}

  /// Writes the target files after the run, unless it reported an error. [#close] then moves the
  /// files into place, unless writing one of them reported an error.
  public void writeFiles() throws IOException {
    if (report.hasErrors()) {
      return;
    }
    for (TargetFile file : files.values()) {
      file.write();
    }
    whole = !report.hasErrors();
  }

  @Override
  public void close() throws IOException {
    close(files.values().iterator());
  }

  /// Closes each file, even if closing another one fails.
  private static void close(Iterator<TargetFile> files) throws IOException {
    if (files.hasNext()) {
      TargetFile file = files.next();
      try (file) {
        close(files);
      }
    }
  }
}
