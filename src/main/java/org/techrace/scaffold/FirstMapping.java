package org.techrace.scaffold;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.memory.Memory;
import org.techrace.rdf.Iris;
import org.techrace.rdf.SafeIris;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;

/// Proposes a mapping for tables that have none. The subject is built from the columns that look
/// like a key, and each column gets a property and a datatype, guessed from headers and values. The
/// mapping is complete and can be built, and is meant to be edited. A column for which the ontology
/// has no property is written as a comment.
public final class FirstMapping {
  /// The namespace prefix of an element name.
  private static final Pattern PREFIX = Pattern.compile("\\b\\w+:(?=\\p{L})");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final KnownProperties properties;
  private final Iris iris;
  private final String prefix;
  private final Report report;

  /// The class of the rows, the column with their IRIs, and the new properties, if the mapping is
  /// for a new source.
  private Optional<NewSource> whole = Optional.empty();

  /// @param ontology the files of the ontology; files that do not exist are skipped
  /// @param iris the IRI spaces of the graph
  /// @param prefix the prefix of its classes and properties
  /// @throws IOException if a file cannot be read
  public FirstMapping(List<ReadableFile> ontology, Iris iris, String prefix, Report report)
      throws IOException {
    this.properties = new KnownProperties(ontology, iris);
    this.iris = iris;
    this.prefix = prefix;
    this.report = report;
  }

  /// Maps every column to a property.
  ///
  /// @param source receives the properties that the ontology does not have
  FirstMapping whole(NewSource source) {
    whole = Optional.of(source);
    return this;
  }

  /// Returns the mapping of some tables in the same folder.
  ///
  /// @return Turtle
  /// @throws IOException if a table cannot be read
  public String of(List<ReadableFile> tables) throws IOException {
    StringBuilder turtle =
        new StringBuilder(
            """
            # Written by `techrace init` as a draft. Check every line and correct wrong guesses.
            # A commented line is a column for which the ontology has no property: name one, or remove the line.
            # prov:Entity is a placeholder: replace it with a class of the ontology.

            @prefix rml:  <http://w3id.org/rml/> .
            @prefix csvw: <http://www.w3.org/ns/csvw#> .
            @prefix %s: <%s> .
            @prefix prov: <http://www.w3.org/ns/prov#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
            """
                .formatted(prefix, iris.ontology()));
    for (ReadableFile file : tables) {
      List<NewTable> found = NewTable.of(file, report);
      for (NewTable table : found) {
        List<SeenColumn> columns = SeenColumn.of(table.references());
        List<Integer> key = look(table, columns);
        if (found.size() > 1 && columns.stream().allMatch(column -> column.filled() == 0)) {
          // Skip sheets that are empty or contain only notes.
          continue;
        }
        turtle.append(
            triplesMap(
                String.valueOf(file.path().getFileName()),
                table,
                columns,
                key.stream().map(columns::get).toList()));
      }
    }
    return turtle.toString();
  }

  /// Returns true if the name of a file has the extension of a supported format.
  public static boolean knows(Path file) {
    return file.toString().matches(NewTable.NAMES);
  }

