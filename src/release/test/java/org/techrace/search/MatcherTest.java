package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.rdf.LanguageOrder;

final class MatcherTest {
  private static final String DATA =
      """
      PREFIX ex: <https://example.org/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX owl: <http://www.w3.org/2002/07/owl#>
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      PREFIX schema: <https://schema.org/>
      ex:Maker a owl:Class; rdfs:label "maker"; rdfs:subClassOf ex:Body .
      ex:Body a owl:Class; rdfs:label "body" .
      ex:seat a owl:ObjectProperty; rdfs:label "seat" .
      ex:formerName rdfs:subPropertyOf skos:altLabel .
      ex:leiCode rdfs:subPropertyOf schema:identifier; rdfs:label "LEI" .
      ex:huawei a ex:Maker; rdfs:label "Huawei"@en; skos:altLabel "华为技术有限公司"@zh-Hans ;
        schema:sameAs <http://www.wikidata.org/entity/Q160120>, <https://ror.org/00cmhce21> ; ex:seat ex:cn .
      ex:catl a ex:Maker; rdfs:label "CATL"@en; ex:leiCode "300300C1C4ZGDRDJCR36" ;
        skos:altLabel "Contemporary Amperex Technology Co., Limited"@en; ex:seat ex:cn .
      ex:asml a ex:Maker; rdfs:label "ASML Holding N.V."; ex:seat ex:nl .
      ex:npc a ex:Body; rdfs:label "National People's Congress" .
      ex:npl-uk a ex:Body; rdfs:label "National Physical Laboratory"; ex:seat ex:uk .
      ex:npl-in a ex:Body; rdfs:label "National Physical Laboratory"; ex:seat ex:in .
      ex:sydney a ex:Body; rdfs:label "University of Sydney"; ex:formerName "Sydney College" .
      ex:oxford a ex:Body; rdfs:label "University of Oxford" .
      ex:lab a ex:Maker; rdfs:label "Aurora Robotics"; schema:sameAs <https://ror.org/02mhbdp94> .
      <https://ror.org/02mhbdp94> a ex:Body; rdfs:label "Aurora Robotics (Norway)";
        skos:altLabel "Nordlys Robotikk"@no; schema:identifier "ISNI 0000 0001 2348 2265" .
      ex:office a ex:Body; rdfs:label "National Office of Weights"; ex:seat ex:in .
      ex:optics a ex:Body; rdfs:label "Institute of Optics" .
      ex:optics-old a ex:Body; rdfs:label "Institute of Optics"; schema:creativeWorkStatus "withdrawn" .
      ex:optics-new a ex:Body; rdfs:label "Optics Works"; schema:creativeWorkStatus "active" .
      ex:cn a ex:Place; rdfs:label "China"; skos:notation "CHN" .
      ex:in a ex:Place; rdfs:label "India"; skos:notation "IND" .
      ex:uk a ex:Place; rdfs:label "United Kingdom" . ex:nl a ex:Place; rdfs:label "Netherlands" .
      ex:ng a ex:Place; rdfs:label "Nigeria" .
      """;

  @TempDir private static Path folder;
  private static LabelIndex index;
  private static Graph graph;

  @BeforeAll
  static void build() throws Exception {
    graph = GraphFactory.createDefaultGraph();
    RDFDataMgr.read(graph, new StringReader(DATA), "", Lang.TURTLE);
    LabelIndex.build(graph, folder, LanguageOrder.NONE);
    index = LabelIndex.open(folder);
  }

  @AfterAll
  static void close() throws Exception {
    index.close();
  }

  private static List<Candidate> match(MatchQuery query) {
    return new Matcher(index, new GraphFacts(graph)).match(query);
  }

  private static Candidate best(String name) {
    return match(MatchQuery.named(name, 5)).getFirst();
  }

  @Test
  void findsSpellingVariantsAndReportsTheReason() {
    assertThat(best("HUAWEI"))
        .returns("https://example.org/huawei", Candidate::iri)
        .returns("same name", Candidate::reason)
        .returns(true, Candidate::sure);
    assertThat(best("Huawei Technologies Co., Ltd.").iri()).endsWith("/huawei");
    assertThat(best("华为技术").reason()).isEqualTo("same alias but for '有 限 公 司'");
    assertThat(best("華為技術有限公司"))
        .returns("https://example.org/huawei", Candidate::iri)
        .returns("same alias", Candidate::reason);
    assertThat(best("Asml")).returns("same name but for 'holding nv'", Candidate::reason);
    assertThat(best("NPC"))
        .returns("https://example.org/npc", Candidate::iri)
        .returns("acronym of the name", Candidate::reason);
    assertThat(best("Contemporary Amperex Technolgy"))
        .returns("https://example.org/catl", Candidate::iri)
        .satisfies(c -> assertThat(c.reason()).startsWith("1 edit of alias 'Contemporary Amperex"));
    assertThat(best("Sydney University"))
        .returns("https://example.org/sydney", Candidate::iri)
        .satisfies(c -> assertThat(c.reason()).contains("in another order"));
    assertThat(best("Sydney College").iri()).endsWith("/sydney");
  }

