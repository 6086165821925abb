package org.techrace.engine.output;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.mapping.Target;
import org.techrace.memory.Memory;
import org.techrace.memory.ScratchFile;
import org.techrace.report.Report;

/// The file of one logical target (RML-IO, section 3). Quads are collected as N-Quads in a
/// temporary file, without duplicates, and written in the format of the target at the end. Closing
/// moves the file into place.
final class TargetFile implements Closeable {
  private final Target target;
  private final Access access;
  private final FileFormatter formatter;
  private final BooleanSupplier sound;
  private final ScratchFile quads = new ScratchFile();
  private final NQuadsOutput output;
  private final NQuadsWriter writer;
  private final NodesToBytes stream;
  private @Nullable OutputStream file;

  /// @param access the files that may be written
  /// @param memory the budget for detecting duplicates, and for formats that need memory
  /// @param sound returns true if closing should move the file into place
  TargetFile(Target target, Access access, Memory memory, Report report, BooleanSupplier sound)
      throws IOException {
    this.target = target;
    this.access = access;
    this.formatter = new FileFormatter(FileForm.of(target), memory, report, target.at());
    this.sound = sound;
    this.output = new NQuadsOutput(quads.out(), memory);
    this.writer = new NQuadsWriter(output);
    this.stream = new NodesToBytes(writer);
  }

  /// Returns true if another target of the file writes it in the same way.
  boolean isLike(Target other) {
    return target.writesLike(other);
  }

  /// Adds a quad. A format without graphs only takes the quads of the default graph.
  void add(Quad quad) {
    if (quad.isDefaultGraph() || target.serialization().hasNamedGraphs()) {
      stream.quad(quad);
    }
  }

  void write() throws IOException {
    writer.flush();
    output.finish();
    formatter.write(quads, String.valueOf(target.file().getFileName()), this::open);
  }

  private OutputStream open() throws IOException {
    OutputStream opened = access.writeTarget(target.file(), sound);
    file = opened;
    return opened;
  }

  @Override
  public void close() throws IOException {
    OutputStream written = file;
    try (quads;
        output) {
      if (written != null) {
        written.close();
      }
    }
  }
}
