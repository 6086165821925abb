package org.techrace.scaffold;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.techrace.rdf.Iris;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Tool;
import org.techrace.rdf.Turtle;

/// The one list of areas that the tables of a project share: a code table next to the mapping, with
/// the IRI of each text that a column has for a state or a group of states, and the concepts of
/// SKOS that it describes. The code and the names of a state mean the same concept.
final class AreaList {
  /// The name of the triples map and the code table, if no table has it.
  static final String NAME = "areas";

  /// The properties with the codes of ISO 3166-1, by which maps find areas.
  static final List<String> CODES = List.of(Tool.NAMESPACE + "iso2", Tool.NAMESPACE + "iso3");

  private final Iris iris;
  private final String language;
  private final String name;

  /// The rows of the code table by their texts.
  private final Map<String, List<String>> rows = new TreeMap<>();

  /// @param language the language of names that are not in the list; empty for none
  /// @param name the name of the triples map and the code table
  AreaList(Iris iris, String language, String name) {
    this.iris = iris;
    this.language = language;
    this.name = name;
  }

  /// Adds the values of a column. A value that the list does not know becomes an area of its own.
  void add(Set<String> values, KnownAreas.Form form) {
    for (String value : values) {
      String text = value.strip();
      rows.computeIfAbsent(text, _ -> row(text, form));
    }
  }

  private List<String> row(String text, KnownAreas.Form form) {
    Optional<KnownAreas.Area> known = KnownAreas.find(text, form);
    boolean isName = form == KnownAreas.Form.NAME;
    if (known.isEmpty()) {
      String slug = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
      return List.of(text, iri(SafeIris.safe(slug)), "", text, "", "", "");
    }
    KnownAreas.Area area = known.get();
    return List.of(
        text,
        iri(area.id()),
        area.name(),
        "",
        isName && !text.equals(area.name()) ? text : "",
        area.alpha2(),
        area.alpha3());
  }

  private String iri(String id) {
    return iris.scheme() + "area-" + id;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Returns the name of the code table.
  String file() {
    return name + ".csv";
  }

  /// Returns the code table in CSV.
  String csv() {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord("text", "iri", "name", "other", "alias", "alpha2", "alpha3");
      rows.values().forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Returns the content of the object map that finds an area.
  ///
  /// @param text the expression for its text
  String object(String text) {
    return "rml:termType rml:IRI ; "
        + RmlText.call("lookup", text, "table", file(), "from", "text", "to", "iri");
  }

  /// Returns the triples maps of the concepts and of their scheme.
  String turtle() {
    String tag = language.isEmpty() ? "" : " ; rml:language " + Turtle.quoted(language);
    return """

    # The areas that the columns name. Correct %1$s where a text means another area: equal IRIs are the same area in all tables.
    <#%5$s-rows> a rml:LogicalSource ;
            rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path %2$s ; rml:null "" ] ;
            rml:referenceFormulation rml:CSV .

    <#%5$s> a rml:TriplesMap ;
        rml:logicalSource <#%5$s-rows> ;
        rml:subjectMap [ rml:reference "iri" ; rml:class skos:Concept ] ;
        rml:predicateObjectMap [ rml:predicate rdfs:label , skos:prefLabel ; rml:objectMap [ rml:reference "name" ; rml:language "en" ] ] ;
        rml:predicateObjectMap [ rml:predicate rdfs:label , skos:prefLabel ; rml:objectMap [ rml:reference "other"%3$s ] ] ;
        rml:predicateObjectMap [ rml:predicate skos:altLabel ; rml:objectMap [ rml:reference "alias"%3$s ] ] ;
        rml:predicateObjectMap [ rml:predicate skos:notation , tool:iso2 ; rml:objectMap [ rml:reference "alpha2" ] ] ;
        rml:predicateObjectMap [ rml:predicate skos:notation , tool:iso3 ; rml:objectMap [ rml:reference "alpha3" ] ] ;
        rml:predicateObjectMap [ rml:predicate skos:inScheme , skos:topConceptOf ; rml:object <%4$s> ] .

    <#%5$s-scheme> a rml:TriplesMap ;
        rml:logicalSource <#%5$s-rows> ;
        rml:subjectMap [ rml:constant <%4$s> ; rml:class skos:ConceptScheme ] ;
        rml:predicateObjectMap [ rml:predicate rdfs:label , skos:prefLabel ; rml:object "areas"@en ] ;
        rml:predicateObjectMap [ rml:predicate skos:hasTopConcept ; rml:objectMap [ rml:reference "iri" ; rml:termType rml:IRI ] ] .
    """
        .formatted(file(), Turtle.quoted(file()), tag, iris.scheme() + "area", name);
  }
}
