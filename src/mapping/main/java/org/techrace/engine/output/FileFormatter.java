package org.techrace.engine.output;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.shared.JenaException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.techrace.mapping.Serialization;
import org.techrace.memory.Memory;
import org.techrace.memory.ScratchFile;
import org.techrace.rdf.Rdf12Terms;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Writes quads, which were collected as N-Quads in a temporary file, in the format of a file.
/// Formats that cannot be streamed (JSON-LD, RDF/JSON, RDF/XML) read the quads into memory, if the
/// budget allows.
public final class FileFormatter {
  /// The heap that such a format needs, in bytes per byte of N-Quads: 14 to 20 for JSON-LD, less
  /// for the others.
  private static final int HEAP_PER_BYTE = 20;

  private final FileForm form;
  private final Memory memory;
  private final Report report;
  private final Place at;

  /// @param memory the budget of the formats that need memory
  /// @param report receives the errors
  /// @param at the place of these errors
  public FileFormatter(FileForm form, Memory memory, Report report, Place at) {
    this.form = form;
    this.memory = memory;
    this.report = report;
    this.at = at;
  }

  /// Opens the file to be written.
  public interface Destination {
    OutputStream open() throws IOException;
  }

  /// Writes the file. If its format does not allow the quads, reports that and does not open the
  /// file.
  ///
  /// @param quads N-Quads; those in named graphs only if the serialization has them
  /// @param name the name of the file
  /// @throws IOException if reading or writing fails
  public void write(ScratchFile quads, String name, Destination file) throws IOException {
    long heap = isStreamed() ? 0 : HEAP_PER_BYTE * quads.size();
    if (!memory.take(heap)) {
      report.error(
          at,
          "%s is written from memory, and the budget does not suffice for %,d KiB of quads; %s"
              .formatted(
                  form.serialization().localName(),
                  quads.size() >> 10,
                  "choose N-Quads, N-Triples, Turtle or TriG, or raise it (--memory;"
                      + " EngineOptions.withMemory in a program)"));
      return;
    }
    try (ScratchFile text = new ScratchFile();
        ScratchFile encoded = new ScratchFile()) {
      Optional<String> fault = format(quads, text);
      if (fault.isPresent()) {
        report.error(at, fault.get());
        return;
      }
      ScratchFile whole = encode(isAsIs() ? quads : text, encoded);
      OutputStream out = file.open();
      form.packing().pack(whole.in(), whole.size(), name, out);
      out.flush();
    } catch (JenaException e) {
      report.error(
          at,
          "%s cannot write this: %s; choose N-Quads or Turtle"
              .formatted(form.serialization().localName(), e.getMessage()));
    } catch (CharacterCodingException _) {
      report.error(
          at,
          "the encoding %s does not have all characters of the output; choose UTF-8"
              .formatted(form.charset()));
    } finally {
      memory.giveBack(heap);
    }
  }

  private boolean isStreamed() {
    return switch (form.serialization()) {
      case N_QUADS, N_TRIPLES, TURTLE, N3, TRIG -> true;
      case JSON_LD, RDF_JSON, RDF_XML -> false;
    };
  }

  /// Returns true if the quads are in the format already.
  private boolean isAsIs() {
    return form.serialization() == Serialization.N_QUADS
        || form.serialization() == Serialization.N_TRIPLES;
  }

  /// Writes the formatted text, unless the quads are in the format already. Returns the reason if
  /// the format cannot hold them.
  private Optional<String> format(ScratchFile quads, ScratchFile text) throws IOException {
    OutputStream to = text.out();
    switch (form.serialization()) {
      case N_QUADS, N_TRIPLES -> {}
      case TURTLE, N3 -> parse(quads, StreamRDFWriter.getWriterStream(to, RDFFormat.TURTLE_BLOCKS));
      case TRIG -> parse(quads, StreamRDFWriter.getWriterStream(to, RDFFormat.TRIG_BLOCKS));
      case JSON_LD, RDF_JSON -> {
        DatasetGraph dataset = dataset(quads);
        Optional<String> fault = rdf12Fault(dataset);
        if (fault.isPresent()) {
          return fault;
        }
        if (form.serialization() == Serialization.JSON_LD) {
          RDFDataMgr.write(to, dataset, RDFFormat.JSONLD);
        } else {
          RDFDataMgr.write(to, dataset.getDefaultGraph(), RDFFormat.RDFJSON);
        }
      }
      case RDF_XML -> RDFDataMgr.write(to, dataset(quads).getDefaultGraph(), RDFFormat.RDFXML);
    }
    return Optional.empty();
  }

  private Optional<String> rdf12Fault(DatasetGraph dataset) {
    return dataset.stream()
        .flatMap(quad -> Rdf12Terms.in(quad.getObject()).stream())
        .findFirst()
        .map(
            what ->
                "%s cannot write %s (RDF 1.2); choose N-Quads, Turtle or RDF/XML"
                    .formatted(form.serialization().localName(), what));
  }

  private static DatasetGraph dataset(ScratchFile quads) throws IOException {
    DatasetGraph dataset = DatasetGraphFactory.create();
    parse(quads, StreamRDFLib.dataset(dataset));
    return dataset;
  }

  /// Parses the quads without changing them.
  private static void parse(ScratchFile quads, StreamRDF to) throws IOException {
    RDFParser.source(quads.in())
        .lang(Lang.NQUADS)
        .checking(false)
        .errorHandler(ErrorHandlerFactory.errorHandlerNoWarnings)
        .labelToNode(LabelToNode.createUseLabelAsGiven())
        .parse(to);
  }

  /// Returns the file with the text in the encoding of the format: the text itself, or `encoded`.
  private ScratchFile encode(ScratchFile text, ScratchFile encoded) throws IOException {
    if (form.charset().equals(StandardCharsets.UTF_8)) {
      return text;
    }
    Reader utf8 = new InputStreamReader(text.in(), StandardCharsets.UTF_8);
    Writer to = new OutputStreamWriter(encoded.out(), form.charset().newEncoder());
    utf8.transferTo(to);
    to.flush();
    return encoded;
  }
}
