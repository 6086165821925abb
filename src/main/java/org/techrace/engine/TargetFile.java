package org.techrace.engine;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.techrace.mapping.Target;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Packing;

/// What goes to one logical target: gathered as N-Quads in a temporary file, each once, and written
/// as the target wants it at the end (RML-IO, section 3). Formats that cannot be written bit by bit
/// (JSON-LD, RDF/JSON, RDF/XML) are then read into memory, if the budget has room for them.
final class TargetFile {
  private static final int BUFFER = 1 << 16;

  /// How many times the size of the N-Quads such a format takes in memory: JSON-LD 14 to 20 times,
  /// the others less.
  private static final int WHOLE = 20;

  private final Target target;
  private final Memory memory;
  private final Report report;
  private final Path quads;
  private final OutputStream out;
  private final NQuadsOutput output;
  private final NQuadsWriter writer;
  private final NodesToBytes stream;

  /// @param memory what the quads written are remembered in
  TargetFile(Target target, Memory memory, Report report) throws IOException {
    this.target = target;
    this.memory = memory;
    this.report = report;
    this.quads = Files.createTempFile("techrace-target", ".nq");
    this.out = new BufferedOutputStream(Files.newOutputStream(quads), BUFFER);
    this.output = new NQuadsOutput(out, memory);
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
    out.close();
    long whole = isWhole() ? WHOLE * Files.size(quads) : 0;
    if (!memory.take(whole)) {
      report.error(
          target.at(),
          "%s is put together in memory, for which %,d KiB of quads are too much; %s"
              .formatted(
                  target.serialization(),
                  Files.size(quads) >> 10,
                  "choose N-Quads, N-Triples, Turtle or TriG, or allow more (map --memory)"));
      Files.delete(quads);
      return;
    }
    Path text = Files.createTempFile("techrace-target", ".tmp");
    try {
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(text), BUFFER)) {
        format(to);
      }
      encode(text);
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(target.file()))) {
        Packing.valueOf(target.compression().name())
            .pack(text, String.valueOf(target.file().getFileName()), to);
      }
    } finally {
      Files.deleteIfExists(text);
      Files.deleteIfExists(quads);
      memory.giveBack(whole);
    }
  }

  private boolean isWhole() {
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
      default -> Files.copy(quads, to);
    }
  }

  private DatasetGraph gathered() {
    DatasetGraph dataset = DatasetGraphFactory.create();
    parse(StreamRDFLib.dataset(dataset));
    return dataset;
  }

  /// Reads the quads back, as they are.
  private void parse(StreamRDF to) {
    RDFParser.source(quads)
        .lang(Lang.NQUADS)
        .checking(false)
        .errorHandler(ErrorHandlerFactory.errorHandlerNoWarnings)
        .labelToNode(LabelToNode.createUseLabelAsGiven())
        .parse(to);
  }

  /// Writes the text anew in the encoding wanted.
  private void encode(Path text) throws IOException {
    if (target.charset().equals(StandardCharsets.UTF_8)) {
      return;
    }
    Path utf8 = Files.createTempFile("techrace-target", ".tmp");
    try {
      Files.move(text, utf8, StandardCopyOption.REPLACE_EXISTING);
      try (Reader in = Files.newBufferedReader(utf8);
          Writer to = Files.newBufferedWriter(text, target.charset())) {
        in.transferTo(to);
      }
    } finally {
      Files.deleteIfExists(utf8);
    }
  }
}
