package org.techrace.serve.sparql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.Csv;
import org.techrace.serve.pages.EmbedPage;
import org.techrace.serve.pages.QuestionAnswer;
import org.techrace.serve.pages.QuestionForm;
import org.techrace.serve.pages.QuestionPicture;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.pages.Since;
import org.techrace.serve.pages.Site;
import org.techrace.serve.pages.Snippet;
import org.techrace.serve.pages.SourceChanges;
import org.techrace.serve.pages.Sources;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.work.Evaluator;

/// The gallery of example queries. `/questions` lists them by topic; `/questions/x` shows one with
/// its answer as picture and table, and with programs that send it.
public final class QuestionPages implements Part {
  /// The height of the frame around a picture, in pixels.
  private static final int FRAME_HEIGHT = 640;

  /// The height of the buttons below a picture, in pixels.
  private static final int BUTTONS = 40;

  /// The height of a graph that is not two lists, in pixels, with the note below it.
  private static final int GRAPH_HEIGHT = 650;

  private final Templates templates;
  private final Questions questions;
  private final Endpoint endpoint;
  private final Evaluator evaluator;
  private final QuestionPicture picture;
  private final SourceChanges sources;
  private final KeptReleases kept;

  /// @param evaluator draws pictures within its limits
  /// @param sources finds what sources changed between releases
  /// @param kept the releases that an answer can be compared with
  public QuestionPages(
      Templates templates,
      Questions questions,
      Endpoint endpoint,
      Evaluator evaluator,
      QuestionPicture picture,
      SourceChanges sources,
      KeptReleases kept) {
    this.templates = templates;
    this.questions = questions;
    this.endpoint = endpoint;
    this.evaluator = evaluator;
    this.picture = picture;
    this.sources = sources;
    this.kept = kept;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.text("/questions", this::list),
        Route.text("/questions/*", this::one),
        Route.text("/embed/questions/*", this::alone));
  }

  /// Answers `/questions`.
  public Answer list(Request request, Lease lease) {
    return templates.page(
        "questions", lease, Map.of("topics", questions.topics(), "presets", questions.presets()));
  }

  /// Answers `/embed/questions/x`: the picture of a question alone, for frames of other sites; as a
  /// file with `format=png` or `svg`.
  public Answer alone(Request request, Lease lease) {
    QuestionForm form = form(request, "/embed/questions/", lease);
    Format format = request.choose(List.of(Format.HTML, Format.PNG, Format.SVG, Format.CSV));
    Optional<byte[]> drawn =
        format == Format.PNG ? picture.known(form, lease) : Optional.<byte[]>empty();
    if (drawn.isPresent()) {
      return file(format, drawn.get(), form);
    }
    ResultTable table = endpoint.linkedTable(QueryFactory.create(form.query()), request, lease);
    List<Site.Source> credit = sources(form, table, request, lease);
    if (format == Format.CSV) {
      String query = credited(form.query(), credit, lease);
      SparqlRequest all = new SparqlRequest(query, List.of(), List.of(), request.parameters());
      return named(Sources.linked(endpoint.answer(all, request, lease), credit), format, form);
    }
    if (format != Format.HTML) {
      return evaluator.answer(
          request,
          lease,
          (asked, held) -> file(format, drawn(format, form, table, credit, held), form));
    }
    return templates
        .page(
            "embedquestion",
            lease,
            credit,
            Map.of(
                "form",
                form,
                "headings",
                form.headings(table.columns()),
                "names",
                QuestionForm.names(table.names()),
                "sentence",
                sentence(form, table, lease),
                "room",
                room(form.question(), table),
                "origin",
                request.site() + form.question().page(),
                "snippet",
                snippet(form, request)))
        .framedWithScripts();
  }

  /// Returns a query with the last two columns of each CSV file: its sources and the release.
  private static String credited(String text, List<Site.Source> credit, Lease lease) {
    Query query = QueryFactory.create(text);
    // Renames variables of the query with these names, unless they are columns.
    Map<Var, Var> inner =
        Stream.of(Csv.CREDIT, Csv.RELEASE)
            .filter(name -> !query.getResultVars().contains(name))
            .collect(Collectors.toMap(Var::alloc, name -> Var.alloc(name + "OfQuery")));
    Query renamed = QueryTransformOps.replaceVars(query, inner);
    renamed.addResultVar(Csv.CREDIT, NodeValue.makeString(Site.Source.credits(credit)));
    renamed.addResultVar(Csv.RELEASE, NodeValue.makeString(lease.release()));
    return renamed.toString();
  }

  private static String sentence(QuestionForm form, ResultTable table, Lease lease) {
    return QuestionAnswer.of(form, table.columns(), table.rows(), lease.entities()).sentence();
  }

  /// Returns the sources of what the picture shows, or of the whole answer if there is none.
  private List<Site.Source> sources(
      QuestionForm form, ResultTable table, Request request, Lease lease) {
    Query query = QueryFactory.create(form.query());
    return endpoint.sources(query, form.question().values(), table, request, lease);
  }

  private byte[] drawn(
      Format format, QuestionForm form, ResultTable table, List<Site.Source> credit, Lease lease) {
    QuestionPicture.Given given =
        new QuestionPicture.Given(
            sentence(form, table, lease), table.columns(), table.rows(), credit);
    return format == Format.PNG
        ? picture.png(form, given, lease)
        : picture.svg(form, given, lease).getBytes(StandardCharsets.UTF_8);
  }

  private static Answer file(Format format, byte[] content, QuestionForm form) {
    return named(Answer.ok(format, Body.of(content)), format, form);
  }

  private static Answer named(Answer answer, Format format, QuestionForm form) {
    String name = form.question().name() + "." + format.suffix();
    return answer.withHeader("Content-Disposition", "inline; filename=\"" + name + "\"");
  }

  private static String snippet(QuestionForm form, Request request) {
    return EmbedPage.snippet(form.embed(request.site()), form.title(), FRAME_HEIGHT);
  }

  private QuestionForm form(Request request, String path, Lease lease) {
    String name = request.path().substring(path.length());
    Question question = questions.known(name, 404);
    return QuestionForm.of(question, request.parameters(), lease.entities());
  }

  /// Answers `/questions/x`.
  public Answer one(Request request, Lease lease) {
    QuestionForm form = form(request, "/questions/", lease);
    ResultTable table = endpoint.linkedTable(QueryFactory.create(form.query()), request, lease);
    Since since = Since.of(request, lease, kept);
    Answer page =
        templates.page(
            "question",
            lease,
            sources(form, table, request, lease),
            Map.of(
                "since",
                since,
                "changes",
                changes(form.query(), since, request, lease),
                "form",
                form,
                "topic",
                questions.topic(form.question()),
                "table",
                table,
                "sentence",
                sentence(form, table, lease),
                "names",
                QuestionForm.names(table.names()),
                "room",
                room(form.question(), table),
                "frame",
                form.question().view().isEmpty() ? "" : snippet(form, request),
                "snippets",
                Snippet.of(form.query(), request.home() + "/sparql")));
    return since.tagged(page);
  }

  private Optional<AnswerChanges> changes(String query, Since since, Request request, Lease lease) {
    return since.release().isEmpty()
        ? Optional.empty()
        : Optional.of(
            AnswerChanges.of(query, since.release(), endpoint, sources, kept, request, lease));
  }

  /// Estimates the height of the picture in pixels. The page reserves this height, so that the text
  /// below does not move when the picture is drawn.
  private static int room(Question question, ResultTable table) {
    List<String> columns = question.shown();
    int first = columns.isEmpty() ? 0 : table.count(columns.getFirst());
    return switch (question.view().map(AnswerPicture::kind).orElse("")) {
      case "bar" -> BUTTONS + 70 + first * 32;
      case "line" -> BUTTONS + 370;
      case "map", "points" -> BUTTONS + 660;
      case "matrix" -> BUTTONS + 120 + first * 30;
      case "timeline" -> BUTTONS + 42 + first * 28;
      case "graph" ->
          table.share(columns.getFirst(), columns.get(1))
              ? BUTTONS + GRAPH_HEIGHT
              : BUTTONS + 40 + Math.max(first, table.count(columns.get(1))) * 26;
      default -> 0;
    };
  }
}