  /// Reads a table twice or more: once to describe its columns, then to find its key.
  private List<Integer> look(NewTable table, List<SeenColumn> columns) throws IOException {
    List<Reference> references = table.references().stream().map(Reference::of).toList();
    long count = 0;
    try (SourceRows rows = table.table().open(references, report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        count++;
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).add(row.values(i));
        }
      }
    }
    return new KeyGuess(columns, count, new Memory(EngineOptions.DEFAULT.memory()))
        .columns(() -> table.table().open(references, report));
  }

  private String triplesMap(
      String file, NewTable table, List<SeenColumn> columns, List<SeenColumn> keyColumns) {
    List<String> key = keyColumns.stream().map(SeenColumn::name).toList();
    StringBuilder turtle =
        new StringBuilder(
            """

            <#%s> a rml:TriplesMap ;
                rml:logicalSource [
                    rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path %s%s ] ;
                    %s ] ;
            """
                .formatted(
                    table.name(), quoted(file), source(file, table, key), table.formulation()));
    if (key.isEmpty()) {
      turtle.append(
          "    # No columns with a unique value in every row were found: write the key into the"
              + " template.\n");
    }
    // Rows with a web address of their own keep it as their IRI.
    turtle.append(
        "    rml:subjectMap [ %s ; rml:class %s ] ;\n"
            .formatted(
                whole.isPresent() && columns.stream().anyMatch(c -> c.name().equals(NewSource.IRI))
                    ? "rml:reference " + quoted(NewSource.IRI)
                    : key.size() == 1 && keyColumns.getFirst().isAddress()
                        ? "rml:reference " + quoted(key.getFirst())
                        : "rml:template "
                            + quoted(
                                iris.id()
                                    + table.name()
                                    + "-"
                                    + template(key.isEmpty() ? filled(columns) : key)),
                whole.map(source -> shown(source.type())).orElse("prov:Entity")));
    columns.forEach(column -> turtle.append(predicateObject(column)));
    turtle.append("    .\n");
    if (!table.several().isEmpty()) {
      turtle.append(rowsOfTheirOwn(table));
    }
    return turtle.toString();
  }

  /// Returns a comment on objects that occur several times in a row, with the beginning of a view
  /// for the first of them.
  private static String rowsOfTheirOwn(NewTable table) {
    String path = table.several().getFirst();
    return """

    # These occur several times in a row and need rows of their own: %s.
    # A logical view has one row for each, with the values around it; a triples map references its fields:
    # <#%s-parts> a rml:LogicalView ; rml:viewOn [ ] ;  # the logical source above
    #     rml:field [ rml:fieldName "above" ; rml:reference %s ] ,
    #         [ rml:fieldName "part" ; rml:iterator %s ; rml:field [ rml:fieldName "name" ; rml:reference "name" ] ] .
    """
        .formatted(
            String.join(", ", table.several()),
            table.name(),
            quoted(table.references().getFirst()),
            quoted("$" + (path.startsWith("[") ? "" : ".") + path));
  }

  /// Returns the properties of a source after its path.
  private static String source(String file, NewTable table, List<String> key) {
    return (table.isCsv() ? " ;\n                 rml:null \"\"" : "")
        + compression(file)
        + (table.isCsv() ? primaryKey(key) : "");
  }

  private static String compression(String file) {
    if (file.endsWith(".gz")) {
      return " ; rml:compression rml:gzip";
    }
    return file.endsWith(".zst") ? " ; rml:compression rml:zstd" : "";
  }

  private static String primaryKey(List<String> key) {
    return key.isEmpty()
        ? ""
        : " ; csvw:tableSchema [ csvw:primaryKey %s ]"
            .formatted(String.join(" , ", key.stream().map(FirstMapping::quoted).toList()));
  }

  /// Returns the columns with the fewest empty cells, because a template with an empty cell
  /// generates nothing.
  private static List<String> filled(List<SeenColumn> columns) {
    long most = columns.stream().mapToLong(SeenColumn::filled).max().orElse(0);
    return columns.stream().filter(c -> c.filled() == most).map(SeenColumn::name).limit(5).toList();
  }

  private static String template(List<String> key) {
    List<String> references = new ArrayList<>();
    for (String column : key) {
      references.add("{" + column.replaceAll("([\\\\{}])", "\\\\$1") + "}");
    }
    return String.join("-", references);
  }

  private String predicateObject(SeenColumn column) {
    if (column.filled() == 0) {
      return "    # The column %s is empty.\n".formatted(quoted(column.name()));
    }
    String header = PREFIX.matcher(column.name()).replaceAll("");
    Optional<KnownProperties.Property> known =
        properties.of(header).filter(p -> p.takesNodes() == column.isAddress() || !p.takesNodes());
    boolean isSure = known.isPresent() || properties.isEmpty() || whole.isPresent();
    if (whole.isPresent() && column.name().equals(NewSource.IRI)) {
      return "";
    }
    if (whole.isPresent() && column.name().equals(whole.get().names())) {
      return "    rml:predicateObjectMap [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference %s ; rml:language %s ] ] ;\n"
          .formatted(quoted(column.name()), quoted(whole.get().language()));
    }
    if (whole.isPresent() && known.isEmpty()) {
      whole.get().property(newProperty(header), column.name(), column.isAddress());
    }
    return "    %srml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ rml:reference %s%s ] ] ;%s\n"
        .formatted(
            isSure ? "" : "# ",
            shown(known.map(KnownProperties.Property::iri).orElseGet(() -> newProperty(header))),
            quoted(column.name()),
            kind(column, known.flatMap(KnownProperties.Property::range)),
            isSure
                ? ""
                : properties.within(header).map(p -> "  # " + shown(p.iri()) + "?").orElse(""));
  }

  private String shown(String iri) {
    String local = Iris.localName(iri);
    if (local.matches("[A-Za-z]\\w*") && iri.equals(iris.ontology() + local)) {
      return prefix + ":" + local;
    }
    return iri.equals("http://www.w3.org/2000/01/rdf-schema#label")
        ? "rdfs:label"
        : "<" + iri + ">";
  }

  /// Returns a property in the namespace of the ontology, named after the words of a header:
  /// `founded on` becomes `foundedOn`.
  private String newProperty(String header) {
    StringBuilder name = new StringBuilder();
    for (Matcher words = WORD.matcher(header); words.find(); ) {
      String word = words.group();
      String rest = word.substring(1);
      String first = word.substring(0, 1);
      name.append(name.isEmpty() ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT));
      // A word in capitals is written in lower case.
      name.append(
          rest.equals(rest.toUpperCase(Locale.ROOT)) ? rest.toLowerCase(Locale.ROOT) : rest);
    }
    return iris.ontology() + SafeIris.safe(name.isEmpty() ? "value" : name.toString());
  }

  /// Returns the datatype of the property's range if all values have it, or otherwise the datatype
  /// of the values.
  private static String kind(SeenColumn column, Optional<String> range) {
    if (column.isAddress()) {
      return " ; rml:termType rml:IRI";
    }
    if (range.filter(XSD.xstring.getURI()::equals).isPresent()) {
      return "";
    }
    return range
        .filter(column::fits)
        .or(column::datatype)
        .map(type -> " ; rml:datatype " + type.replace(XSD.getURI(), "xsd:"))
        .orElse("");
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
