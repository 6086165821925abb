package org.techrace.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Iris;
import org.techrace.rdf.LexicalForms;
import org.techrace.rdf.SafeIris;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.CsvTable;
import org.techrace.table.Input;
import org.techrace.table.Packing;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.Rows;

/// Writes a mapping to begin with for a table: a subject from the column that looks like a key, and
/// a property and datatype for each column, guessed from headers and values. It runs as it is, and
/// is meant to be edited.
public final class FirstMapping {
  private static final int ROWS_LOOKED_AT = 10_000;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /// Headers that mean a property of everyone's.
  private static final Map<String, String> COMMON =
      Map.of(
          "name", "rdfs:label",
          "label", "rdfs:label",
          "title", "dct:title",
          "description", "dct:description",
          "source", "dct:source",
          "url", "foaf:page",
          "homepage", "foaf:homepage",
          "date", "dct:date");

  private static final List<String> DATATYPES =
      List.of(
          XSD.integer.getURI(),
          XSD.decimal.getURI(),
          XSD.xdouble.getURI(),
          XSD.xboolean.getURI(),
          XSD.date.getURI(),
          XSD.dateTime.getURI());

  private final Set<String> properties;
  private final Report report;

  /// What was seen of a column.
  private static final class Column {
    final Set<String> values = new HashSet<>();
    final Map<String, Predicate<String>> fits = new LinkedHashMap<>();
    int filled;
    boolean unique = true;

    Column() {
      DATATYPES.forEach(type -> fits.put(type, LexicalForms.checkOf(type)));
    }

    void add(String text) {
      filled++;
      unique &= values.add(text);
      fits.values().removeIf(check -> !check.test(text));
      // A code such as 007 is no number.
      if (text.length() > 1 && text.startsWith("0") && !text.startsWith("0.")) {
        fits.remove(XSD.integer.getURI());
        fits.remove(XSD.decimal.getURI());
        fits.remove(XSD.xdouble.getURI());
      }
    }
  }

  /// @param properties the local names of the ontology's properties
  public FirstMapping(Set<String> properties, Report report) {
    this.properties = Set.copyOf(properties);
    this.report = report;
  }

  /// The mapping of some CSV tables, which lie in one folder with it.
  ///
  /// @return Turtle
  /// @throws IOException if a table cannot be read
  public String of(List<Path> tables) throws IOException {
    StringBuilder turtle =
        new StringBuilder(
            """
            # Written by `techrace init`: a beginning. Look at every line; change what was guessed wrong.

            @prefix rml:  <http://w3id.org/rml/> .
            @prefix csvw: <http://www.w3.org/ns/csvw#> .
            @prefix tr:   <%s> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix dct:  <http://purl.org/dc/terms/> .
            @prefix foaf: <http://xmlns.com/foaf/0.1/> .
            @prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
            """
                .formatted(Iris.ONTOLOGY));
    for (Path table : tables) {
      Map<String, Column> columns = look(table);
      if (!columns.isEmpty()) {
        turtle.append(triplesMap(String.valueOf(table.getFileName()), columns));
      }
    }
    return turtle.toString();
  }

  private Map<String, Column> look(Path table) throws IOException {
    Map<String, Column> columns = new LinkedHashMap<>();
    CsvTable csv =
        new CsvTable(
            Place.nameOf(table),
            new Input(table, StandardCharsets.UTF_8, Packing.NONE),
            table.toString().endsWith(".tsv") ? CsvTable.Dialect.TSV : CsvTable.Dialect.CSV,
            Set.of(""),
            List.of());
    List<String> header = csv.header(report);
    List<Column> inOrder = new ArrayList<>();
    for (String name : header) {
      Column column = new Column();
      inOrder.add(column);
      columns.put(name, column);
    }
    try (Rows rows = csv.open(header.stream().map(Reference::of).toList(), report)) {
      int seen = 0;
      for (@Nullable Row row = rows.next();
          row != null && seen < ROWS_LOOKED_AT;
          row = rows.next(), seen++) {
        for (int i = 0; i < header.size(); i++) {
          for (var value : row.values(i)) {
            inOrder.get(i).add(value.text());
          }
        }
      }
      int rowsSeen = seen;
      columns.values().forEach(column -> column.unique &= column.filled == rowsSeen);
    }
    return columns;
  }

  private String triplesMap(String file, Map<String, Column> columns) {
    String name = file.replaceAll("\\..*$", "").replaceAll("[^A-Za-z0-9_-]", "-");
    Optional<String> key =
        columns.entrySet().stream()
            .filter(column -> column.getValue().unique && column.getValue().filled > 0)
            .map(Map.Entry::getKey)
            .findFirst();
    List<String> keys = key.map(List::of).orElse(List.copyOf(columns.keySet()));
    StringBuilder turtle =
        new StringBuilder(
            """

            <#%s> a rml:TriplesMap ;
                rml:logicalSource [
                    rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path %s ;
                                 rml:null ""%s ] ;
                    rml:referenceFormulation rml:CSV ] ;
                rml:subjectMap [ rml:template %s ]\
            """
                .formatted(
                    name,
                    quoted(file),
                    key.map(k -> " ; csvw:tableSchema [ csvw:primaryKey " + quoted(k) + " ]")
                        .orElse(""),
                    quoted(Iris.ID + name + "-" + template(keys))));
    columns.forEach(
        (header, column) ->
            turtle.append(
                " ;\n    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ rml:reference %s%s ] ]"
                    .formatted(property(header), quoted(header), kind(column))));
    return turtle.append(" .\n").toString();
  }

  private static String template(List<String> keys) {
    List<String> references = new ArrayList<>();
    for (String key : keys) {
      references.add("{" + key.replaceAll("([\\\\{}])", "\\\\$1") + "}");
    }
    return String.join("-", references);
  }

  /// The property of the ontology with the header's name, or one of everyone's, or a new one.
  private String property(String header) {
    StringBuilder name = new StringBuilder();
    for (Matcher words = WORD.matcher(header); words.find(); ) {
      String first = words.group().substring(0, 1);
      name.append(name.isEmpty() ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT));
      name.append(words.group().substring(1));
    }
    String camel = name.isEmpty() ? "value" : name.toString();
    if (properties.contains(camel)) {
      return "tr:" + camel;
    }
    String common = COMMON.get(camel.toLowerCase(Locale.ROOT));
    return common == null ? "<" + Iris.ONTOLOGY + SafeIris.safe(camel) + ">" : common;
  }

  private static String kind(Column column) {
    if (column.filled > 0 && column.values.stream().allMatch(v -> v.matches("https?://\\S+"))) {
      return " ; rml:termType rml:IRI";
    }
    return column.filled == 0
        ? ""
        : column.fits.keySet().stream()
            .findFirst()
            .map(type -> " ; rml:datatype " + type.replace(XSD.getURI(), "xsd:"))
            .orElse("");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
