package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.PatternVars;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.entity.ResultRow;

/// Finds entries of lists that a query counts or lists together with their parts: other entries
/// that it reads, which are narrower (`skos:broader`). Only those that the query reads count, with
/// all its conditions.
final class EntryGroups {
  /// The most entries of a variable that are looked at.
  private static final int MAX_ENTRIES = 20_000;

  private static final Var GROUP = Var.alloc("entryGroup");
  private static final Var PART = Var.alloc("entryPart");

  private final Rereading reading;
  private final List<String> sentences = new ArrayList<>();

  private EntryGroups(Rereading reading) {
    this.reading = reading;
  }

  /// Returns a sentence for each variable with such entries.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    EntryGroups found = new EntryGroups(reading);
    Select.eachIn(inSteps, found::read);
    return found.sentences.stream().distinct().toList();
  }

  private void read(Select select) {
    select.patterns().stream()
        .filter(one -> Select.links(one).contains(SKOS.inScheme.getURI()))
        .map(TriplePath::getSubject)
        .filter(Var::isVar)
        .map(Var::alloc)
        .distinct()
        .filter(one -> select.counts(one) || isShown(select.query(), one))
        .forEach(one -> sentence(select, one).ifPresent(sentences::add));
  }

  private static boolean isShown(Query query, Var variable) {
    return query.isQueryResultStar()
        ? PatternVars.vars(query.getQueryPattern()).contains(variable)
        : query.getProjectVars().contains(variable);
  }

  private Optional<String> sentence(Select select, Var entry) {
    // The numbers of different rows are not of one another's parts.
    Set<Var> keys = new LinkedHashSet<>(select.query().getGroupBy().getVars());
    keys.removeIf(key -> key.equals(entry) || select.query().getGroupBy().getExpr(key) != null);
    String broader = Rereading.iri(SKOS.broader.asNode());
    String name = reading.shortName().apply(SKOS.broader.getURI());
    String pairs =
        "%s %s %s %s %s"
            .formatted(
                read(select, entry, keys, PART),
                PART,
                broader,
                GROUP,
                read(select, entry, keys, GROUP));
    List<ResultRow> groups =
        reading.rows("SELECT DISTINCT %s { %s } ORDER BY %s".formatted(GROUP, pairs, GROUP));
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    String all = read(select, entry, Set.of(), GROUP);
    int number = reading.number(GROUP, all);
    int left =
        reading.number(GROUP, "%s FILTER NOT EXISTS { ?any %s %s }".formatted(all, broader, GROUP));
    return Optional.of(
        "%s: %,d of the %,d entries that the query reads contain%s others of these (%s), such as %s, so a count has groups beside their parts; `FILTER NOT EXISTS { ?part %s %s }`%s%s leaves %s out"
            .formatted(
                Select.named(entry),
                groups.size(),
                number,
                groups.size() == 1 ? "s" : "",
                name,
                groups.getFirst().text(GROUP.getVarName()),
                name,
                Select.named(entry),
                select.place(entry),
                left == number - groups.size() ? "" : ", with the same conditions for ?part,",
                groups.size() == 1 ? "it" : "them"));
  }

  private static String read(Select select, Var entry, Set<Var> keys, Var as) {
    Set<Var> visible = new LinkedHashSet<>(keys);
    visible.add(entry);
    return "{ SELECT DISTINCT (%s AS %s) %s { %s } LIMIT %d }"
        .formatted(
            entry,
            as,
            keys.stream().map(Var::toString).collect(Collectors.joining(" ")),
            Rereading.pattern(select, visible.toArray(Var[]::new)),
            MAX_ENTRIES);
  }
}