  @Test
  void needsAPropertyToDistinguishEntitiesOfTheSameName() {
    assertThat(match(MatchQuery.named("National Physical Laboratory", 5)))
        .hasSize(2)
        .allSatisfy(c -> assertThat(c.score()).isBetween(40.0, 50.0))
        .noneMatch(Candidate::sure);
    MatchQuery withSeat =
        new MatchQuery(
            "National Physical Laboratory",
            List.of(),
            List.of(),
            List.of(new MatchQuery.Property("seat", "IND")),
            5);
    assertThat(match(withSeat).getFirst())
        .returns("https://example.org/npl-in", Candidate::iri)
        .returns("same name, same seat", Candidate::reason)
        .returns(true, Candidate::sure);
  }

  /// A contradicting place points to another entity of the same name. A place that is not in the
  /// graph is ignored.
  @Test
  void requiresReviewIfAPropertyContradicts() {
    assertThat(inPlace("India"))
        .returns("same name, same seat", Candidate::reason)
        .returns(true, Candidate::sure);
    for (String other : List.of("China", "CHN", "Nigeria")) {
      assertThat(inPlace(other))
          .returns("same name, other seat", Candidate::reason)
          .returns(false, Candidate::sure);
    }
    assertThat(inPlace("Indien"))
        .returns("same name", Candidate::reason)
        .returns(true, Candidate::sure);
  }

  private static Candidate inPlace(String seat) {
    MatchQuery.Property property = new MatchQuery.Property("seat", seat);
    return match(
            new MatchQuery(
                "National Office of Weights", List.of(), List.of(), List.of(property), 1))
        .getFirst();
  }

  @Test
  void ignoresWithdrawnRecords() {
    assertThat(match(MatchQuery.named("Institute of Optics", 5)))
        .first()
        .returns("https://example.org/optics", Candidate::iri)
        .returns(true, Candidate::sure);
    assertThat(best("Optics Works").iri()).endsWith("/optics-new");
  }

  @Test
  void identifierOverridesTheName() {
    for (String id : List.of("https://ror.org/00cmhce21", "00cmhce21", "ror.org/00CMHCE21")) {
      MatchQuery query = new MatchQuery("some other name", List.of(), List.of(id), List.of(), 1);
      assertThat(match(query).getFirst())
          .returns("https://example.org/huawei", Candidate::iri)
          .returns("same ROR id", Candidate::reason)
          .satisfies(c -> assertThat(c.score()).isGreaterThan(99));
    }
    MatchQuery lei = new MatchQuery("", List.of(), List.of("300300C1C4ZGDRDJCR36"), List.of(), 1);
    assertThat(match(lei).getFirst().iri()).endsWith("/catl");
  }

  @Test
  void mergesTwoRecordsOfOneThing() {
    for (String name : List.of("Aurora Robotics", "Aurora Robotics (Norway)", "Nordlys Robotikk")) {
      assertThat(match(MatchQuery.named(name, 5)))
          .singleElement()
          .returns("https://example.org/lab", Candidate::iri)
          .returns("Aurora Robotics", Candidate::label)
          .returns(true, Candidate::sure);
    }
    for (String id : List.of("https://ror.org/02mhbdp94", "ISNI 0000 0001 2348 2265")) {
      MatchQuery query = new MatchQuery("", List.of(), List.of(id), List.of(), 5);
      assertThat(match(query))
          .extracting(Candidate::iri)
          .containsExactly("https://example.org/lab");
    }
  }

  @Test
  void returnsOnlyEntitiesOfTheGivenTypes() {
    MatchQuery makers =
        new MatchQuery("Oxford", List.of("https://example.org/Maker"), List.of(), List.of(), 5);
    assertThat(match(makers)).isEmpty();
    MatchQuery bodies =
        new MatchQuery("Huawei", List.of("https://example.org/Body"), List.of(), List.of(), 5);
    assertThat(match(bodies).getFirst().types())
        .containsExactly("https://example.org/Maker", "https://example.org/Body");
  }

  @Test
  void ignoresClassesAndProperties() {
    assertThat(match(MatchQuery.named("maker", 5))).isEmpty();
    assertThat(match(MatchQuery.named("seat", 5))).isEmpty();
  }

  @Test
  void returnsNothingForTextsThatAreNotNames() {
    assertThat(match(MatchQuery.named("", 5))).isEmpty();
    assertThat(match(MatchQuery.named("--- ???", 5))).isEmpty();
    assertThat(match(MatchQuery.named("Zyxwvut Qponmlk", 5))).isEmpty();
  }
}
