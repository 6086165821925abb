package org.techrace.convert;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.sparql.graph.GraphFactory;
import org.techrace.access.ReadableFile;
import org.techrace.mapping.DatabaseLogin;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingDocument;
import org.techrace.mapping.MappingReader;
import org.techrace.mapping.syntax.JsonLdMapping;
import org.techrace.mapping.syntax.Notation;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Converts a mapping to another notation.
///
/// {@snippet :
/// Optional<String> yarrrml = new Converter(file, report).to(Notation.YARRRML);
/// }
public final class Converter {
  private static final Pattern PREFIX =
      Pattern.compile("(?im)^\\s*@?prefix\\s+([\\w-]*):\\s*<([^>]*)>");
  private static final Pattern OLD =
      Pattern.compile("http://www\\.w3\\.org/ns/r2rml#|http://semweb\\.mmlab\\.be/ns/rml#");

  /// The URL for logical tables without a database of their own.
  static final String ANY_DATABASE = "jdbc:";

  private final ReadableFile file;
  private final Report report;

  /// Creates a converter.
  ///
  /// @param file a mapping in any notation
  /// @param report receives the errors
  public Converter(ReadableFile file, Report report) {
    this.file = file;
    this.report = report;
  }

  /// Returns the mapping in a notation. Reports errors, and then returns empty.
  ///
  /// @throws IOException if the file cannot be read
  public Optional<String> to(Notation notation) throws IOException {
    Optional<MappingDocument> document = MappingDocument.read(file, report);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    DatabaseLogin anyDatabase = new DatabaseLogin(ANY_DATABASE, "", "");
    Optional<Mapping> mapping =
        MappingReader.read(file.path(), Optional.of(anyDatabase), RdfVersion.RDF_1_2, report);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    return switch (notation) {
      case TURTLE -> turtle(document.get(), mapping.get());
      case YARRRML -> yarrrml(document.get(), mapping.get());
      case JSON_LD -> Optional.of(jsonLd(document.get().turtle()));
      case CSVW -> {
        report.error(
            Place.file(Place.nameOf(file.path())),
            "a mapping cannot be written as CSVW metadata; choose a name that ends in .ttl, .yml or"
                + " .jsonld");
        yield Optional.empty();
      }
    };
  }

  private Optional<String> turtle(MappingDocument document, Mapping mapping) {
    if (document.notation() != Notation.TURTLE || !OLD.matcher(document.turtle()).find()) {
      return Optional.of(document.turtle());
    }
    return yarrrml(document, mapping)
        .flatMap(text -> Notation.YARRRML.translate(text, Place.nameOf(file.path()), report))
        .map(made -> made.turtle());
  }

  private Optional<String> yarrrml(MappingDocument document, Mapping mapping) {
    long errors = report.count(Severity.ERROR);
    Map<String, String> prefixes = new TreeMap<>();
    Matcher prefix = PREFIX.matcher(document.turtle());
    while (prefix.find()) {
      prefixes.put(prefix.group(1), prefix.group(2));
    }
    String text = new YarrrmlWriter(mapping, prefixes, report).write();
    return report.count(Severity.ERROR) == errors ? Optional.of(text) : Optional.empty();
  }

  private static String jsonLd(String turtle) {
    Graph graph = GraphFactory.createDefaultGraph();
    RDFParser.fromString(turtle, Lang.TURTLE).base(JsonLdMapping.BASE).parse(graph);
    return RDFWriter.source(graph).format(RDFFormat.JSONLD11_PRETTY).asString() + "\n";
  }
}
