package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.techrace.rdf.Turtle;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Translates the metadata of CSV on the Web to a mapping that gives the triples of its minimal
/// mode ("Generating RDF from Tabular Data on the Web", 17 December 2015).
///
/// Primary and foreign keys are checked. Other descriptions that only validate, such as `required`
/// or `minimum`, have no effect.
final class CsvwMetadata {
  private final String file;
  private final Report report;
  private final TurtleText turtle = new TurtleText();
  private final YarrrmlNames names = new YarrrmlNames(turtle);
  private int maps;

  private CsvwMetadata(String file, Report report) {
    this.file = file;
    this.report = report;
    turtle.prefix("rml", "http://w3id.org/rml/");
    turtle.prefix("", "http://mapping.example.com/");
    turtle.prefix("csvw", "http://www.w3.org/ns/csvw#");
  }

  /// Translates a document. Reports errors, and then returns empty.
  static Optional<Translation> translate(String text, String name, Report report) {
    long errors = report.count(Severity.ERROR);
    CsvwMetadata metadata = new CsvwMetadata(name, report);
    try {
      JsonNode root = JsonMapper.shared().readTree(text);
      List<JsonNode> tables = root.has("tables") ? list(root.get("tables")) : List.of(root);
      metadata.tables(tables, root);
    } catch (JacksonException e) {
      report.error(
          new Place.InFile(
              name,
              Math.max(0, e.getLocation().getLineNr()),
              Math.max(0, e.getLocation().getColumnNr())),
          "this is not JSON: " + e.getOriginalMessage());
    }
    return report.count(Severity.ERROR) == errors
        ? Optional.of(metadata.turtle.finish())
        : Optional.empty();
  }

  private void error(String message) {
    report.error(Place.file(file), message);
  }

  /// A table of the metadata.
  ///
  /// @param id the identifier of its schema; may be empty
  private record Table(
      String url, String id, JsonNode dialect, JsonNode schema, List<CsvwColumn> columns) {
    /// Returns the reference to a column, or empty if the schema does not have it.
    Optional<String> reference(String name) {
      return columns.stream()
          .filter(column -> column.name().equals(name))
          .map(CsvwColumn::reference)
          .findFirst();
    }
  }

  private void tables(List<JsonNode> nodes, JsonNode group) {
    List<Table> tables = new ArrayList<>();
    List<Table> shown = new ArrayList<>();
    for (JsonNode node : nodes) {
      Optional<Table> table = table(node, group);
      table.ifPresent(tables::add);
      if (!node.path("suppressOutput").asBoolean(false)) {
        table.ifPresent(shown::add);
      }
    }
    shown.forEach(table -> triplesMaps(table, tables));
  }

  private Optional<Table> table(JsonNode table, JsonNode group) {
    String url = table.path("url").asString("");
    if (url.isEmpty()) {
      error("a table has no url; add one");
      return Optional.empty();
    }
    JsonNode schema =
        table.has("tableSchema") ? table.get("tableSchema") : group.path("tableSchema");
    if (schema.isString()) {
      error(
          "the schema '%s' is in another file; put it into this one".formatted(schema.asString()));
      return Optional.empty();
    }
    JsonNode dialect = table.has("dialect") ? table.get("dialect") : group.path("dialect");
    if (dialect.isString()) {
      error(
          "the dialect '%s' is in another file; put it into this one"
              .formatted(dialect.asString()));
      return Optional.empty();
    }
    List<CsvwColumn> columns = new ArrayList<>();
    boolean hasHeader =
        dialect.path("header").asBoolean(true) && dialect.path("headerRowCount").asInt(1) > 0;
    int position = 0;
    for (JsonNode column : list(schema.path("columns"))) {
      position++;
      columns.add(new CsvwColumn(column, position, hasHeader, List.of(schema, table, group)));
    }
    return Optional.of(new Table(url, schema.path("@id").asString(""), dialect, schema, columns));
  }

  private void triplesMaps(Table table, List<Table> all) {
    Map<String, String> titles = new TreeMap<>();
    table.columns.forEach(column -> titles.put(column.name(), column.reference()));
    titles.put("_row", "_row");
    String source =
        "rml:source [ %s%s ] ; rml:referenceFormulation rml:CSV"
            .formatted(source(table), keys(table, all));
    Map<String, List<CsvwColumn>> bySubject = new LinkedHashMap<>();
    for (CsvwColumn column : table.columns) {
      if (!column.isSuppressed()) {
        bySubject
            .computeIfAbsent(
                column.inherited("aboutUrl").map(JsonNode::asString).orElse(""),
                _ -> new ArrayList<>())
            .add(column);
      }
    }
    bySubject.forEach((about, of) -> triplesMap(table.url, source, about, of, titles));
  }

  private void triplesMap(
      String url,
      String source,
      String about,
      List<CsvwColumn> columns,
      Map<String, String> titles) {
    maps++;
    turtle.line(0, ":table%d a rml:TriplesMap ;".formatted(maps));
    turtle.line(0, "    rml:logicalSource [ %s ] ;".formatted(source));
    String subject = about.isEmpty() ? "rml:termType rml:BlankNode" : node(about, url, titles, "");
    turtle.line(0, "    rml:subjectMap [ %s ] ;".formatted(subject));
    for (int i = 0; i < columns.size(); i++) {
      CsvwColumn column = columns.get(i);
      Optional<JsonNode> property = column.inherited("propertyUrl");
      String predicate =
          property
              .map(p -> node(p.asString(), url, titles, column.name()))
              .orElseGet(
                  () ->
                      "rml:template "
                          + Turtle.quoted(url + "#" + CsvwTemplate.encoded(column.name())));
      String objects =
          column
              .inherited("valueUrl")
              .map(
                  value ->
                      "rml:objectMap [ "
                          + node(value.asString(), url, titles, column.name())
                          + " ]")
              .orElseGet(() -> literals(column));
      turtle.line(
          0,
          "    rml:predicateObjectMap [ rml:predicateMap [ %s ] ; %s ]%s"
              .formatted(predicate, objects, i + 1 == columns.size() ? " ." : " ;"));
    }
    turtle.line(0, "");
  }

