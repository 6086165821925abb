package org.techrace.csvw;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sys.JenaSystem;
import org.techrace.csvw.TableFileReader.FileRows;
import org.techrace.report.Report;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/// Converts tables with metadata of CSV on the Web to RDF, and validates them. Tables are held in
/// memory. Used by one thread.
public final class Csvw {
  static {
    // Programs may call this class first.
    JenaSystem.init();
  }

  /// Where metadata is looked for if a site does not say so ("Model for Tabular Data", section
  /// 5.3).
  private static final List<String> USUAL_PLACES =
      List.of("{+url}-metadata.json", "csv-metadata.json");

  private final Documents documents;
  private final Problems problems;

  private Csvw(Documents documents, Problems problems) {
    this.documents = documents;
    this.problems = problems;
  }

  /// The input.
  ///
  /// @param url the absolute URL of a table, or of metadata if its name ends in `.json`
  /// @param metadata the URL of metadata that overrides any other
  /// @param link the URL of metadata that the header of a response names
  public record Input(String url, Optional<String> metadata, Optional<String> link) {}

  /// Converts tables. Faults of their cells and rows are warnings.
  ///
  /// @param minimal true for the minimal mode
  /// @param report receives what is wrong; with an error nothing is written
  /// @throws IOException if a document cannot be read
  public static void convert(
      Input input, Documents documents, boolean minimal, StreamRDF out, Report report)
      throws IOException {
    new Csvw(documents, new Problems(report, false)).run(input, minimal, out);
  }

  /// Writes the triples of tables in N-Triples. Faults of their cells and rows are warnings.
  ///
  /// @param minimal true for the minimal mode
  /// @param report receives what is wrong; with an error nothing is written
  /// @throws IOException if a document cannot be read
  public static void write(
      Input input, Documents documents, boolean minimal, OutputStream out, Report report)
      throws IOException {
    convert(input, documents, minimal, StreamRDFWriter.getWriterStream(out, Lang.NTRIPLES), report);
  }

  /// Validates tables. Faults of their cells, rows and keys are errors.
  ///
  /// @param report receives what is wrong
  /// @throws IOException if a document cannot be read
  public static void validate(Input input, Documents documents, Report report) throws IOException {
    new Csvw(documents, new Problems(report, true)).run(input, true, StreamRDFLib.sinkNull());
  }

  private void run(Input input, boolean minimal, StreamRDF out) throws IOException {
    Optional<GroupDescription> group = group(input);
    if (group.isEmpty()) {
      return;
    }
    List<AnnotatedTable> tables = new ArrayList<>();
    for (TableDescription table : group.get().tables()) {
      Optional<byte[]> bytes = documents.read(table.url());
      if (bytes.isEmpty()) {
        problems.error(table.url(), "the table cannot be found");
        return;
      }
      FileRows rows = TableFileReader.read(bytes.get(), table.url(), table.dialect(), problems);
      tables.add(AnnotatedTable.of(table, rows, problems));
    }
    for (AnnotatedTable table : tables) {
      table.checkPrimaryKey(problems);
      table.checkForeignKeys(tables, problems);
    }
    if (!problems.hasErrors()) {
      out.start();
      new RdfGenerator(out, minimal).write(group.get(), tables);
      out.finish();
    }
  }

  /// Finds the metadata of a table ("Model for Tabular Data", section 5). Reports errors, and then
  /// returns empty.
  private Optional<GroupDescription> group(Input input) throws IOException {
    if (input.url().endsWith(".json")) {
      return parse(input.url(), Optional.empty());
    }
    if (input.metadata().isPresent()) {
      return parse(input.metadata().get(), Optional.of(input.url()));
    }
    List<String> places = new ArrayList<>(input.link().stream().toList());
    for (String place : places(input.url())) {
      places.add(Urls.resolve(input.url(), place.replace("{+url}", input.url())));
    }
    for (String place : places) {
      Optional<byte[]> bytes = documents.read(place);
      if (bytes.isPresent()) {
        Optional<GroupDescription> group =
            new MetadataParser(documents, problems, place).parse(bytes.get(), Optional.empty());
        if (group.isEmpty()
            || group.get().tables().stream().anyMatch(t -> t.url().equals(input.url()))) {
          return group;
        }
        problems.warn(
            place, "the metadata does not describe <%s>; it is ignored".formatted(input.url()));
      }
    }
    return Optional.of(embedded(input.url()));
  }

  private List<String> places(String url) throws IOException {
    Optional<byte[]> site = documents.read(Urls.resolve(url, "/.well-known/csvm"));
    return site.isEmpty()
        ? USUAL_PLACES
        : new String(site.get(), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
  }

  private Optional<GroupDescription> parse(String url, Optional<String> table) throws IOException {
    Optional<byte[]> bytes = documents.read(url);
    if (bytes.isEmpty()) {
      problems.error(url, "the metadata cannot be found");
      return Optional.empty();
    }
    return new MetadataParser(documents, problems, url).parse(bytes.get(), table);
  }

  /// Returns the description of a table without metadata.
  private static GroupDescription embedded(String url) {
    TableDescription table =
        new TableDescription(
            url,
            "",
            false,
            "",
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            FileDialect.USUAL,
            Inherited.NONE,
            JsonNodeFactory.instance.objectNode(),
            url,
            "");
    return new GroupDescription("", List.of(table), MissingNode.getInstance(), url, "");
  }
}
