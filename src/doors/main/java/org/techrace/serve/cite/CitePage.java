package org.techrace.serve.cite;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.query.AnswerLink;
import org.techrace.query.CanonicalAnswer;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.pages.DoorTemplates;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.text.Reader;
import org.techrace.settings.GraphSettings;
import tools.jackson.databind.node.ObjectNode;

/// `/cite`: makes the permanent link and the citation of an answer. By POST the release is kept,
/// because an answer of it was cited, up to `serve.cited-releases` and `serve.cited-mib`.
public final class CitePage {
  private static final List<Format> FORMATS =
      List.of(Format.JSON, Format.BIBTEX, Format.RIS, Format.CSL_JSON, Format.HTML);
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Questions questions;
  private final Endpoint endpoint;
  private final DoorTemplates pages;
  private final GraphSettings graph;
  private final KeptReleases kept;

  public CitePage(Questions questions, Endpoint endpoint, Templates templates, KeptReleases kept) {
    this.questions = questions;
    this.endpoint = endpoint;
    this.pages = new DoorTemplates(templates, DoorTemplates.PACKAGE);
    this.graph = templates.graph();
    this.kept = kept;
  }

  /// A citation for the page.
  ///
  /// @param rows the number of rows or triples of the answer
  /// @param keeps true if the release is kept because of this citation
  public record Made(Citation citation, int rows, boolean keeps) {}

  /// Answers `/cite`.
  public Answer answer(Request request, Lease lease) {
    boolean posted = request.method().equals("POST");
    if (posted) {
      checkOrigin(request);
    }
    Request asked = posted ? request.withParameters(form(request)) : request;
    Format format = asked.choose(FORMATS);
    Asked of = Asked.of(asked.parameters(), questions, lease);
    CanonicalAnswer answer = endpoint.canonical(of.query(), asked, lease);
    AnswerLink link = new AnswerLink(lease.release(), of.query(), answer.hash(), of.parameters());
    boolean keeps = posted && keep(of.query(), asked, lease);
    Citation citation =
        new Citation(
            graph, of.title(), lease.release(), link.hash(), request.site() + link.address());
    Made made = new Made(citation, answer.lines().size(), keeps);
    Answer written =
        switch (format) {
          case HTML ->
              pages.page(
                  "citation",
                  lease,
                  List.of(),
                  AnswerPage.head(Reader.text("cite.heading") + ": " + made.citation().title()),
                  Map.of("made", made, "link", link));
          case JSON -> json(made, link);
          default -> Answer.text(200, format, citation.in(format));
        };
    return written.withFreshness(Answer.Freshness.NONE).withHeader("X-Robots-Tag", "noindex");
  }

  /// Refuses forms of pages of other sites: their readers would keep releases without knowing it. A
  /// program sends no `Origin`.
  private static void checkOrigin(Request request) {
    String origin = request.http().getHeader("Origin");
    if (origin != null && !origin.equals(request.site())) {
      throw new Refusal(
          403,
          "A page of another site (%s) may not keep a release; GET makes a citation without that."
              .formatted(origin));
    }
  }

  /// Keeps the release, and those that the query names.
  private boolean keep(String query, Request request, Lease lease) {
    Set<String> releases = new HashSet<>(endpoint.releases(query, request, lease));
    releases.add(lease.release());
    return releases.stream().allMatch(kept::cite);
  }

  private Parameters form(Request request) {
    if (!Optional.ofNullable(request.http().getContentType()).orElse("").startsWith(FORM)) {
      throw new Refusal(415, "POST the query as a form (" + FORM + ").");
    }
    Parameters form = request.parameters().and(request.body(endpoint.bodyBytes()));
    if (form.first("release").isPresent()) {
      throw new Refusal(400, "Name the release in the address, as in /release/ID/cite.");
    }
    return form;
  }

  private static Answer json(Made made, AnswerLink link) {
    ObjectNode json = HttpJson.object();
    json.put("link", made.citation().link());
    json.put("release", link.release());
    json.put("hash", link.hash());
    json.put("rows", made.rows());
    json.put("query", link.query());
    json.put("kept", made.keeps());
    json.put("text", made.citation().text());
    for (Format format : Citation.FORMATS) {
      json.put(format.suffix(), made.citation().in(format));
    }
    return HttpJson.answer(json);
  }
}
