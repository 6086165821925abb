package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.query.Query;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ShortNames;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.Limits;
import org.techrace.serve.sparql.NamedTerms;
import org.techrace.serve.sparql.ResultTable;
import org.techrace.serve.sparql.Subjects;
import org.techrace.serve.sparql.UnknownTerms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `query`: the rows of a SPARQL query, with their sources and what limits them.
///
/// @param endpoint evaluates queries
/// @param evaluated evaluates the rest
record QueryTool(Endpoint endpoint, Evaluated evaluated) {
  static final String EVIDENCE = "evidence";

  /// The column with the numbers of the evidence of a row. No variable can have this name.
  static final String EVIDENCE_COLUMN = "(evidence)";

  /// Matches a place in the first line of a query.
  private static final Pattern FIRST_LINE = Pattern.compile("(at line 1, column )(\\d{1,9})");

  private static final String HEDGES_COLUMN = "(hedges)";
  private static final String QUERY = "query";
  private static final String LIMIT = "limit";
  private static final String OFFSET = "offset";
  private static final String IDS = "ids";
  private static final String FIRST_LIMITS = "first";
  private static final String ALL_LIMITS = "all";

  /// The greatest length in characters of the names of things in a row, if they are not whole.
  private static final int NAMES_OF_ROW = 84;

  private static final int LEAST_NAME = 24;

  private static final int MAX_ROWS = 200;
  private static final int USUAL_ROWS = 50;
  private static final int MAX_HEDGES = 10;
  private static final int MAX_OFFSET = 1_000_000_000;

  static Tool tool(Endpoint endpoint, Evaluated evaluated) {
    return new Tool(
        QUERY,
        "Run a SPARQL query",
        "Evaluates a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE). Prefixes of the graph"
            + " need no declaration. Things are shown by their labels. 'sources' names the sources;"
            + " with 'evidence' each row refers to its own. Refuses IRIs and properties that do not"
            + " exist, with the nearest ones. 'limits' says what a reader must know of the answer:"
            + " selections, plans, newest years with few areas. If 'cut' is true, 'next' is the"
            + " 'offset' of the next rows.",
        List.of(
            Tool.Parameter.needed(QUERY, "the query"),
            Tool.Parameter.number(LIMIT, "the greatest number of rows (50)", 1, MAX_ROWS),
            Tool.Parameter.number(
                OFFSET,
                "the number of rows to skip (0); only a query with ORDER BY has a certain order",
                0,
                MAX_OFFSET),
            Tool.Parameter.flag(IDS, "adds a column with the prefixed name of each thing"),
            Tool.Parameter.flag(ToolAnswer.WHOLE, "does not shorten long names of things"),
            Tool.Parameter.flag(EVIDENCE, "adds the evidence of each row"),
            Tool.Parameter.choice(
                ToolAnswer.LIMITS,
                "'first' has the five most important limits, 'all' has every one ('first')",
                List.of(FIRST_LIMITS, ALL_LIMITS))),
        Evidence.SCHEMA,
        new QueryTool(endpoint, evaluated)::answer);
  }

  private ObjectNode answer(ToolCall call) {
    AtomicReference<Read> read = new AtomicReference<>();
    int offset = call.number(OFFSET, 0);
    ResultTable table =
        table(
            call,
            parsed -> {
              NamedTerms terms = NamedTerms.of(parsed);
              check(terms, call.lease());
              read.set(
                  new Read(
                      parsed,
                      terms,
                      parsed.isSelectType(),
                      Subjects.areGrouped(parsed),
                      parsed.hasGroupBy() || parsed.hasAggregators(),
                      parsed.getLimit()));
              return from(offset, Subjects.addedTo(parsed));
            });
    Read evaluatedQuery = Objects.requireNonNull(read.get(), "set before the evaluation");
    return evaluated.of(other -> rows(evaluatedQuery, table, other)).apply(call);
  }

  /// @throws Refusal 400 if a query has an IRI that is not in the release, or if it asks another
  ///   endpoint
  private static void check(NamedTerms terms, Lease lease) {
    if (terms.asksOthers()) {
      throw new Refusal(
          400, "SERVICE is not available here: answers of other endpoints have no evidence.");
    }
    List<String> unknown = UnknownTerms.of(terms, lease);
    if (!unknown.isEmpty()) {
      throw new Refusal(
          400, "Release %s: %s".formatted(lease.release(), String.join(" ", unknown)));
    }
  }

