package org.techrace.serve.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.settings.GraphSettings;

/// The compiled templates of `src/main/jte`.
public final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, Templates.class.getPackageName());

  private final GraphSettings graph;

  /// @param graph what pages call the graph
  public Templates(GraphSettings graph) {
    this.graph = graph;
  }

  /// What pages call the graph.
  public String graphName() {
    return graph.name();
  }

  /// Where a page comes from.
  ///
  /// @param release the name of the release
  /// @param sources the sources of what the page shows
  public Site site(String release, List<Site.Source> sources) {
    return new Site(graph, release, sources);
  }

  /// A page made from the release of a lease.
  ///
  /// @param parameters the template's parameters, without `site`
  public Answer page(String template, Lease lease, Map<String, ?> parameters) {
    return page(template, lease, List.of(), parameters);
  }

  /// The same, and the page names the sources of what it shows.
  public Answer page(
      String template, Lease lease, List<Site.Source> sources, Map<String, ?> parameters) {
    return page(template, site(lease.release(), sources), parameters);
  }

  /// A page that comes from no more than what it is given.
  public Answer page(String template, Site site, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("site", site);
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template + ".jte", all, output);
    return Answer.ok(Format.HTML, Body.of(output.toByteArray()));
  }
}