  /// Returns the properties of a term map for a URI template.
  private String node(String template, String url, Map<String, String> titles, String column) {
    CsvwTemplate parsed =
        CsvwTemplate.parse(template.replace("{_name}", CsvwTemplate.encoded(column)));
    Optional<String> fault = parsed.fault(titles.keySet());
    if (fault.isPresent()) {
      error("the template '%s' %s".formatted(template, fault.get()));
      return "rml:constant <urn:invalid>";
    }
    if (parsed.isConstant()) {
      String iri = names.expand(parsed.constant());
      if (iri.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
        return "rml:constant "
            + (iri.matches("[^<>\"{}|^`\\\\\\s]*") ? "<" + iri + ">" : "<urn:invalid>");
      }
      return "rml:template " + Turtle.quoted(iri.startsWith("#") ? url + iri : iri);
    }
    String start = names.expand(parsed.texts().getFirst());
    return parsed.rml(start.startsWith("#") ? url + start : start, titles);
  }

  private String literals(CsvwColumn column) {
    Optional<String> unsupported = column.unsupported();
    unsupported.ifPresent(this::error);
    return column.objects(turtle);
  }

  /// Returns the properties of the source of a table, without its keys.
  private String source(Table table) {
    StringBuilder source = new StringBuilder();
    if (table.url.matches("(?i)https?://.+")) {
      turtle.prefix("dcat", "http://www.w3.org/ns/dcat#");
      source.append("dcat:downloadURL <").append(table.url).append("> ; ");
    } else {
      source
          .append("a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path ")
          .append(Turtle.quoted(table.url))
          .append(" ; ");
    }
    List<String> nulls =
        table.columns.stream().flatMap(column -> column.nulls().stream()).distinct().toList();
    List<String> all = nulls.isEmpty() ? List.of("") : nulls;
    source
        .append("rml:null ")
        .append(String.join(" , ", all.stream().map(Turtle::quoted).toList()));
    CsvwDialect.turtle(table.dialect, this::error)
        .ifPresent(text -> source.append(" ; csvw:dialect [ ").append(text).append(" ]"));
    return source.toString();
  }

  /// Returns the schema of the source of a table: its primary key and its foreign keys.
  private String keys(Table table, List<Table> all) {
    List<String> parts = new ArrayList<>();
    List<String> primary =
        list(table.schema.path("primaryKey")).stream()
            .map(JsonNode::asString)
            .map(name -> Turtle.quoted(table.reference(name).orElse(name)))
            .toList();
    if (!primary.isEmpty()) {
      parts.add("csvw:primaryKey " + String.join(" , ", primary));
    }
    for (JsonNode key : list(table.schema.path("foreignKeys"))) {
      foreignKey(table, key, all).ifPresent(parts::add);
    }
    return parts.isEmpty() ? "" : " ; csvw:tableSchema [ " + String.join(" ; ", parts) + " ]";
  }

  private Optional<String> foreignKey(Table table, JsonNode key, List<Table> all) {
    JsonNode reference = key.path("reference");
    String resource = reference.path("resource").asString("");
    String schema = reference.path("schemaReference").asString("");
    Optional<Table> other =
        all.stream()
            .filter(
                one ->
                    resource.isEmpty()
                        ? !schema.isEmpty() && one.id.equals(schema)
                        : one.url.equals(resource))
            .findFirst();
    if (other.isEmpty()) {
      error(
          "a foreign key of '%s' refers to '%s', which is not a table of this metadata; expected one of %s"
              .formatted(
                  table.url,
                  resource.isEmpty() ? schema : resource,
                  all.stream().map(Table::url).toList()));
      return Optional.empty();
    }
    Optional<String> columns = columns(table, key);
    Optional<String> others = columns(other.get(), reference);
    if (columns.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "csvw:foreignKey [ csvw:columnReference %s ; csvw:reference [ csvw:resource [ %s ] ; csvw:columnReference %s ] ]"
            .formatted(columns.get(), source(other.get()), others.get()));
  }

  /// Returns the list of the columns that a foreign key names.
  private Optional<String> columns(Table table, JsonNode key) {
    List<String> columns = new ArrayList<>();
    for (JsonNode node : list(key.path("columnReference"))) {
      String name = node.asString("");
      Optional<String> column = table.reference(name);
      if (column.isEmpty()) {
        error(
            "a foreign key names the column '%s', which '%s' does not have"
                .formatted(name, table.url));
        return Optional.empty();
      }
      columns.add(Turtle.quoted(column.get()));
    }
    return Optional.of("( " + String.join(" ", columns) + " )");
  }

  /// Returns the elements of an array, or the single value; empty if there is none.
  static List<JsonNode> list(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      return List.of(node);
    }
    List<JsonNode> all = new ArrayList<>();
    node.forEach(all::add);
    return all;
  }
}
