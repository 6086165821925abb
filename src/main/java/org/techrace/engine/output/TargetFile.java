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

/// Collects the quads of one logical target, each once, and writes its file at the end of the run
/// (RML-IO, section 3). The file takes its place when this is closed.
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

  /// @param access which files may be written
  /// @param memory the budget for the quads that were written, and for formats that need memory
  /// @param sound asked when this is closed: true if the file is to take its place
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

  /// Adds a quad. A serialization without named graphs takes those of the default graph only.
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
    OutputStream opened = access.write(target.file(), sound);
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