  /// Evaluates the query of a call with the prefixes of the graph.
  private ResultTable table(ToolCall call, UnaryOperator<Query> change) {
    String query = call.required(QUERY);
    String declared = ShortNames.of(call.lease()).declaredIn(query);
    try {
      return endpoint.table(declared, change, call.caller(), call.lease());
    } catch (Refusal e) {
      // The declarations are before the text of the caller, in its first line.
      int shift = declared.length() - query.length();
      String own =
          FIRST_LINE
              .matcher(e.sentence())
              .replaceAll(
                  place -> place.group(1) + Math.max(1, Integer.parseInt(place.group(2)) - shift));
      throw new Refusal(e.status(), own, e.headers());
    }
  }

  /// A query that was read.
  ///
  /// @param grouped true if a row stands for several solutions
  /// @param aggregated true if a row has values of all of them, such as their number
  /// @param limit its own LIMIT; negative without one
  private record Read(
      Query query,
      NamedTerms terms,
      boolean select,
      boolean grouped,
      boolean aggregated,
      long limit) {
    boolean isReached(long rows) {
      return limit >= 0 && rows >= limit;
    }
  }

  /// Returns a query that skips its first rows.
  private static Query from(int offset, Query query) {
    if (offset == 0 || !query.isSelectType()) {
      return query;
    }
    Query later = query.cloneQuery();
    later.setOffset((query.hasOffset() ? query.getOffset() : 0) + offset);
    if (query.hasLimit()) {
      later.setLimit(Math.max(0, query.getLimit() - offset));
    }
    return later;
  }

  private ObjectNode rows(Read read, ResultTable table, ToolCall call) {
    int offset = call.number(OFFSET, 0);
    // Only a SELECT query was sent with the offset.
    List<List<List<Term>>> all =
        read.select ? table.rows() : table.rows().stream().skip(offset).toList();
    List<List<List<Term>>> shown = all.stream().limit(call.number(LIMIT, USUAL_ROWS)).toList();
    List<Set<String>> subjects = shown.stream().map(row -> Subjects.of(table, row)).toList();
    Evidence evidence = new Evidence(call.lease().entities());
    List<Set<Integer>> numbers = numbers(subjects, evidence);
    boolean withEvidence = call.flag(EVIDENCE);
    Set<String> common = withEvidence || read.aggregated ? Set.of() : common(numbers, evidence);
    List<String> hedges =
        withEvidence || read.aggregated
            ? List.of()
            : numbers.stream().map(own -> hedges(own, common, evidence)).toList();
    boolean withHedges = hedges.stream().anyMatch(text -> !text.isEmpty());
    List<Column> columns = columns(table, shown, call.flag(IDS), call.flag(ToolAnswer.WHOLE));
    List<String> names = new ArrayList<>(columns.stream().map(Column::name).toList());
    if (withHedges) {
      names.add(HEDGES_COLUMN);
    }
    if (withEvidence) {
      names.add(EVIDENCE_COLUMN);
    }
    ShortNames shortNames = ShortNames.of(call.lease());
    ToolAnswer answer = new ToolAnswer(call.lease(), names);
    for (int i = 0; i < shown.size(); i++) {
      List<List<Term>> row = shown.get(i);
      List<JsonNode> cells =
          new ArrayList<>(columns.stream().map(one -> one.cell(row, shortNames)).toList());
      if (withHedges) {
        cells.add(ToolAnswer.text(hedges.get(i)));
      }
      if (withEvidence) {
        cells.add(ToolAnswer.text(Evidence.cell(numbers.get(i))));
      }
      answer.row(cells);
    }
    if (withEvidence) {
      evidence.addTo(answer, shortNames);
    } else {
      answer.texts(ToolAnswer.SOURCES, evidence.sources());
    }
    List<String> limits = new ArrayList<>();
    if (shown.isEmpty() && offset > 0) {
      Limits.beyond(read.query, offset, call.lease(), endpoint.checkTime()).ifPresent(limits::add);
    }
    limits.addAll(
        Limits.of(
            read.query,
            read.terms,
            table,
            shown,
            limits.isEmpty() && table.isEmpty(),
            call.lease(),
            endpoint.checkTime()));
    answer.texts(
        ToolAnswer.LIMITS,
        call.text(ToolAnswer.LIMITS).filter(ALL_LIMITS::equals).isPresent()
            ? limits
            : Limits.first(limits, "call it with 'limits': 'all'"));
    List<String> notes = new ArrayList<>(notes(read, numbers, common, evidence));
    if (columns.stream().anyMatch(column -> !column.shortened.isEmpty())) {
      notes.add("Names that end with … are shortened; 'whole': true has them whole.");
    }
    answer.texts(ToolAnswer.NOTES, notes);
    int known = (read.select ? offset : 0) + table.rows().size();
    if (!table.cut() && all.size() > shown.size() && !read.isReached(known)) {
      answer.put("total", known);
    }
    int next = offset + shown.size();
    if (all.size() > shown.size() || (table.cut() && !shown.isEmpty())) {
      return answer.put("next", next).cut("Call it with 'offset': %d.".formatted(next));
    }
    return read.isReached(next)
        ? answer.cut("The LIMIT of the query was reached; there may be more rows.")
        : answer.complete();
  }

