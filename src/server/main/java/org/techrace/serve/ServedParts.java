package org.techrace.serve;

import java.util.Optional;
import org.techrace.entity.PageQueries;
import org.techrace.release.Releases;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.http.ForReaders;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.EntityDocuments;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Templates;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.work.Evaluator;

/// The parts of a server that its doors share.
///
/// @param options the options of the server
/// @param sparql answers queries
/// @param evaluator evaluates pages within their limits
/// @param readers answers in the language of the reader
/// @param templates the templates of the site
/// @param queries the queries that pages are built from
/// @param questions the questions of the project
/// @param search finds things by name
/// @param documents the documents about things
/// @param releases the folder of releases, if the server has one
/// @param kept the releases that can be served
public record ServedParts(
    Options options,
    Endpoint sparql,
    Evaluator evaluator,
    ForReaders readers,
    Templates templates,
    PageQueries queries,
    Questions questions,
    SearchPage search,
    EntityDocuments documents,
    Optional<Releases> releases,
    KeptReleases kept) {

  /// Returns a route for GET that is evaluated within the limits of a page, in the language of the
  /// reader.
  public Route page(String pattern, Processor processor) {
    return complete(Route.page(pattern, processor));
  }

  /// Returns a route with what its kind adds to its processor.
  Route complete(Route route) {
    Processor processor = route.processor();
    return switch (route.kind()) {
      case PLAIN -> route;
      case TEXT -> Route.get(route.pattern(), readers.of(processor));
      case PAGE ->
          Route.get(
              route.pattern(),
              readers.of((request, lease) -> evaluator.answer(request, lease, processor)));
    };
  }
}
