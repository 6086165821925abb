package org.techrace.engine;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.techrace.mapping.Target;
import org.techrace.table.Packing;

/// What goes to one logical target: gathered, so that any serialization can be written, and written
/// at the end (RML-IO, section 3).
final class TargetFile {
  private final Target target;
  private final DatasetGraph quads = DatasetGraphFactory.create();

  TargetFile(Target target) {
    this.target = target;
  }

  void add(Quad quad) {
    quads.add(quad);
  }

  void write() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    RDFFormat format = format();
    if (format.getLang().equals(Lang.NQUADS)
        || format.getLang().equals(Lang.TRIG)
        || format.getLang().equals(Lang.JSONLD)) {
      RDFDataMgr.write(text, quads, format);
    } else {
      RDFDataMgr.write(text, quads.getDefaultGraph(), format);
    }
    byte[] bytes = text.toByteArray();
    if (!target.charset().equals(StandardCharsets.UTF_8)) {
      bytes = text.toString(StandardCharsets.UTF_8).getBytes(target.charset());
    }
    String file = String.valueOf(target.file().getFileName());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target.file()))) {
      Packing.valueOf(target.compression().name()).pack(bytes, file, out);
    }
  }

  private RDFFormat format() {
    return switch (target.serialization()) {
      case "N-Triples" -> RDFFormat.NTRIPLES_UTF8;
      case "Turtle", "N3" -> RDFFormat.TURTLE;
      case "TriG" -> RDFFormat.TRIG;
      case "JSON-LD" -> RDFFormat.JSONLD;
      case "RDF_JSON" -> RDFFormat.RDFJSON;
      case "RDF_XML" -> RDFFormat.RDFXML;
      default -> RDFFormat.NQUADS_UTF8;
    };
  }
}
