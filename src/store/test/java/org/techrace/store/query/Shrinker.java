package org.techrace.store.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.shared.JenaException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementBind;
import org.apache.jena.sparql.syntax.ElementData;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementMinus;
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;
import org.techrace.Section;
import org.techrace.TemporaryFolder;

/// Makes a query and data for which a check fails as small as possible, and writes them as a file
/// of [PlansTest]: parts of the query and quads are left out as long as the check still fails.
final class Shrinker {
  /// The most queries and datasets that are tried.
  private static final int TRIALS = 4000;

  private static final String NAMES = "http://e/";

  private final Check check;
  private Query query;
  private List<Quad> quads;
  private int trials;

  /// A check of the answers to a query.
  interface Check {
    /// Checks the answers.
    ///
    /// @param data the quads of the store
    /// @throws AssertionError if answers differ that should be the same
    void run(Query query, DatasetGraph data, StoreDataset store);
  }

  private Shrinker(Query query, DatasetGraph data, Check check) {
    this.query = query;
    this.quads = new ArrayList<>();
    data.find().forEachRemaining(quads::add);
    this.check = check;
  }

  /// Runs a check. If it fails, the error names a file with the smallest query and data that were
  /// found.
  ///
  /// @param origin says which test failed, and for which seed
  static void check(
      Query query, DatasetGraph data, StoreDataset store, String origin, Check check) {
    try {
      check.run(query, data, store);
    } catch (AssertionError e) {
      Shrinker shrinker = new Shrinker(query, data, check);
      shrinker.shrink();
      throw new AssertionError(
          "%s: %s has the smallest query and data:%n%s%n%s"
              .formatted(origin, shrinker.write(origin), shrinker.query, e.getMessage()),
          e);
    }
  }

  private void shrink() {
    int before;
    do {
      before = size();
      shrinkQuery();
      shrinkData();
    } while (size() < before);
  }

  private int size() {
    return query.toString().length() + quads.size();
  }

  private void shrinkQuery() {
    Optional<Query> smaller;
    do {
      smaller =
          smaller(query).flatMap(q -> valid(q).stream()).filter(q -> fails(q, quads)).findFirst();
      smaller.ifPresent(q -> query = q);
    } while (smaller.isPresent());
  }

  private void shrinkData() {
    for (int length = Math.max(1, quads.size() / 2); length > 0; length /= 2) {
      for (int from = 0; from < quads.size(); ) {
        List<Quad> fewer = new ArrayList<>(quads);
        fewer.subList(from, Math.min(quads.size(), from + length)).clear();
        if (fails(query, fewer)) {
          quads = fewer;
        } else {
          from += length;
        }
      }
    }
  }

  private boolean fails(Query candidate, List<Quad> candidateQuads) {
    if (trials++ > TRIALS) {
      return false;
    }
    DatasetGraph data = dataset(candidateQuads);
    try (TemporaryFolder folder = TemporaryFolder.make("store");
        StoreDataset store =
            Stores.of(data, folder.path().resolve("store"), StoreDataset.DefaultGraph.OWN)) {
      check.run(candidate, data, store);
      return false;
    } catch (AssertionError e) {
      return true;
    } catch (JenaException e) {
      return false; // another fault, of ARQ or of the smaller query
    }
  }

  private static DatasetGraph dataset(List<Quad> quads) {
    DatasetGraph data = DatasetGraphFactory.createTxnMem();
    quads.forEach(data::add);
    return data;
  }

  /// Returns a query as it is parsed, or empty if it is not valid or not shorter.
  private Optional<Query> valid(Query candidate) {
    String text = candidate.toString();
    try {
      return text.length() < query.toString().length()
          ? Optional.of(QueryFactory.create(text))
          : Optional.empty();
    } catch (JenaException e) {
      return Optional.empty();
    }
  }

  /// Returns the queries with one part less.
  private static Stream<Query> smaller(Query query) {
    Stream<Query> modifiers =
        Stream.<Predicate<Query>>of(
                q -> q.hasLimit() && set(() -> q.setLimit(Query.NOLIMIT)),
                q -> q.hasOffset() && set(() -> q.setOffset(Query.NOLIMIT)),
                q -> q.isDistinct() && set(() -> q.setDistinct(false)),
                q -> q.hasHaving() && set(() -> q.getHavingExprs().removeLast()),
                q -> q.hasOrderBy() && set(() -> q.getOrderBy().removeLast()))
            .map(change -> changed(query, change))
            .flatMap(Optional::stream);
    Stream<Query> patterns = smaller(query.getQueryPattern()).map(pattern -> with(query, pattern));
    return Stream.concat(modifiers, patterns);
  }

  private static boolean set(Runnable change) {
    change.run();
    return true;
  }

  private static Optional<Query> changed(Query query, Predicate<Query> change) {
    Query copy = query.cloneQuery();
    return change.test(copy) ? Optional.of(copy) : Optional.empty();
  }

  private static Query with(Query query, Element pattern) {
    Query copy = query.cloneQuery();
    copy.setQueryPattern(pattern instanceof ElementGroup ? pattern : group(List.of(pattern)));
    return copy;
  }

