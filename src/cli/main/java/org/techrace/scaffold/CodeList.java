package org.techrace.scaffold;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.rdf.Turtle;

/// The values of a column of codes or categories as concepts of a scheme of their own (SKOS).
///
/// @param name the name of the triples map of the concepts
/// @param column the column
/// @param rows the logical source of the table, as an IRI in Turtle
/// @param scheme the IRI of the scheme
/// @param language the language of the labels; empty for none
record CodeList(String name, SeenColumn column, String rows, String scheme, String language) {
  static {
    // The vocabulary below must not be the first class of Jena that is loaded.
    JenaSystem.init();
  }

  private static final int MIN_VALUES = 20;

  /// How often a value occurs at least, on average.
  private static final int MIN_REPETITIONS = 3;

  /// The share of the values that must be codes or short labels.
  private static final double MIN_LABELS = 0.98;

  /// The share of the values that must differ in more than case and white space.
  private static final double MIN_DIFFERENT = 0.9;

  /// A code such as `DE`, `007` or `A-1`.
  private static final Pattern CODE = Pattern.compile("[\\p{Lu}\\p{N}][\\p{Lu}\\p{N}._/-]{0,9}");

  /// A label: at most nine words, without marks that separate several values.
  private static final Pattern LABEL =
      Pattern.compile(
          "(?!.*,\\S)(?=.{1,80}$)[\\p{L}\\p{N}*(-][^\\s;|<>{}\"@]*( +[^\\s;|<>{}\"@]+){0,8}");

  /// Answers such as yes and no: they are not categories.
  private static final Set<String> ANSWERS =
      Set.of("yes", "no", "y", "n", "true", "false", "t", "f", "x", "ja", "nein", "oui", "non");

  /// Returns true if the values of the columns with a header look like codes or categories: at
  /// least 20 texts in all tables, which occur three times on average or more. Each value is a code
  /// or a label of a few words. At most a tenth of the values may differ only in case from another
  /// one.
  static boolean isLikely(List<SeenColumn> columns) {
    Map<String, Integer> values = new HashMap<>();
    columns.forEach(column -> column.values().forEach((v, n) -> values.merge(v, n, Integer::sum)));
    long total = values.values().stream().mapToLong(Integer::longValue).sum();
    return columns.stream().noneMatch(c -> c.hasOtherValues() || c.isTyped() || c.isOdd())
        && columns.stream().noneMatch(SeenColumn::isAddress)
        && values.size() > 1
        && total >= MIN_VALUES
        && total >= (long) MIN_REPETITIONS * values.size()
        && areLabels(values.keySet())
        && areDifferentWithoutCase(values.keySet())
        && !values.keySet().stream().allMatch(v -> ANSWERS.contains(v.toLowerCase(Locale.ROOT)));
  }

  private static boolean areLabels(Collection<String> values) {
    long labels = values.stream().filter(v -> LABEL.matcher(v.strip()).matches()).count();
    return labels >= MIN_LABELS * values.size();
  }

  private static boolean areDifferentWithoutCase(Collection<String> values) {
    Set<String> folded = new HashSet<>();
    values.forEach(value -> folded.add(value.strip().toLowerCase(Locale.ROOT)));
    return folded.size() >= MIN_DIFFERENT * values.size();
  }

  /// Returns true if all values are codes such as `DE`.
  static boolean areCodes(SeenColumn column) {
    return !column.isTyped()
        && !column.isMissing()
        && column.values().keySet().stream().allMatch(value -> CODE.matcher(value).matches());
  }

  /// Returns true if all values are codes, which are notations too.
  private boolean hasNotations() {
    return areCodes(column);
  }

  /// Returns the template of the IRI of a concept.
  String template() {
    return "rml:template "
        + Turtle.quoted(scheme + "-" + RmlText.template(List.of(column.reference())));
  }

  /// Returns the kind of each term that the triples maps use.
  Map<String, String> terms() {
    Map<String, String> kinds = termsOfLists();
    if (!hasNotations()) {
      kinds.remove(SKOS.notation.getURI());
    }
    return kinds;
  }

  /// Returns the kind of each term that lists of concepts with codes use.
  static Map<String, String> termsOfLists() {
    Map<String, String> kinds = new TreeMap<>();
    List.of(SKOS.Concept, SKOS.ConceptScheme).forEach(c -> kinds.put(c.getURI(), "Class"));
    List.of(SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept)
        .forEach(p -> kinds.put(p.getURI(), "ObjectProperty"));
    kinds.put(SKOS.prefLabel.getURI(), "AnnotationProperty");
    kinds.put(SKOS.notation.getURI(), "DatatypeProperty");
    return kinds;
  }

  /// Returns the triples maps of the concepts and of their scheme, with a comment that says how to
  /// do without them.
  ///
  /// @param property the property of the column, in Turtle
  String turtle(String property) {
    String reference = "rml:reference " + Turtle.quoted(column.reference());
    String tag = language.isEmpty() ? "" : "@" + language;
    String label = language.isEmpty() ? "" : " ; rml:language " + Turtle.quoted(language);
    String missing =
        column.values().keySet().stream()
            .filter(SeenColumn::oftenMeansMissing)
            .findFirst()
            .map("\n# If %s means that a value is missing, add it to rml:null."::formatted)
            .orElse("");
    String notation =
        hasNotations()
            ? "\n    rml:predicateObjectMap [ rml:predicate skos:notation ; rml:objectMap [ %s ] ] ;"
                .formatted(reference)
            : "";
    return """

    # The column %1$s has %2$d different values, which become concepts. To keep them as texts, delete <#%3$s> and
    # <#%3$s-scheme>, and write [ %4$s ] as the objectMap of %5$s, an owl:DatatypeProperty then.%13$s
    <#%3$s> a rml:TriplesMap ;
        rml:logicalSource %6$s ;
        rml:subjectMap [ %7$s ; rml:class skos:Concept ] ;
        rml:predicateObjectMap [ rml:predicate rdfs:label , skos:prefLabel ; rml:objectMap [ %4$s%8$s ] ] ;%9$s
        rml:predicateObjectMap [ rml:predicate skos:inScheme , skos:topConceptOf ; rml:object <%10$s> ] .

    <#%3$s-scheme> a rml:TriplesMap ;
        rml:logicalSource %6$s ;
        rml:subjectMap [ rml:constant <%10$s> ; rml:class skos:ConceptScheme ] ;
        rml:predicateObjectMap [ rml:predicate rdfs:label , skos:prefLabel ; rml:object %11$s%12$s ] ;
        rml:predicateObjectMap [ rml:predicate skos:hasTopConcept ; rml:objectMap [ %7$s ] ] .
    """
        .formatted(
            Turtle.quoted(column.reference()),
            column.values().size(),
            name,
            reference,
            property,
            rows,
            template(),
            label,
            notation,
            scheme,
            Turtle.quoted(column.label()),
            tag,
            missing);
  }
}
