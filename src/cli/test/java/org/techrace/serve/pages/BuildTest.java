package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// The query builder: each step narrows, is counted, and can be undone; the query says the same.
@UsesServedProject
final class BuildTest {
  private static final String CHINESE = "&where=" + encoded("tr:country = id:country-CHN");

  private final ServedProject project;

  BuildTest(ServedProject project) {
    this.project = project;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int count(Element element) {
    return Integer.parseInt(element.text().replace(",", ""));
  }

  private static Query query(Document page) {
    return QueryFactory.create(page.select("pre.code code").text());
  }

  /// The number of rows of the endpoint's answer to the query of a page.
  private long rows(Document page) throws Exception {
    String csv = project.get("/sparql?query=" + encoded(query(page).toString()), "text/csv").body();
    return csv.lines().count() - 1;
  }

  @Test
  void beginsWithTheKindsAndTheirCounts() throws Exception {
    Document page = project.page("/build");
    assertThat(page.select("select[name=kind] option[value=Firm]").text())
        .matches("firm \\([0-9,]+\\)");
  }

  @Test
  void offersThePropertiesOfTheShapesFirst() throws Exception {
    Document page = project.page("/build?kind=Firm");
    Element first = page.select("select[name=property] optgroup").getFirst();
    assertThat(first.select("option").eachAttr("value"))
        .as("of the shapes of a firm and of an organisation")
        .contains("tr:country", "tr:activeIn", "tr:chainRole");
    assertThat(page.select("select[name=property] option").eachAttr("value"))
        .contains("rdfs:label")
        .doesNotContain("rdf:type");
  }

  @Test
  void countsThingsAfterEachStep() throws Exception {
    Document page = project.page("/build?kind=Firm" + CHINESE);
    int all = count(page.select(".steps .count").get(0));
    int chinese = count(page.select(".steps .count").get(1));
    assertThat(chinese).isLessThan(all).isEqualTo((int) rows(page));
    assertThat(count(page.expectFirst(".found b"))).isEqualTo(chinese);
    String others = "&where=" + encoded("tr:country != id:country-CHN");
    assertThat(rows(project.page("/build?kind=Firm" + others))).isEqualTo(all - chinese);
    assertThat(page.select(".steps li").get(1).select("a").getLast().attr("href"))
        .isEqualTo("/build?kind=Firm");
  }

  @Test
  void offersValuesWithCounts() throws Exception {
    Document page = project.page("/build?kind=Firm&property=tr:country");
    Document narrowed = project.page("/build?kind=Firm" + CHINESE);
    assertThat(page.select("select[name=value] option[value=id:country-CHN]").text())
        .isEqualTo("China (" + narrowed.select(".found b").text() + ")");
    assertThat(page.select("input[name=from]")).isEmpty();
  }

  @Test
  void addsWhatTheFormSends() throws Exception {
    HttpResponse<String> added =
        project.get(
            "/build?kind=Firm&property=tr:country&sign=%3D&value=id:country-CHN", "text/html");
    assertThat(added.statusCode()).isEqualTo(303);
    assertThat(added.headers().firstValue("Location")).contains("/build?kind=Firm" + CHINESE);
    assertThat(
            project
                .get("/build?kind=Firm" + CHINESE + "&property=tr:activeIn&sign=show", "text/html")
                .headers()
                .firstValue("Location"))
        .contains("/build?kind=Firm" + CHINESE + "&show=tr%3AactiveIn");
  }

  @Test
  void showsValuesAsColumns() throws Exception {
    Document page = project.page("/build?kind=Firm" + CHINESE + "&show=tr:activeIn");
    assertThat(query(page).getResultVars()).containsExactly("thing", "activeIn");
    assertThat(page.select("table th").eachText()).containsExactly("name", "active in");
    assertThat(page.select("tbody tr").size()).isEqualTo(50);
  }

  @Test
  void limitsNumbersAndDatesToARange() throws Exception {
    Document offered = project.page("/build?kind=Observation&property=tr:rank");
    assertThat(offered.select("input[name=from]").attr("type")).isEqualTo("number");
    HttpResponse<String> added =
        project.get("/build?kind=Observation&property=tr:rank&sign=range&from=1&to=3", "text/html");
    Document page = project.page(added.headers().firstValue("Location").orElseThrow());
    assertThat(page.select(".steps li")).hasSize(3);
    assertThat(count(page.select(".steps .count").getLast())).isPositive();
    assertThat(query(page).getResultVars()).containsExactly("thing", "rank");
  }

  @Test
  void findsTextInNames() throws Exception {
    String where = "&where=" + encoded("rdfs:label contains \"HUAWEI\"");
    Document page = project.page("/build?kind=Firm" + where);
    assertThat(page.select("tbody a").eachText()).contains("Huawei");
  }

  @Test
  void saysWhenNothingIsLeft() throws Exception {
    Document page =
        project.page("/build?kind=Firm&where=" + encoded("rdfs:label = \"no such name\""));
    assertThat(page.select("#next").text()).isEqualTo("Nothing is left");
    assertThat(page.select(".found b").text()).isEqualTo("0");
  }

  @Test
  void leadsToTheWorkbench() throws Exception {
    Document page = project.page("/build?kind=Firm" + CHINESE);
    String editor = page.select(".found a.button").attr("href");
    assertThat(editor)
        .isEqualTo(Addresses.editor(page.select("pre.code code").getFirst().wholeText()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tr:country",
        "tr:country ?",
        "tr:country = ?x",
        "tr:country = ",
        "tr:country = <a b>",
        "tr:country = \"x\" . ?s ?p ?o",
        "tr:country = nope:x",
        "\"x\" = \"y\"",
        "tr:year >= \"x\"^^xsd:integer",
        "<javascript:x y> *"
      })
  void refusesWhatIsNotACondition(String condition) throws Exception {
    assertThat(
            project.get("/build?kind=Firm&where=" + encoded(condition), "text/html").statusCode())
        .isEqualTo(400);
  }

  @Test
  void refusesTooManyConditionsAndUnknownKinds() throws Exception {
    StringBuilder many = new StringBuilder("/build?kind=Firm");
    for (int i = 0; i < 9; i++) {
      many.append("&where=").append(encoded("rdfs:label contains \"" + i + "\""));
    }
    assertThat(project.get(many.toString(), "text/html").statusCode()).isEqualTo(400);
    assertThat(project.get("/build?kind=Nothing", "text/html").statusCode()).isEqualTo(404);
  }
}
