package org.techrace;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// The types of pages of the project's own release: the name of each, and the address of one.
public final class PageTypes {
  private static final String OF_THINGS =
      """
      home /
      search /search?q=huawei
      entity /page/firm-huawei
      entity-area /page/country-CHN
      entity-person /page/person-alicia-garcia-herrero
      entity-policy /page/policy-au-critical-technologies-list-2023
      entity-claim /page/claim-C36
      entity-figure /page/obs-R16
      entity-document /page/doc-D1
      entity-technology /page/scheme/aspi-additive-manufacturing
      entity-source /page/graph/worldbank
      entity-of-others /page?iri=https%3A%2F%2Fror.org%2F04kd6c783
      concept /page/scheme/topic-commercialisation
      explore-areas /explore/areas
      explore-crosswalk /explore/crosswalk
      explore-datasets /explore/datasets
      explore-figures /explore/figures
      explore-lists /explore/lists
      explore-claims /explore/claims
      explore-speakers /explore/speakers
      explore-timeline /explore/timeline
      explore-opposed /explore/opposed
      observations /observations
      observations-map /observations?view=map&share=yes
      observations-table /observations?view=table
      list /list/Firm
      build /build?kind=Firm&where=tr%3Acountry%20%3D%20id%3Acountry-CHN
      compare /compare?thing=country-CHN&thing=country-USA
      report /reports/data-quality
      ontology /ontology
      sparql-table /sparql?format=html&query=SELECT%20%2A%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2050
      question-links /questions/67-firms-with-ror
      """;

  /// Pages without names of entities, or without data of the graph.
  private static final String OTHERS =
      """
      search-in-vain /search?q=zzzzqqq
      explore /explore
      comparing /compare
      building /build
      downloads /downloads
      sparql /sparql
      questions /questions
      question /questions/179-views-of-china
      question-map /questions/08-others-in-the-top-two
      """;

  /// Pictures for other sites, whose footer is that of a picture.
  private static final String EMBEDDED =
      """
      embed /embed/entity/50-dated?of=country-CHN
      embed-question /embed/questions/49-firms-by-country
      """;

  private PageTypes() {}

  /// Those that show things of the graph.
  public static Stream<Arguments> ofThings() {
    return lines(OF_THINGS);
  }

  /// Those with the footer of the site.
  public static Stream<Arguments> ofSite() {
    return lines(OF_THINGS + OTHERS);
  }

  /// All that there are, but for errors.
  public static Stream<Arguments> all() {
    return lines(OF_THINGS + OTHERS + EMBEDDED);
  }

  private static Stream<Arguments> lines(String types) {
    return types.lines().map(line -> Arguments.of((Object[]) line.split(" ", 2)));
  }
}
