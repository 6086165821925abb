package org.techrace.serve.pages;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.List;
import java.util.Map;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;

/// The compiled templates of a door: contents for pages that look like all others of the site.
public final class DoorTemplates {
  /// The package of the classes that are generated from the templates of the doors.
  public static final String PACKAGE = "org.techrace.serve.pages.door";

  private final Templates site;
  private final TemplateEngine engine;

  /// @param site the templates of the site
  /// @param packageName the package of the classes that are generated from the door's templates
  public DoorTemplates(Templates site, String packageName) {
    this.site = site;
    this.engine = TemplateEngine.createPrecompiled(null, ContentType.Html, null, packageName);
  }

  /// What a page has in its head.
  ///
  /// @param title its title
  /// @param styles the addresses of further style sheets
  /// @param scripts the addresses of its scripts
  public record Head(String title, List<String> styles, List<String> scripts) {
    /// A title, without styles and scripts.
    public static Head of(String title) {
      return new Head(title, List.of(), List.of());
    }
  }

  /// Renders a page.
  ///
  /// @param template the name of the template of its content
  /// @param lease the lease of the release
  /// @param sources the sources in its footer
  /// @param head its head
  /// @param parameters the parameters of the template
  public Answer page(
      String template,
      Lease lease,
      List<Site.Source> sources,
      Head head,
      Map<String, Object> parameters) {
    Content content = output -> engine.render(template + ".jte", parameters, output);
    return site.page(
        "page",
        lease,
        sources,
        Map.of(
            "title", head.title(),
            "styles", head.styles(),
            "scripts", head.scripts(),
            "content", content));
  }

  /// Renders a whole document, without the header and footer of the site.
  public Answer document(String template, Map<String, Object> parameters) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template + ".jte", parameters, output);
    return Answer.ok(Format.HTML, Body.of(output.toByteArray()));
  }
}
