package org.techrace.engine.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.mapping.Target;
import org.techrace.memory.Memory;
import org.techrace.report.Report;

/// Passes quads to a stream, or to the files of their logical targets.
public final class StreamSink implements RowSink<Node>, Closeable {
  /// The most files of one run. Each is open until its end.
  private static final int MAX_FILES = 500;

  private final StreamRDF out;
  private final Access access;
  private final Memory memory;
  private final Report report;
  private final Map<Path, TargetFile> files = new LinkedHashMap<>();

  /// The targets that cannot be written, which is reported once.
  private final Set<Target> refused = new HashSet<>();

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
        TargetFile file = file(target);
        if (file != null) {
          file.add(quad);
        }
      }
    }
  }

  /// Returns the file of a target, or null if it cannot be written.
  private @Nullable TargetFile file(Target target) throws IOException {
    TargetFile file = files.get(target.file());
    if (refused.contains(target)) {
      return null;
    }
    if (file != null && file.isLike(target)) {
      return file;
    }
    String fault = file == null ? fault(target) : "has another serialization in another target";
    if (fault != null) {
      refused.add(target);
      report.error(target.at(), "the file %s %s".formatted(target.file().getFileName(), fault));
      return null;
    }
    TargetFile opened = new TargetFile(target, access, memory, report, () -> whole);
    files.put(target.file(), opened);
    return opened;
  }

  /// Returns why a file cannot be written, or null if it can.
  private @Nullable String fault(Target target) {
    if (files.size() >= MAX_FILES) {
      return "is one too many: expected at most %d files of targets in a run".formatted(MAX_FILES);
    }
    if (target.name().isEmpty()) {
      return null; // checked before the first row
    }
    try {
      access.checkTarget(target.file());
      return null;
    } catch (IOException e) {
      return "cannot be written: " + e.getMessage();
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
