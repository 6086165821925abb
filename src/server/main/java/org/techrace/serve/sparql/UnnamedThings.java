package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;

/// Finds areas that an answer about things leaves out, because the graph has only figures of these
/// things together, without their names: an area whose computing clusters are anonymised has no
/// cluster, and so no place in a ranking of areas.
///
/// The query `unnamed` of `queries/pages` has the classes, areas and figures.
final class UnnamedThings {
  private final Rereading reading;

  /// The figures by the class of the things.
  private final Map<String, List<ResultRow>> byClass = new LinkedHashMap<>();

  /// Whether a variable has things of any of these classes, by its pattern.
  private final Map<String, Boolean> ofAny = new HashMap<>();

  private UnnamedThings(List<ResultRow> figures, Rereading reading) {
    this.reading = reading;
    for (ResultRow row : figures) {
      byClass.computeIfAbsent(row.iri("class").orElseThrow(), _ -> new ArrayList<>()).add(row);
    }
  }

  /// The sentences about an answer.
  ///
  /// @param first those about areas that the query reads
  /// @param last those about things without their areas
  record Found(Set<String> first, Set<String> last) {
    Found() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

  /// Finds a sentence for each class of things that the query reads.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  /// @param figures the rows of `unnamed`
  /// @param found where the sentences are added
  static void find(Query inSteps, List<ResultRow> figures, Rereading reading, Found found) {
    UnnamedThings unnamed = new UnnamedThings(figures, reading);
    Select.eachIn(
        inSteps,
        select -> {
          unnamed.read(select, found);
          // The parts of an OPTIONAL are patterns of the query itself.
          select.withParts(rest -> rest).stream()
              .filter(one -> !select.allPatterns().containsAll(one.allPatterns()))
              .forEach(one -> unnamed.read(one, found));
        });
  }

  private void read(Select select, Found found) {
    Set<Var> subjects = subjects(select);
    for (Map.Entry<String, List<ResultRow>> one : byClass.entrySet()) {
      String property = one.getValue().getFirst().iri("property").orElseThrow();
      for (Var thing : subjects) {
        if (isOf(one.getKey(), thing, select, property)) {
          add(select, thing, property, one.getValue(), found);
          break;
        }
      }
    }
  }

  /// Reports whether a variable has things of a class as values, with or without the areas of the
  /// query: an area without things has no rows.
  private boolean isOf(String type, Var thing, Select select, String property) {
    if (has(type, thing, select)) {
      return true;
    }
    List<TriplePath> areas = areas(select, property);
    return !areas.isEmpty()
        && areas.stream().noneMatch(one -> thing.equals(one.getObject()))
        && has(type, thing, select.only(connected(thing, select, areas)));
  }

  /// Returns the patterns that a variable is connected with, without those of areas. What is
  /// connected by an area only would be any thing of the graph: then there are none.
  private static List<TriplePath> connected(Var thing, Select select, List<TriplePath> areas) {
    List<TriplePath> rest = new ArrayList<>(select.allPatterns());
    rest.removeAll(areas);
    Map<Var, Expr> computed = select.computed();
    Set<Node> variables = new LinkedHashSet<>(Set.of(thing));
    List<TriplePath> connected = new ArrayList<>();
    boolean grows = true;
    while (grows) {
      List<TriplePath> next =
          rest.stream()
              .filter(
                  one ->
                      variables.contains(one.getSubject()) || variables.contains(one.getObject()))
              .toList();
      rest.removeAll(next);
      connected.addAll(next);
      next.stream()
          .flatMap(one -> Stream.of(one.getSubject(), one.getObject()))
          .filter(Var::isVar)
          .forEach(variables::add);
      grows = !next.isEmpty();
      for (Map.Entry<Var, Expr> one : computed.entrySet()) {
        if (variables.contains(one.getKey())) {
          grows |= variables.addAll(one.getValue().getVarsMentioned());
        }
      }
    }
    boolean ofArea =
        computed.entrySet().stream()
            .filter(one -> variables.contains(one.getKey()))
            .flatMap(one -> one.getValue().getVarsMentioned().stream())
            .anyMatch(one -> areas.stream().anyMatch(area -> one.equals(area.getObject())));
    return ofArea ? List.of() : connected;
  }

