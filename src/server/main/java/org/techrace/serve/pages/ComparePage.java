package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Natural;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.release.Releases;
import org.techrace.search.Found;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.Comparison;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.QueryText;

/// `/compare?thing=A&thing=B`: compares things in a table. The queries of `queries/pages/compare`
/// select its lines. `add=NAME` adds a thing by name; `differ=yes` hides lines in which all things
/// are equal. With `releases`, it compares releases; see [ReleaseComparison].
public final class ComparePage implements Processor, Part {
  private static final String PATH = "/compare";
  private static final String THING = "thing";
  private static final int MAX_THINGS = 12;

  private final Templates templates;
  private final ReleaseComparison releases;

  /// Creates the page.
  ///
  /// @param releases the folder of the releases; empty if the served data is not in files
  public ComparePage(Templates templates, Optional<Releases> releases) {
    this.templates = templates;
    this.releases = new ReleaseComparison(releases, templates);
  }

  /// The content of the page.
  ///
  /// @param columns the things, each with the address of the page without it
  /// @param comparison the table
  /// @param differ true if only differences are shown
  /// @param other the address of the page with `differ` switched
  /// @param csv the address of the table as CSV
  /// @param others similar things that could be added
  /// @param unknown a name that matched nothing, or empty
  /// @param tokens the colours of the things
  /// @param credits the sources of lines with figures
  public record Content(
      List<Column> columns,
      Comparison comparison,
      boolean differ,
      String other,
      String csv,
      List<Term.Link> others,
      String unknown,
      List<String> tokens,
      Map<Term, List<Site.Source>> credits) {}

  /// A comparison that is offered as an example.
  public record Example(String title, String address) {}

