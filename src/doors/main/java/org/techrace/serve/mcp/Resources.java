package org.techrace.serve.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.techrace.entity.PageQueries;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.pages.ShortNames;

/// The resources: texts about a release that a language model reads as a whole. Each depends on the
/// release only, so it is made once. Safe for use by several threads.
final class Resources {
  private static final String SCHEME = "techrace://";

  /// The folder of the queries whose answers are resources, in `queries/pages`.
  private static final String FOLDER = "resources";

  /// The number of texts that are kept.
  private static final int KEPT = 50;

  private final List<Resource> all = new ArrayList<>();
  private final Cache<Key, String> texts =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  /// A resource.
  ///
  /// @param name the end of its URI
  /// @param text makes its text
  record Resource(String name, String title, String description, Function<Lease, String> text) {
    String uri() {
      return SCHEME + name;
    }
  }

  private record Key(String release, String name) {}

  /// @param queries the queries of the project; those of the folder `resources` are resources
  Resources(PageQueries queries) {
    all.add(
        new Resource(
            "schema",
            "Classes and properties",
            "Each class with its number of things and its properties, most used first",
            SchemaText::of));
    all.add(
        new Resource(
            "prefixes",
            "Prefixes",
            "The prefixes that queries need not declare",
            Resources::prefixes));
    for (PageQuery query : queries.in(FOLDER)) {
      all.add(
          new Resource(
              query.slug(), query.head("Title"), query.head("Text"), lease -> table(query, lease)));
    }
  }

  List<Resource> all() {
    return all;
  }

  /// Returns the text of a resource.
  String text(Resource resource, Lease lease) {
    return Objects.requireNonNull(
        texts.get(new Key(lease.release(), resource.name), key -> resource.text.apply(lease)));
  }

  private static String prefixes(Lease lease) {
    return ShortNames.of(lease).namespaces().entrySet().stream()
        .map(one -> "PREFIX %s: <%s>\n".formatted(one.getKey(), one.getValue()))
        .collect(Collectors.joining());
  }

  /// Returns the answer of a query, its cells apart by tabs. Things are prefixed names.
  private static String table(PageQuery query, Lease lease) {
    ShortNames names = ShortNames.of(lease);
    StringBuilder text = new StringBuilder(String.join("\t", query.variables())).append('\n');
    for (ResultRow row : lease.entities().rows(query.name())) {
      text.append(
              query.variables().stream()
                  .map(column -> row.get(column).map(term -> cell(term, names)).orElse(""))
                  .collect(Collectors.joining("\t")))
          .append('\n');
    }
    return text.toString();
  }

  private static String cell(Term term, ShortNames names) {
    return term instanceof Term.Link link
        ? names.shortened(link.iri())
        : term.text().replaceAll("\\s+", " ");
  }
}