  private boolean has(String type, Var thing, Select select) {
    String pattern = Rereading.pattern(select, thing);
    // Most variables have things of none of the classes.
    return reading.canFit(select, thing, isA(Rereading.ALONE, byClass.keySet()))
        && ofAny.computeIfAbsent(pattern, one -> fits(one, thing, byClass.keySet()))
        && fits(pattern, thing, Set.of(type));
  }

  private boolean fits(String pattern, Var thing, Set<String> types) {
    return reading.fits(pattern + " " + isA(thing.toString(), types));
  }

  private static String isA(String thing, Set<String> types) {
    return "VALUES ?unnamedType { %s } %s a ?unnamedType".formatted(Rereading.iris(types), thing);
  }

  /// Returns the variables that can be things, also values whose own properties are not read.
  private Set<Var> subjects(Select select) {
    return select.allPatterns().stream()
        .flatMap(
            pattern ->
                reading.hasLiterals(pattern)
                    ? Stream.of(pattern.getSubject())
                    : Stream.of(pattern.getSubject(), pattern.getObject()))
        .filter(Var::isVar)
        .map(Var::alloc)
        .filter(one -> !select.isOfAnything(one))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Returns the patterns with areas.
  private static List<TriplePath> areas(Select select, String property) {
    return select.allPatterns().stream()
        .filter(pattern -> Select.links(pattern).contains(property))
        .toList();
  }

  private void add(
      Select select, Var thing, String property, List<ResultRow> figures, Found found) {
    List<TriplePath> patterns = areas(select, property);
    List<TriplePath> own =
        patterns.stream().filter(pattern -> thing.equals(pattern.getSubject())).toList();
    Set<Node> asked = new LinkedHashSet<>();
    for (TriplePath pattern : own.isEmpty() ? patterns : own) {
      asked.addAll(asked(select, pattern.getObject(), figures));
    }
    List<ResultRow> rows =
        patterns.isEmpty()
            ? figures
            : figures.stream()
                .filter(
                    row -> row.get("area").flatMap(Term::node).filter(asked::contains).isPresent())
                .toList();
    if (!rows.isEmpty()) {
      (patterns.isEmpty() ? found.last : found.first).add(sentence(property, rows));
    }
  }

  /// Returns the areas without things that fit what the query says of an area.
  private Set<Node> asked(Select select, Node area, List<ResultRow> figures) {
    Set<Node> areas =
        figures.stream()
            .flatMap(row -> row.get("area").flatMap(Term::node).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!Var.isVar(area)) {
      areas.retainAll(Set.of(area));
      return areas;
    }
    Set<Node> listed = select.asked(area);
    if (!listed.isEmpty()) {
      areas.retainAll(listed);
    }
    List<TriplePath> others =
        select.allPatterns().stream().filter(pattern -> area.equals(pattern.getSubject())).toList();
    if (areas.isEmpty() || others.isEmpty()) {
      return areas;
    }
    return areas.stream()
        .filter(
            one ->
                reading.fits(
                    "VALUES %s { %s } %s"
                        .formatted(
                            area, Rereading.iri(one), Rereading.pattern(select.only(others)))))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String sentence(String property, List<ResultRow> rows) {
    Map<Term, List<String>> byIndicator = new LinkedHashMap<>();
    Set<String> areas = new LinkedHashSet<>();
    for (ResultRow row : rows) {
      areas.add(row.text("area"));
      byIndicator
          .computeIfAbsent(row.get("indicator").orElseThrow(), _ -> new ArrayList<>())
          .add("%s %s".formatted(row.text("area"), row.text("value")));
    }
    return "%s: none has the %s %s, but there are figures: %s"
        .formatted(
            rows.getFirst().text("class"),
            reading.shortName().apply(property),
            String.join(", ", areas),
            byIndicator.entrySet().stream()
                .map(
                    one ->
                        "%s (%s: %s)"
                            .formatted(
                                one.getKey().text(),
                                reading.shortName().apply(one.getKey().key()),
                                String.join(", ", one.getValue())))
                .collect(Collectors.joining("; ")));
  }
}
