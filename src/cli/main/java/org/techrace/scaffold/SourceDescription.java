package org.techrace.scaffold;

import java.time.LocalDate;
import java.util.stream.Collectors;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.XSD;
import org.techrace.rdf.Turtle;

/// The description of a source. Values that are empty are left out of `source.ttl`.
///
/// @param title its title
/// @param licence the IRI of its licence, or empty
/// @param publisher the IRI of its publisher, or empty
/// @param creator the IRI of its creator, or empty
/// @param origin the address that it comes from, or empty
public record SourceDescription(
    String title, String licence, String publisher, String creator, String origin) {

  /// Returns the description in Turtle.
  ///
  /// @param graph the IRI of the graph of the source
  /// @param table the name of its table
  /// @param today the day on which the source is issued
  public String turtle(String graph, String table, LocalDate today) {
    StringBuilder turtle =
        new StringBuilder(
            """
            # The publisher and the licence of the table.

            @prefix dcat: <http://www.w3.org/ns/dcat#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

            <%s> a dcat:Dataset ;
                rdfs:label %s@en ; dct:title %s@en ;
                dct:description %s@en ;
            """
                .formatted(
                    graph,
                    Turtle.quoted(title),
                    Turtle.quoted(title),
                    Turtle.quoted("The table %s, added on %s.".formatted(table, today))));
    resource(turtle, "license", licence);
    resource(turtle, "publisher", publisher);
    resource(turtle, "creator", creator);
    resource(turtle, "source", origin);
    return turtle + "    dct:issued \"" + today + "\"^^xsd:date .\n";
  }

  /// Returns a description with the day on which the source was changed last (`dct:modified`). A
  /// day that this method stated earlier is replaced.
  ///
  /// @param turtle the description
  /// @param graph the IRI of the graph of the source
  public static String withModified(String turtle, String graph, LocalDate day) {
    String start = "<%s> <%s> \"".formatted(graph, DCTerms.modified.getURI());
    String stated =
        turtle
            .lines()
            .filter(line -> !line.startsWith(start))
            .collect(Collectors.joining("\n", "", "\n"));
    return stated + start + day + "\"^^<" + XSD.date.getURI() + "> .\n";
  }

  private static void resource(StringBuilder turtle, String property, String iri) {
    if (!iri.isEmpty()) {
      turtle.append("    dct:%s <%s> ;%n".formatted(property, iri));
    }
  }
}