  private static ElementGroup group(List<Element> elements) {
    ElementGroup group = new ElementGroup();
    elements.forEach(group::addElement);
    return group;
  }

  /// Returns the patterns with one part less.
  private static Stream<Element> smaller(Element element) {
    return switch (element) {
      case ElementGroup group ->
          Stream.concat(
              inlined(group.getElements()),
              smaller(group.getElements(), Shrinker::smaller, Shrinker::group));
      case ElementUnion union ->
          Stream.concat(
              union.getElements().stream(),
              smaller(union.getElements(), Shrinker::smaller, Shrinker::union));
      case ElementOptional optional ->
          around(optional.getOptionalElement(), ElementOptional::new, true);
      case ElementMinus minus -> around(minus.getMinusElement(), ElementMinus::new, false);
      case ElementNamedGraph graph ->
          around(graph.getElement(), e -> new ElementNamedGraph(graph.getGraphNameNode(), e), true);
      case ElementSubQuery select ->
          Stream.concat(
              Stream.of(select.getQuery().getQueryPattern()),
              smaller(select.getQuery()).map(ElementSubQuery::new));
      case ElementFilter filter -> smaller(filter.getExpr()).map(ElementFilter::new);
      case ElementBind bind ->
          smaller(bind.getExpr()).map(expr -> new ElementBind(bind.getVar(), expr));
      case ElementPathBlock block ->
          smaller(block.getPattern().getList(), _ -> Stream.<TriplePath>of(), Shrinker::block);
      case ElementData data ->
          smaller(data.getRows(), _ -> Stream.<Binding>of(), rows -> values(data, rows));
      default -> Stream.of();
    };
  }

  /// Returns groups with the parts of a group inside them in its place.
  private static Stream<Element> inlined(List<Element> parts) {
    return Stream.iterate(0, i -> i < parts.size(), i -> i + 1)
        .filter(i -> parts.get(i) instanceof ElementGroup)
        .map(i -> group(replaced(parts, i, ((ElementGroup) parts.get(i)).getElements())));
  }

  /// Returns lists without one of the parts, and with one part smaller.
  private static <T> Stream<Element> smaller(
      List<T> parts, Function<T, Stream<T>> smallerPart, Function<List<T>, Element> made) {
    Stream<List<T>> less =
        Stream.iterate(0, i -> i < parts.size(), i -> i + 1)
            .flatMap(
                i ->
                    Stream.concat(
                        Stream.of(replaced(parts, i, List.of())),
                        smallerPart.apply(parts.get(i)).map(p -> replaced(parts, i, List.of(p)))));
    return less.map(made);
  }

  private static <T> List<T> replaced(List<T> parts, int at, List<T> others) {
    List<T> copy = new ArrayList<>(parts);
    copy.remove(at);
    copy.addAll(at, others);
    return copy;
  }

  private static Stream<Element> around(
      Element inner, Function<Element, Element> made, boolean alone) {
    Stream<Element> smaller = smaller(inner).map(made);
    return alone ? Stream.concat(Stream.of(inner), smaller) : smaller;
  }

  private static Element union(List<Element> branches) {
    ElementUnion union = new ElementUnion();
    branches.forEach(union::addElement);
    return union;
  }

  private static Element block(List<TriplePath> triples) {
    ElementPathBlock block = new ElementPathBlock();
    triples.forEach(block::addTriplePath);
    return block;
  }

  private static Element values(ElementData data, List<Binding> rows) {
    ElementData fewer = new ElementData();
    data.getVars().forEach(fewer::add);
    rows.forEach(fewer::add);
    return fewer;
  }

  /// Returns the operands of an expression, and the expression with a smaller pattern.
  private static Stream<Expr> smaller(Expr expr) {
    return switch (expr) {
      case E_Exists exists ->
          smaller(exists.getElement()).map(Shrinker::inGroup).map(E_Exists::new);
      case E_NotExists exists ->
          smaller(exists.getElement()).map(Shrinker::inGroup).map(E_NotExists::new);
      case ExprFunction function -> function.getArgs().stream();
      default -> Stream.of();
    };
  }

  private static Element inGroup(Element element) {
    return element instanceof ElementGroup ? element : group(List.of(element));
  }

  /// Writes the query and the data to a file, whose rows [PlansTest] replaces.
  private Path write(String origin) {
    DatasetGraph data = dataset(quads);
    data.prefixes().add("", NAMES);
    Query named = query.cloneQuery();
    named.setPrefix("", NAMES);
    Path file = Path.of("target", "faults", Integer.toHexString(named.hashCode()) + ".test");
    try {
      Files.createDirectories(file.getParent());
      Section.write(
          file,
          List.of(
              new Section("", "", List.of(origin, "")),
              new Section("data", "", lines(trig(data))),
              new Section("query", "", lines(named.toString())),
              new Section("plan", "", List.of()),
              new Section("rows", "", List.of("?"))));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String trig(DatasetGraph data) {
    return RDFWriter.source(data).lang(Lang.TRIG).context(ARQ.getContext()).asString();
  }

  private static List<String> lines(String text) {
    return text.lines().filter(l -> !l.startsWith("PREFIX") && !l.isBlank()).toList();
  }
}