  /// A thing, and the address of the page without it.
  public record Column(Term.Link thing, String without) {}

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/compare", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    List<String> named = request.parameters().all(ReleaseComparison.RELEASES);
    if (!named.isEmpty()) {
      return releases.answer(named, lease);
    }
    List<String> documents = request.parameters().all(THING).stream().distinct().toList();
    boolean differ = request.parameters().first("differ").isPresent();
    Optional<String> name = request.parameters().first("add").filter(n -> !n.isBlank());
    Optional<String> added = name.flatMap(n -> named(n.strip(), lease));
    if (added.isPresent()) {
      documents = Stream.concat(documents.stream(), added.stream()).distinct().toList();
    }
    if (documents.size() > MAX_THINGS) {
      throw new Refusal(400, "At most " + MAX_THINGS + " things can be compared.");
    }
    if (added.isPresent()) {
      return Answer.seeOther(address(documents, differ, ""));
    }
    if (documents.isEmpty()) {
      return start(name.orElse(""), lease);
    }
    List<String> iris =
        documents.stream().map(document -> ThingNames.known(document, lease)).distinct().toList();
    List<Term.Link> things = things(iris, lease);
    Comparison whole = comparison(things, lease.entities());
    Comparison shown = differ ? whole.differing() : whole;
    if (request.choose(List.of(Format.HTML, Format.CSV)) == Format.CSV) {
      return csv(shown, request, lease);
    }
    List<String> all = iris.stream().map(new Addresses(lease.iris())::documentOf).toList();
    Content content =
        new Content(
            things.stream().map(t -> new Column(t, without(all, t, differ))).toList(),
            shown,
            differ,
            address(all, !differ, ""),
            address(all, differ, "csv"),
            others(things, lease.entities()),
            name.orElse(""),
            shown.tokens(Colours.of(lease.entities())),
            Sources.ofEach(shown.figures(), lease.entities()));
    return templates.page(
        "compare", lease, Sources.of(shown.stated(), lease.entities()), Map.of("page", content));
  }

  /// Returns the start page: the tables of `queries/pages/explore` for comparisons, examples and
  /// lists.
  private Answer start(String unknown, Lease lease) {
    List<PageQuery> tables =
        lease.entities().queries().in("explore").stream()
            .filter(q -> q.head("Topic").equals("Compare"))
            .toList();
    Map<String, List<Term.Link>> examples = new LinkedHashMap<>();
    for (ResultRow row : lease.entities().rows("comparisons")) {
      Term.Link thing = (Term.Link) row.get(THING).orElseThrow();
      examples.computeIfAbsent(row.text("comparison"), e -> new ArrayList<>()).add(thing);
    }
    return templates.page(
        "comparing",
        lease,
        Map.of(
            "examples",
            examples.values().stream().map(ComparePage::example).toList(),
            "tables",
            tables,
            "kinds",
            Kinds.of(lease.entities()),
            "unknown",
            unknown));
  }

  private static Example example(List<Term.Link> things) {
    return new Example(
        things.stream().map(Term.Link::text).collect(Collectors.joining(Reader.text("list.last"))),
        address(things));
  }

  /// Returns the address of the comparison that starts with a thing.
  public static String address(Term thing) {
    return address(List.of(thing));
  }

  /// Returns the address of the comparison of things.
  public static String address(List<? extends Term> things) {
    return address(things.stream().map(Addresses::document).toList(), false, "");
  }

  private static String address(List<String> documents, boolean differ, String format) {
    return Address.of(PATH)
        .with(THING, documents)
        .with("differ", differ ? "yes" : "")
        .with("format", format)
        .toString();
  }

  private static String without(List<String> documents, Term.Link thing, boolean differ) {
    String document = Addresses.document(thing);
    return address(documents.stream().filter(d -> !d.equals(document)).toList(), differ, "");
  }

  /// Returns the thing that matches a name best.
  private static Optional<String> named(String name, Lease lease) {
    return Txn.calculateRead(
            lease.dataset(), () -> lease.search().find(name, List.of(), 1).stream().findFirst())
        .map(Found::iri)
        .map(new Addresses(lease.iris())::documentOf);
  }

  private static List<Term.Link> things(List<String> iris, Lease lease) {
    return Txn.calculateRead(
        lease.dataset(),
        () -> nodes(iris).stream().map(node -> lease.entities().labels().link(node)).toList());
  }

  private static Comparison comparison(List<Term.Link> things, Entities entities) {
    List<Node> nodes = nodes(things.stream().map(Term.Link::iri).toList());
    List<PageQuery> queries = entities.queries().in("compare");
    Map<Ask, List<ResultRow>> rows =
        entities.rows(queries.stream().map(q -> Ask.of(q.name()).about(nodes)).toList());
    return new Comparison(
        things,
        queries.stream()
            .flatMap(
                q ->
                    Comparison.parts(
                        QueryText.of(q, "Title"),
                        things,
                        rows.getOrDefault(Ask.of(q.name()).about(nodes), List.of()))
                        .stream())
            .toList());
  }

  private static List<Term.Link> others(List<Term.Link> things, Entities entities) {
    Node first = NodeFactory.createURI(things.getFirst().iri());
    Addresses addresses = new Addresses(entities.iris());
    return entities.rows(Ask.of("siblings").with("this", first)).stream()
        .flatMap(row -> row.get(THING).stream())
        .flatMap(t -> t instanceof Term.Link link ? Stream.of(link) : Stream.of())
        .filter(t -> !things.contains(t) && addresses.iri(Addresses.document(t)).equals(t.iri()))
        .sorted(Natural.BY_TEXT)
        .toList();
  }

  private static List<Node> nodes(List<String> iris) {
    return iris.stream().map(NodeFactory::createURI).toList();
  }

  private static Answer csv(Comparison comparison, Request request, Lease lease) {
    Map<String, String> heads = new LinkedHashMap<>(Map.of("part", "part"));
    heads.put("aspect", "aspect");
    comparison.things().forEach(t -> heads.put(t.iri(), t.text()));
    List<Line> lines = new ArrayList<>();
    for (Comparison.Part part : comparison.parts()) {
      for (Comparison.Aspect aspect : part.aspects()) {
        Map<String, List<Term>> line = new LinkedHashMap<>();
        line.put("part", List.of(new Term.Unnamed(part.title())));
        line.put("aspect", List.of(aspect.head()));
        for (int i = 0; i < comparison.things().size(); i++) {
          line.put(
              comparison.things().get(i).iri(),
              aspect.cells().get(i).stream().map(ComparePage::asTerm).collect(Collectors.toList()));
        }
        lines.add(new Line(line));
      }
    }
    List<Site.Source> sources = Sources.of(comparison.stated(), lease.entities());
    return Csv.answer("comparison", heads, lines, sources, request, lease);
  }

  private static Term asTerm(Comparison.Cell cell) {
    return cell.term() instanceof Term.Link link
        ? link.called(cell.text())
        : new Term.Unnamed(cell.text());
  }
}
