package org.techrace.serve.cite;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.techrace.query.AnswerLink;
import org.techrace.query.AnswerPicture;
import org.techrace.query.CanonicalAnswer;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.pages.DoorTemplates;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.sparql.ResultTable;
import tools.jackson.databind.node.ObjectNode;

/// `/release/ID/answer`: opens the permanent link of an answer. Evaluates its query again on the
/// release of the link and compares the hash, then evaluates it on the current release and shows
/// the difference.
public final class AnswerPage {
  private static final List<Format> FORMATS = List.of(Format.JSON, Format.HTML);

  /// How many lines of a difference are shown.
  private static final int SHOWN = 100;

  private final Questions questions;
  private final Endpoint endpoint;
  private final DoorTemplates pages;
  private final Templates templates;
  private final KeptReleases kept;

  public AnswerPage(
      Questions questions, Endpoint endpoint, Templates templates, KeptReleases kept) {
    this.questions = questions;
    this.endpoint = endpoint;
    this.pages = new DoorTemplates(templates, DoorTemplates.PACKAGE);
    this.templates = templates;
    this.kept = kept;
  }

  /// The result of the comparison.
  ///
  /// @param title the question
  /// @param view the picture of a question
  /// @param picture the address of the picture of a panel, or empty
  /// @param query the query
  /// @param link the link's hash
  /// @param hash the hash of the answer now
  /// @param rows the number of rows of the answer
  /// @param current the name of the current release
  /// @param changes what is different in the current release; empty if it could not be compared
  /// @param problem why it could not be compared; empty if it could
  public record Verified(
      String title,
      Optional<AnswerPicture> view,
      String picture,
      String query,
      String link,
      String hash,
      int rows,
      String current,
      Optional<CanonicalAnswer.Difference> changes,
      String problem) {
    /// Reports whether the answer is the one that was cited.
    public boolean same() {
      return link.equals(hash);
    }

    /// The first lines of a part of the difference.
    public static List<String> some(List<String> lines) {
      return lines.subList(0, Math.min(SHOWN, lines.size()));
    }
  }

  /// Answers `/release/ID/answer`.
  public Answer answer(Request request, Lease lease) {
    if (lease.root().isEmpty()) {
      throw new Refusal(
          400, "Name a release: /release/ID/answer?hash=…&query=…. /cite makes such a link.");
    }
    Format format = request.choose(FORMATS);
    String hash = request.parameters().first(AnswerLink.HASH).orElse("");
    if (!AnswerLink.isHash(hash)) {
      throw new Refusal(400, "The parameter 'hash' is not 64 hexadecimal digits.");
    }
    if (request.parameters().first(AnswerLink.QUERY).isEmpty()) {
      throw new Refusal(400, "The parameter 'query' is missing.");
    }
    Asked asked = Asked.of(request.parameters(), questions, lease);
    CanonicalAnswer answer = endpoint.canonical(asked.query(), request, lease);
    Verified verified = compared(asked, hash, answer, request);
    Answer result =
        format == Format.HTML ? page(verified, request, lease) : json(verified, lease.release());
    // The answer depends on the current release, too.
    return result.withHeader("ETag", kept.served()).withHeader("X-Robots-Tag", "noindex");
  }

  private Verified compared(Asked asked, String hash, CanonicalAnswer answer, Request request) {
    Optional<CanonicalAnswer.Difference> changes = Optional.empty();
    String problem = "";
    String served = kept.served();
    try (Lease current = kept.lease(served)) {
      changes = Optional.of(answer.to(endpoint.canonical(asked.query(), request, current)));
    } catch (Refusal refusal) {
      problem = refusal.sentence();
    } catch (KeptReleases.UnknownReleaseException | KeptReleases.AllInUseException e) {
      problem = String.valueOf(e.getMessage());
    }
    return new Verified(
        asked.title(),
        asked.view(),
        asked.picture(),
        asked.query(),
        hash,
        answer.hash(),
        answer.lines().size(),
        served,
        changes,
        problem);
  }

  private Answer page(Verified verified, Request request, Lease lease) {
    Query query = QueryFactory.create(verified.query());
    ResultTable table = endpoint.linkedTable(query, request, lease);
    return pages.page(
        "verified",
        lease,
        endpoint.sources(query, List.of(), table, request, lease),
        head(verified.title()),
        Map.of(
            "verified", verified,
            "release", lease.release(),
            "answer", templates.part("answer", Map.of("table", table, "inWords", true))));
  }

  /// The head of a page that draws an answer.
  static DoorTemplates.Head head(String title) {
    return new DoorTemplates.Head(
        title, List.of("/static/workbench.css"), List.of("/static/question.js"));
  }

  private static Answer json(Verified verified, String release) {
    ObjectNode json = HttpJson.object();
    json.put("verified", verified.same());
    json.put("release", release);
    json.put("hash", verified.hash());
    json.put("cited", verified.link());
    json.put("rows", verified.rows());
    ObjectNode current = json.putObject("current");
    current.put("release", verified.current());
    if (verified.changes().isEmpty()) {
      current.put("problem", verified.problem());
    } else {
      CanonicalAnswer.Difference changes = verified.changes().get();
      current.put("same", changes.none());
      current.put("removed", changes.removed().size()).put("added", changes.added().size());
      Verified.some(changes.removed()).forEach(current.putArray("removedRows")::add);
      Verified.some(changes.added()).forEach(current.putArray("addedRows")::add);
    }
    return HttpJson.answer(json);
  }
}
