package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Term;

/// Finds the pattern that leaves an answer without rows because no thing that fits the rest of the
/// query has such a property, or is a value of it, and the fixed terms that no statements have
/// together. Other empty answers are answers: nothing in the graph is so.
final class MissingJoins {
  /// The things that are looked at for their properties.
  private static final int MAX_THINGS = 1_000;

  /// The statements that are looked at for the values of a property.
  private static final int MAX_FIGURES = 20_000;

  private static final int MAX_NAMED = 4;
  private static final Var ANY = Var.alloc("joinedAny");

  /// Matches an IRI in a path.
  private static final Pattern WRITTEN_IRI = Pattern.compile("<([^>]*)>");

  private final Rereading reading;
  private final Set<String> known;
  private final Set<String> times;
  private final List<String> sentences = new ArrayList<>();

  private MissingJoins(Rereading reading, Set<String> known) {
    this.reading = reading;
    this.known = known;
    this.times =
        Components.of(reading.entities()).with(Components.TIME, Components.FROM, Components.TO);
  }

  /// Returns a sentence for each such pattern.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  /// @param known the properties in it
  static List<String> of(Query inSteps, Set<String> known, Rereading reading) {
    MissingJoins found = new MissingJoins(reading, known);
    Select.eachIn(inSteps, found::read);
    return found.sentences.stream().distinct().toList();
  }

  /// Returns a sentence for each such pattern of an `OPTIONAL`, `MINUS`, `EXISTS` or `NOT EXISTS`
  /// that nothing has with the classes and properties of the rest, whatever its terms are: it
  /// leaves out nothing, or all.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  /// @param known the properties in it
  static List<String> ofParts(Query inSteps, Set<String> known, Rereading reading) {
    MissingJoins found = new MissingJoins(reading, known);
    Select.eachIn(inSteps, select -> select.withParts(Select::ofAnyTerms).forEach(found::read));
    return found.sentences.stream().distinct().toList();
  }

  private void read(Select select) {
    List<TriplePath> patterns = select.patterns();
    if (patterns.size() < 2 || hasRows(select)) {
      return;
    }
    int before = sentences.size();
    patterns.stream()
        .filter(pattern -> Var.isVar(pattern.getObject()))
        .forEach(pattern -> addMissing(select, pattern));
    // A fixed value can be right, and its property wrong.
    patterns.stream()
        .filter(pattern -> !Var.isVar(pattern.getObject()) && sentences.size() == before)
        .forEach(pattern -> addMissing(select, pattern));
    if (sentences.size() == before) {
      apart(select).ifPresent(sentences::add);
    }
  }

  private void addMissing(Select select, TriplePath pattern) {
    List<String> links = Select.links(pattern);
    Select rest = select.replacing(pattern, List.of());
    if (!links.isEmpty() && hasRows(rest)) {
      missing(select, rest, pattern, links).ifPresent(sentences::add);
    }
  }

  /// Returns a sentence about the smallest part of the patterns that matches nothing, if one of its
  /// fixed terms is in the place of others that fit the rest.
  private Optional<String> apart(Select select) {
    Select least = select.onlyPatterns();
    for (TriplePath pattern : least.patterns()) {
      Select fewer = least.replacing(pattern, List.of());
      if (!fewer.patterns().isEmpty() && !hasRows(fewer)) {
        least = fewer;
      }
    }
    List<TriplePath> fixed = fixed(least);
    if (fixed.isEmpty() || hasRows(least)) {
      return Optional.empty();
    }
    Select smallest = least;
    return fixed.reversed().stream()
        .flatMap(last -> apart(select, smallest, last).stream())
        .findFirst();
  }

