package org.techrace.engine.output;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Access;
import org.techrace.mapping.Target;
import org.techrace.memory.Memory;
import org.techrace.memory.ScratchFile;
import org.techrace.report.Report;
import org.techrace.table.input.Packing;

/// What goes to one logical target: gathered as N-Quads in a temporary file, each once, and written
/// as the target wants it at the end (RML-IO, section 3); the file takes its place when this is
/// closed. Formats that cannot be written bit by bit (JSON-LD, RDF/JSON, RDF/XML) are then read
/// into memory, if the budget has room for them.
final class TargetFile implements Closeable {
  /// How many times the size of the N-Quads such a format takes in memory: JSON-LD 14 to 20 times,
  /// the others less.
  private static final int IN_MEMORY = 20;

  private final Target target;
  private final Access access;
  private final Memory memory;
  private final Report report;
  private final BooleanSupplier sound;
  private final ScratchFile quads = new ScratchFile();
  private final NQuadsOutput output;
  private final NQuadsWriter writer;
  private final NodesToBytes stream;
  private @Nullable OutputStream file;

  /// @param access which files may be written
  /// @param memory what the quads written are remembered in
  /// @param sound whether the file is to take its place; asked when this is closed
  TargetFile(Target target, Access access, Memory memory, Report report, BooleanSupplier sound)
      throws IOException {
    this.target = target;
    this.access = access;
    this.memory = memory;
    this.report = report;
    this.sound = sound;
    this.output = new NQuadsOutput(quads.out(), memory);
    this.writer = new NQuadsWriter(output);
    this.stream = new NodesToBytes(writer);
  }

  /// A format for triples takes those of the default graph.
  void add(Quad quad) {
    if (quad.isDefaultGraph() || hasGraphs()) {
      stream.quad(quad);
    }
  }

  private boolean hasGraphs() {
    return switch (target.serialization()) {
      case "N-Triples", "Turtle", "N3", "RDF_JSON", "RDF_XML" -> false;
      default -> true;
    };
  }

  void write() throws IOException {
    writer.flush();
    output.finish();
    long heap = inMemory() ? IN_MEMORY * quads.size() : 0;
    if (!memory.take(heap)) {
      report.error(
          target.at(),
          "%s is put together in memory, for which %,d KiB of quads are too much; %s"
              .formatted(
                  target.serialization(),
                  quads.size() >> 10,
                  "choose N-Quads, N-Triples, Turtle or TriG, or allow more (map --memory)"));
      return;
    }
    try (ScratchFile text = new ScratchFile();
        ScratchFile encoded = new ScratchFile()) {
      format(text.out());
      pack(target.charset().equals(StandardCharsets.UTF_8) ? text : encode(text, encoded));
    } finally {
      memory.giveBack(heap);
    }
  }

  private boolean inMemory() {
    return switch (target.serialization()) {
      case "JSON-LD", "RDF_JSON", "RDF_XML" -> true;
      default -> false;
    };
  }

  private void format(OutputStream to) throws IOException {
    switch (target.serialization()) {
      case "Turtle", "N3" -> parse(StreamRDFWriter.getWriterStream(to, RDFFormat.TURTLE_BLOCKS));
      case "TriG" -> parse(StreamRDFWriter.getWriterStream(to, RDFFormat.TRIG_BLOCKS));
      case "JSON-LD" -> RDFDataMgr.write(to, gathered(), RDFFormat.JSONLD);
      case "RDF_JSON" -> RDFDataMgr.write(to, gathered().getDefaultGraph(), RDFFormat.RDFJSON);
      case "RDF_XML" -> RDFDataMgr.write(to, gathered().getDefaultGraph(), RDFFormat.RDFXML);
      default -> quads.in().transferTo(to);
    }
  }

  private DatasetGraph gathered() throws IOException {
    DatasetGraph dataset = DatasetGraphFactory.create();
    parse(StreamRDFLib.dataset(dataset));
    return dataset;
  }

  /// Reads the quads back, as they are.
  private void parse(StreamRDF to) throws IOException {
    RDFParser.source(quads.in())
        .lang(Lang.NQUADS)
        .checking(false)
        .errorHandler(ErrorHandlerFactory.errorHandlerNoWarnings)
        .labelToNode(LabelToNode.createUseLabelAsGiven())
        .parse(to);
  }

  /// Writes the text anew in the encoding wanted.
  private ScratchFile encode(ScratchFile text, ScratchFile encoded) throws IOException {
    Reader utf8 = new InputStreamReader(text.in(), StandardCharsets.UTF_8);
    Writer to = new OutputStreamWriter(encoded.out(), target.charset().newEncoder());
    utf8.transferTo(to);
    to.flush();
    return encoded;
  }

  private void pack(ScratchFile text) throws IOException {
    OutputStream to = access.write(target.file(), sound);
    file = to;
    OutputStream buffered = new BufferedOutputStream(to);
    Packing.valueOf(target.compression().name())
        .pack(text.in(), text.size(), String.valueOf(target.file().getFileName()), buffered);
    buffered.flush();
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
