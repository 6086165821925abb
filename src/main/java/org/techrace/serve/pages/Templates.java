package org.techrace.serve.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.HashMap;
import java.util.Map;
import org.techrace.serve.Answer;
import org.techrace.serve.Format;
import org.techrace.serve.Lease;

/// The compiled templates of `src/main/jte`.
public final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, Templates.class.getPackageName());

  /// A page made from the release of a lease.
  ///
  /// @param parameters the template's parameters, without `site`
  public Answer page(String template, Lease lease, Map<String, ?> parameters) {
    return page(template, lease.release(), parameters);
  }

  /// A page that names a release.
  public Answer page(String template, String release, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("site", new Site(release));
    return Answer.ok(
        Format.HTML,
        out -> {
          Utf8ByteOutput page = new Utf8ByteOutput();
          engine.render(template + ".jte", all, page);
          page.writeTo(out);
        });
  }
}
