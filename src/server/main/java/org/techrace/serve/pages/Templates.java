package org.techrace.serve.pages;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.Utf8ByteOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.text.Reader;
import org.techrace.settings.GraphSettings;

/// The compiled templates of `src/server/main/jte`.
public final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, Templates.class.getPackageName());

  private final GraphSettings graph;
  private final String origin;
  private final List<DoorLink> doors;

  /// Creates the templates.
  ///
  /// @param graph the graph's name and look
  /// @param origin scheme, host and port of the public site; empty if they are not configured
  /// @param doors links for programs, for the footer
  public Templates(GraphSettings graph, String origin, List<DoorLink> doors) {
    this.graph = graph;
    this.origin = origin;
    this.doors = List.copyOf(doors);
  }

  /// Returns the graph's name and look.
  public GraphSettings graph() {
    return graph;
  }

  /// Returns the name of the graph on pages.
  public String graphName() {
    return graph.name();
  }

  /// Returns the origin of a page's content.
  ///
  /// @param release the name of the release
  /// @param sources the sources of the content
  public Site site(String release, List<Site.Source> sources) {
    return new Site(graph, release, "", sources, origin(), doors);
  }

  /// Returns scheme, host and port of the public site, or else of the site that is asked.
  private String origin() {
    return origin.isEmpty() ? Reader.current().site() : origin;
  }

  /// Renders a page without sources in its footer.
  ///
  /// @param template the template's name
  /// @param lease the lease of the release
  /// @param parameters the template's parameters, without `site`
  public Answer page(String template, Lease lease, Map<String, ?> parameters) {
    return page(template, lease, List.of(), parameters);
  }

  /// Renders a page with the sources of its content in the footer.
  public Answer page(
      String template, Lease lease, List<Site.Source> sources, Map<String, ?> parameters) {
    return page(
        template,
        new Site(graph, lease.release(), lease.root(), sources, origin(), doors),
        parameters);
  }

  /// Renders a template that is not a page.
  String text(String template, Map<String, Object> parameters) {
    StringOutput output = new StringOutput();
    engine.render(template + ".jte", parameters, output);
    return output.toString();
  }

  /// Returns what a template shows, as a part of another one.
  public Content part(String template, Map<String, Object> parameters) {
    return output -> engine.render(template + ".jte", parameters, output);
  }

  /// Renders a page.
  public Answer page(String template, Site site, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("site", site);
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template + ".jte", all, output);
    return Answer.ok(Format.HTML, Body.of(output.toByteArray()));
  }
}
