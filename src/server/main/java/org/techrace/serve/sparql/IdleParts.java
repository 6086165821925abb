package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.vocabulary.SKOS;

/// Finds a `MINUS` or `NOT EXISTS` with the same result for all solutions of a query: it has no
/// variable in common with the rest of the query, it is a `MINUS` that fits no solution, or it asks
/// for direct matches of concepts that are matched through the concepts of another list.
final class IdleParts {
  /// The most pairs of variables that are tried.
  private static final int MAX_PAIRS = 12;

  private static final String THROUGH = "through";

  /// A variable of the rest of a query and one of a part.
  private record Pair(Var outer, Var inner) {
    /// Reports whether something fits both if the first takes the place of the second.
    boolean fits(Select.Absence absence, Rereading reading) {
      return reading.fits(Rereading.pattern(absence.renamed(inner, outer).both()));
    }
  }

  private final Rereading reading;
  private final Set<String> sentences = new LinkedHashSet<>();

  private IdleParts(Rereading reading) {
    this.reading = reading;
  }

  /// Returns a sentence for each such part.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    IdleParts found = new IdleParts(reading);
    Select.eachIn(inSteps, select -> select.absences().forEach(found::add));
    return List.copyOf(found.sentences);
  }

  private void add(Select.Absence absence) {
    if (absence.isApart()) {
      addApart(absence);
    } else {
      int before = sentences.size();
      Collection<Var> outside = absence.rest().variables();
      absence.alone().patterns().stream()
          .filter(one -> isMatch(one, outside))
          .forEach(one -> addMatch(one, absence, outside));
      if (absence.word().equals(Select.Absence.MINUS) && sentences.size() == before) {
        addIdle(absence);
      }
    }
  }

  /// Adds a sentence if no solution of the rest of a query fits a part.
  private void addIdle(Select.Absence absence) {
    if (!reading.fits(Rereading.pattern(absence.both()))
        && reading.fits(Rereading.pattern(absence.rest()))) {
      sentences.add(
          "%s: nothing of the rest of the query fits it, so it takes nothing away"
              .formatted(absence.word()));
    }
  }

  private void addApart(Select.Absence absence) {
    List<Var> own = readers(absence.variables());
    String names =
        own.isEmpty()
            ? ""
            : own.stream().map(Var::toString).collect(Collectors.joining(", ", " (", ")"));
    boolean isMinus = absence.word().equals(Select.Absence.MINUS);
    sentences.add(
        "%s: no variable of it%s is in the rest of the query, so it %s%s"
            .formatted(
                absence.word(),
                names,
                isMinus ? "takes nothing away" : "is the same for all rows",
                joining(absence, own).map("; %s in it joins them"::formatted).orElse("")));
  }

  /// Returns which variable of the rest of a query, in place of one of a part, makes both fit.
  private Optional<String> joining(Select.Absence absence, List<Var> own) {
    return readers(absence.rest().variables()).stream()
        .flatMap(outer -> own.stream().map(inner -> new Pair(outer, inner)))
        .limit(MAX_PAIRS)
        .filter(pair -> pair.fits(absence, reading))
        .findFirst()
        .map(pair -> "%s in place of %s".formatted(pair.outer, pair.inner));
  }

  /// Returns the variables that the reader's query has.
  private static List<Var> readers(Collection<Var> variables) {
    return variables.stream()
        .filter(one -> !Select.isAdded(one) && !Select.isInner(one))
        .distinct()
        .toList();
  }

  /// Reports whether a pattern matches a concept of the rest of a query with others.
  ///
  /// @param outside the variables of the rest
  private static boolean isMatch(TriplePath pattern, Collection<Var> outside) {
    List<String> links = Select.links(pattern);
    return !links.isEmpty()
        && links.stream().allMatch(IdleParts::isMatch)
        && Var.isVar(pattern.getSubject())
        && Var.isVar(pattern.getObject())
        && isIn(outside, pattern.getSubject()) != isIn(outside, pattern.getObject());
  }

  /// Adds a sentence if a match fits nothing, and the matches with a third list do.
  private void addMatch(TriplePath match, Select.Absence absence, Collection<Var> outside) {
    Select both = absence.both();
    Var middle = Var.alloc(both.fresh(THROUGH, new LinkedHashSet<>()).substring(1));
    List<TriplePath> through =
        List.of(
            Select.withObject(match, middle),
            Select.withObject(Select.withSubject(match, match.getObject()), middle));
    if (reading.fits(Rereading.pattern(both))
        || !reading.fits(Rereading.pattern(both.replacing(match, through)))) {
      return;
    }
    Node concept = isIn(outside, match.getSubject()) ? match.getSubject() : match.getObject();
    sentences.add(
        "%s: no %s of the query fits it; the lists are matched through another one, which `%s` reads"
            .formatted(
                absence.word(),
                Select.named(Var.alloc(concept)),
                through.stream()
                    .map(
                        one ->
                            "%s %s %s"
                                .formatted(
                                    Select.named(Var.alloc(one.getSubject())),
                                    reading.shortPath(Select.links(one)),
                                    middle))
                    .collect(Collectors.joining(" . "))));
  }

  private static boolean isMatch(String link) {
    return link.startsWith(SKOS.getURI()) && link.endsWith("Match");
  }

  private static boolean isIn(Collection<Var> variables, Node term) {
    return Var.isVar(term) && variables.contains(Var.alloc(term));
  }
}
