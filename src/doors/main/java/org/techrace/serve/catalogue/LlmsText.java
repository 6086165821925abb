package org.techrace.serve.catalogue;

/// Writes `/llms.txt`: what a language model should know about the site, in the form of
/// [llmstxt.org](https://llmstxt.org/).
final class LlmsText {
  private LlmsText() {}

  /// @param home the address of the server, or of the release on it
  static String of(Facts facts, String home) {
    String described = facts.graph().description().replaceAll("\\s+", " ");
    String licence = facts.licence().map(one -> ", licence " + one.name()).orElse("");
    return """
    # %1$s

    %2$sRelease %3$s%4$s. The graph is read-only. Every fact has a source, which has a publisher, a licence and a date. What is according to
    somebody is what they say, not a fact about the world. When you quote, name the source and the release, and keep the hedges.

    ## Ask

    - [MCP server](%5$s/mcp): tools to find things, to see classes, to query, and to explain facts with their evidence
    - [Limits](%5$s/.well-known/void): what the graph has of each indicator, list and data set, and how complete it is. \
    Ask the tool `coverage`, or `/api/v1/coverage?iri=X`, before you say how many there are, and repeat the `limits` of an answer
    - [REST](%5$s/api/v1): questions as addresses with typed parameters; [OpenAPI](%5$s/api/v1/openapi.json)
    - [SPARQL endpoint](%5$s/sparql): the SPARQL 1.1 Protocol; without a query, its service description
    - [Questions](%5$s/.well-known/sparql-examples): tested example queries in RDF
    - [Citations](%5$s/questions): below each answer is a button for a permanent link (`POST /cite`), which verifies it later

    ## Read

    - [Ontology](%5$s/ontology.ttl): classes and properties
    - [Sources](%5$s/explore/sources): publishers and licences
    - [Search](%5$s/search?q=): things and questions by plain words; JSON with `format=json`

    ## Optional

    - [Tables](%5$s/tables): a CSV and a Parquet file for each class, with a data dictionary (CSVW)
    - [Data Package](%5$s/catalogue/datapackage.json): the tables with their fields, and what limits each
    - [Croissant](%5$s/catalogue/croissant.json), [RO-Crate](%5$s/catalogue/ro-crate-metadata.json), \
    [DCAT-AP](%5$s/catalogue/dcat-ap.ttl), [schema.org](%5$s/catalogue/schema.jsonld): descriptions of the release
    """
        .formatted(
            facts.graph().title(),
            described.isEmpty() ? "" : "> " + described + "\n\n",
            facts.release(),
            licence,
            home);
  }
}
