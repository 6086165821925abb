package org.techrace.serve.pages;

import java.util.List;

/// A question as a few lines of a program that run as they stand.
///
/// @param language what people call the language
/// @param text the program
public record Snippet(String language, String text) {
  private static final String CURL =
      """
      curl -s %1$s -H 'Accept: text/csv' --data-urlencode query@- <<'SPARQL'
      %2$s
      SPARQL
      """;

  private static final String PYTHON =
      """
      # pip install sparqlwrapper
      from SPARQLWrapper import SPARQLWrapper, JSON

      endpoint = SPARQLWrapper("%1$s", returnFormat=JSON)
      endpoint.setMethod("POST")
      endpoint.setQuery(r\"""
      %2$s
      \""")
      for row in endpoint.queryAndConvert()["results"]["bindings"]:
          print({name: cell["value"] for name, cell in row.items()})
      """;

  private static final String R =
      """
      query <- r"---(
      %2$s
      )---"
      address <- paste0("%1$s?format=csv&query=", URLencode(query, reserved = TRUE))
      print(read.csv(address, encoding = "UTF-8"))
      """;

  private static final String JAVASCRIPT =
      """
      const query = String.raw`
      %2$s
      `;
      fetch("%1$s", {
        method: "POST",
        headers: { Accept: "application/sparql-results+json" },
        body: new URLSearchParams({ query })
      })
        .then(response => response.json())
        .then(answer => console.table(answer.results.bindings.map(row =>
          Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell.value])))));
      """;

  /// A `SELECT` query in all languages.
  ///
  /// @param endpoint the address to ask
  public static List<Snippet> of(String query, String endpoint) {
    return List.of(
        new Snippet("curl", CURL.formatted(endpoint, query.strip())),
        new Snippet("Python", PYTHON.formatted(endpoint, query.strip())),
        new Snippet("R", R.formatted(endpoint, query.strip())),
        new Snippet("JavaScript", JAVASCRIPT.formatted(endpoint, query.strip())));
  }
}
