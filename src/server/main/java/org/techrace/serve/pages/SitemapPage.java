package org.techrace.serve.pages;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQuery;
import org.techrace.rdf.Xml;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Answer.Freshness;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.http.StaticFiles;

/// `/sitemap.xml`: the addresses of pages for search engines (sitemaps.org), and `/robots.txt`,
/// which links to it.
public final class SitemapPage implements Part {
  private static final String QUERY = "sitemap";

  /// The most addresses that a sitemap may have.
  private static final int MAX_ADDRESSES = 50_000;

  private final Questions questions;
  private final Reports reports;
  private final StaticFiles files;

  /// Creates the pages.
  ///
  /// @param files has the rules for crawlers, `robots.txt`
  public SitemapPage(Questions questions, Reports reports, StaticFiles files) {
    this.questions = questions;
    this.reports = reports;
    this.files = files;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.page("/sitemap.xml", this::sitemap), Route.get("/robots.txt", this::robots));
  }

  /// Answers `/sitemap.xml`.
  public Answer sitemap(Request request, Lease lease) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            """);
    addresses(lease.entities().ofGraph()).stream()
        .limit(MAX_ADDRESSES)
        .forEach(
            address ->
                xml.append("<url><loc>")
                    .append(request.site())
                    .append(Xml.escaped(address.replace("<", "%3C")))
                    .append("</loc></url>\n"));
    return answer("application/xml; charset=utf-8", xml.append("</urlset>\n").toString());
  }

  private Set<String> addresses(Entities entities) {
    Set<String> addresses = new LinkedHashSet<>();
    addresses.add("/");
    addresses.add("/explore");
    if (!entities.rows(Observations.FOLDER + "measures").isEmpty()) {
      addresses.add(ObservationsPage.PATH);
    }
    entities.queries().in("explore").stream()
        .map(PageQuery::name)
        .forEach(name -> addresses.add("/" + name));
    Kinds.of(entities).forEach(kind -> addresses.add(kind.address()));
    addresses.add("/questions");
    questions.list().forEach(question -> addresses.add(question.page()));
    reports.byName().keySet().stream().sorted().forEach(name -> addresses.add("/reports/" + name));
    addresses.add("/ontology");
    addresses.add("/downloads");
    Addresses site = new Addresses(entities.iris());
    entities.rows(QUERY).stream()
        .flatMap(row -> row.iri("thing").stream())
        .filter(iri -> site.hasPage(iri) && !iri.startsWith(entities.iris().ontology()))
        .sorted()
        .forEach(iri -> addresses.add(site.page(iri)));
    return addresses;
  }

  /// Answers `/robots.txt`.
  public Answer robots(Request request, Lease lease) {
    String rules = new String(files.bytes("robots.txt"), StandardCharsets.UTF_8);
    return answer(
        "text/plain; charset=utf-8", rules + "\nSitemap: " + request.site() + "/sitemap.xml\n");
  }

  private static Answer answer(String type, String text) {
    return new Answer(
        200, type, Map.of(), Freshness.RELEASE, Body.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