  private static List<Set<Integer>> numbers(List<Set<String>> subjects, Evidence evidence) {
    Map<String, Set<Integer>> byThing =
        evidence.of(subjects.stream().flatMap(Set::stream).distinct().toList());
    List<Set<Integer>> numbers = new ArrayList<>();
    for (Set<String> things : subjects) {
      Set<Integer> own = new TreeSet<>();
      things.forEach(thing -> own.addAll(byThing.getOrDefault(thing, Set.of())));
      numbers.add(own);
    }
    return numbers;
  }

  /// Returns the hedges that all rows have.
  private static Set<String> common(List<Set<Integer>> numbers, Evidence evidence) {
    return numbers.stream()
        .map(evidence::hedges)
        .reduce(
            (some, others) -> {
              Set<String> both = new LinkedHashSet<>(some);
              both.retainAll(others);
              return both;
            })
        .orElse(Set.of());
  }

  private static String hedges(Set<Integer> numbers, Set<String> common, Evidence evidence) {
    Set<String> own = evidence.hedges(numbers);
    own.removeAll(common);
    return String.join("; ", own);
  }

  private static List<String> notes(
      Read read, List<Set<Integer>> numbers, Set<String> common, Evidence evidence) {
    List<String> notes = new ArrayList<>();
    if (!common.isEmpty()) {
      notes.add("Of every row: " + String.join("; ", common));
    }
    if (read.grouped) {
      notes.add("Sources and hedges are those of the first and the last thing of each row.");
    }
    if (read.aggregated) {
      Set<String> hedges = evidence.hedges(numbers.stream().flatMap(Set::stream).toList());
      if (!hedges.isEmpty()) {
        notes.add(
            "Of some things behind the rows: "
                + String.join("; ", hedges.stream().limit(MAX_HEDGES).toList()));
      }
    }
    if (numbers.stream().anyMatch(Set::isEmpty)) {
      notes.add(
          "Rows without evidence are computed; do not quote them as facts. Select the things that"
              + " they are about.");
    }
    return notes;
  }

  /// A column of the answer.
  ///
  /// @param at its index in the table
  /// @param id true if it has the names of things for queries, not their labels
  /// @param shortened the labels that are shortened
  private record Column(String name, int at, boolean id, Map<String, String> shortened) {
    JsonNode cell(List<List<Term>> row, ShortNames names) {
      Term term = row.get(at).isEmpty() ? null : row.get(at).getFirst();
      if (term == null || (id && !(term instanceof Term.Link))) {
        return ToolAnswer.nothing();
      }
      if (id) {
        return ToolAnswer.text(names.shortened(term.key()));
      }
      String text = term instanceof Term.Link ? shortened.get(term.text()) : null;
      return text == null ? ToolAnswer.cell(term) : ToolAnswer.text(text);
    }
  }

  private static List<Column> columns(
      ResultTable table, List<List<List<Term>>> shown, boolean ids, boolean whole) {
    Map<Integer, Set<String>> labels = new LinkedHashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int at = i;
      Set<String> own =
          Subjects.isAdded(table.columns().get(i))
              ? Set.of()
              : shown.stream()
                  .flatMap(row -> row.get(at).stream().limit(1))
                  .filter(Term.Link.class::isInstance)
                  .map(Term::text)
                  .collect(Collectors.toCollection(LinkedHashSet::new));
      if (!own.isEmpty()) {
        labels.put(i, own);
      }
    }
    int most =
        whole ? Integer.MAX_VALUE : Math.max(LEAST_NAME, NAMES_OF_ROW / Math.max(1, labels.size()));
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      String name = table.columns().get(i);
      if (Subjects.isAdded(name)) {
        continue;
      }
      columns.add(new Column(name, i, false, shortened(labels.getOrDefault(i, Set.of()), most)));
      if (ids && labels.containsKey(i)) {
        columns.add(new Column("(" + name + " id)", i, true, Map.of()));
      }
    }
    return columns;
  }

  /// Returns the short forms of the labels that are too long. Those that would be the same as
  /// another stay whole.
  private static Map<String, String> shortened(Set<String> labels, int most) {
    Map<String, Long> times =
        labels.stream()
            .map(label -> ToolAnswer.cutAt(label, most))
            .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    return labels.stream()
        .filter(label -> label.length() > most)
        .filter(label -> times.getOrDefault(ToolAnswer.cutAt(label, most), 0L) == 1)
        .collect(Collectors.toMap(label -> label, label -> ToolAnswer.cutAt(label, most)));
  }
}