  /// @param least the smallest part that matches nothing
  /// @param last one of its patterns with a fixed term
  private Optional<String> apart(Select select, Select least, TriplePath last) {
    boolean isOne = least.patterns().size() == 1;
    // The rest of the query is the context of a term that nothing has.
    Select context = isOne ? select.onlyPatterns() : least;
    List<TriplePath> others =
        (isOne ? fixed(context) : context.patterns())
            .stream()
                .filter(one -> !one.equals(last))
                .filter(one -> !isOne || one.getSubject().equals(last.getSubject()))
                .toList();
    String read =
        "SELECT ?joinedAny (COUNT(*) AS ?number) { { SELECT ?joinedAny { %s } LIMIT %d } } GROUP BY ?joinedAny ORDER BY DESC(?number) ?joinedAny"
            .formatted(
                Rereading.pattern(
                    context.replacing(last, List.of(Select.withObject(last, ANY))), ANY),
                MAX_FIGURES);
    List<Term> values =
        reading.rows(read).stream().flatMap(row -> row.get(ANY.getVarName()).stream()).toList();
    if (values.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    boolean ofOne = others.stream().allMatch(one -> one.getSubject().equals(last.getSubject()));
    return Optional.of(
        "Nothing has %s%s; with %s, %s is %s%s."
            .formatted(
                written(isOne ? List.of(last) : least.patterns(), ofOne, context),
                isOne ? "" : " together",
                written(others, ofOne, context),
                place(last, ofOne),
                values.stream().limit(MAX_NAMED).map(Term::text).collect(Collectors.joining(", ")),
                more(values)));
  }

  private static String more(Collection<?> all) {
    return all.size() > MAX_NAMED ? " or one of %,d more".formatted(all.size() - MAX_NAMED) : "";
  }

  /// Returns the patterns whose value is fixed, or one of several terms.
  private static List<TriplePath> fixed(Select select) {
    return select.patterns().stream()
        .filter(one -> !Select.links(one).isEmpty() && !select.asked(one.getObject()).isEmpty())
        .toList();
  }

  /// @param ofOne true if all patterns have the same subject, which is not written
  private String written(List<TriplePath> patterns, boolean ofOne, Select select) {
    return patterns.stream()
        .map(one -> subject(one, ofOne) + verb(one, ofOne) + " " + object(one, select))
        .collect(Collectors.joining(" and "));
  }

  private String subject(TriplePath pattern, boolean ofOne) {
    return ofOne ? "" : term(pattern.getSubject()) + " ";
  }

  /// Returns a name of the place of the value of a pattern.
  private String place(TriplePath pattern, boolean ofOne) {
    if (isType(pattern)) {
      return ofOne ? "the class" : "the class of " + term(pattern.getSubject());
    }
    return subject(pattern, ofOne) + verb(pattern, ofOne);
  }

  private static boolean isType(TriplePath pattern) {
    return RDF.Nodes.type.equals(pattern.getPredicate());
  }

  private String verb(TriplePath pattern, boolean ofOne) {
    if (isType(pattern)) {
      return ofOne ? "the class" : "a";
    }
    List<String> links = Select.links(pattern);
    if (!links.isEmpty()) {
      return reading.shortPath(links);
    }
    return pattern.isTriple()
        ? term(pattern.getPredicate())
        : WRITTEN_IRI
            .matcher(pattern.getPath().toString())
            .replaceAll(iri -> Matcher.quoteReplacement(reading.shortName().apply(iri.group(1))));
  }

  private String object(TriplePath pattern, Select select) {
    Set<Node> values = select.asked(pattern.getObject());
    return values.isEmpty()
        ? term(pattern.getObject())
        : values.stream().limit(MAX_NAMED).map(reading::written).collect(Collectors.joining(" or "))
            + more(values);
  }

  private String term(Node term) {
    return Var.isVar(term) ? Select.named(Var.alloc(term)) : reading.written(term);
  }

  private boolean hasRows(Select select) {
    return reading.fits(Rereading.pattern(select));
  }

  private Optional<String> missing(
      Select select, Select rest, TriplePath pattern, List<String> links) {
    if (!Var.isVar(pattern.getSubject())) {
      return Optional.empty();
    }
    Var thing = Var.alloc(pattern.getSubject());
    TriplePath free = Select.withObject(pattern, ANY);
    boolean joined =
        rest.patterns().stream()
            .anyMatch(one -> thing.equals(one.getSubject()) || thing.equals(one.getObject()));
    if (!joined || hasRows(select.replacing(pattern, List.of(free)))) {
      return Optional.empty();
    }
    String link = reading.shortPath(links);
    String read =
        "SELECT DISTINCT (%s AS ?joinedThing) { %s } LIMIT %d"
            .formatted(thing, Rereading.pattern(rest, thing), MAX_THINGS);
    if (times.containsAll(links)) {
      return Optional.of(
          "No %s that fits the rest of the query has %s%s."
              .formatted(Select.named(thing), link, has(otherTimes(read, links))));
    }
    String classes =
        names(
            ("SELECT ?name (COUNT(DISTINCT ?has) AS ?number) { ?has %s ?value ; a ?name . ?name a"
                    + " <%s> }")
                .formatted(Rereading.path(links), OWL.Class.getURI()));
    String others =
        reading
            .rows(
                ("SELECT ?name (COUNT(DISTINCT ?value) AS ?number) { { %s } ?joinedThing ?name"
                        + " ?value . ?value a ?class . ?class a <%s> } GROUP BY ?name ORDER BY"
                        + " DESC(?number) ?name")
                    .formatted(read, OWL.Class.getURI()))
            .stream()
            .flatMap(row -> row.iri("name").stream())
            .filter(iri -> !known.contains(iri) && !iri.equals(RDF.type.getURI()))
            .limit(MAX_NAMED)
            .map(reading.shortName())
            .collect(Collectors.joining(", "));
    return Optional.of(
        "No %s that fits the rest of the query has %s%s%s."
            .formatted(
                Select.named(thing),
                link,
                classes.isEmpty() ? "" : ", which things of the class %s have".formatted(classes),
                has(others)));
  }

  private static String has(String others) {
    return others.isEmpty() ? "" : "; it has " + others;
  }

  /// Returns the other times that some things have, as things of a period have no year.
  private String otherTimes(String things, List<String> links) {
    return reading
        .rows(
            "SELECT DISTINCT ?name { { %s } VALUES ?name { %s } ?joinedThing ?name ?value } ORDER BY DESC(?name)"
                .formatted(
                    things,
                    times.stream()
                        .filter(iri -> !links.contains(iri))
                        .map(iri -> "<" + iri + ">")
                        .collect(Collectors.joining(" "))))
        .stream()
        .flatMap(row -> row.iri("name").stream())
        .map(reading.shortName())
        .collect(Collectors.joining(", "));
  }

  private String names(String query) {
    return reading.rows(query + " GROUP BY ?name ORDER BY DESC(?number) ?name LIMIT 2").stream()
        .flatMap(row -> row.get("name").stream())
        .map(Term::text)
        .collect(Collectors.joining(" or "));
  }
}
