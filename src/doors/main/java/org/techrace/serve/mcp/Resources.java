package org.techrace.serve.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.entity.PageQueries;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ShortNames;

/// The resources: texts about a release that a language model reads as a whole. Each depends on the
/// release only, so it is made once. Safe for use by several threads.
final class Resources {
  private static final String SCHEME = "techrace://";

  /// The folder of the queries whose answers are resources, in `queries/pages`.
  private static final String FOLDER = "resources";

  /// The room for the last line of a part, in characters.
  private static final int FOOT = 150;

  /// The number of texts that are kept.
  private static final int KEPT = 50;

  private final List<Resource> all = new ArrayList<>();
  private final Cache<Key, String> texts =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  /// A resource.
  ///
  /// @param name the end of its URI
  /// @param table true if it is a table, which is read in parts
  /// @param text makes its text
  record Resource(
      String name, String title, String description, boolean table, Function<Lease, String> text) {
    String uri() {
      return SCHEME + name;
    }

    /// Reports whether a URI is that of the resource or of a part of it.
    boolean has(String uri) {
      return uri.equals(uri()) || (table && uri.matches(Pattern.quote(uri()) + "/(all|\\d{1,6})"));
    }
  }

  private record Key(String release, String name) {}

  /// A part of a table: each is at most this long, in characters.
  static final int PART_LENGTH = 6_000;

  /// Names the whole table in place of the number of a part.
  private static final String WHOLE = "all";

  /// The end of the URI of a part of a table.
  static final String PART = "/{part}";

  /// @param queries the queries of the project; those of the folder `resources` are resources
  Resources(PageQueries queries) {
    all.add(
        new Resource(
            "schema",
            "Classes and properties",
            "Each class with its number of things and its properties, most used first",
            false,
            SchemaText::of));
    all.add(
        new Resource(
            "prefixes",
            "Prefixes",
            "The prefixes that queries need not declare",
            false,
            Resources::prefixes));
    for (PageQuery query : queries.in(FOLDER)) {
      all.add(
          new Resource(
              query.slug(),
              query.head("Title"),
              query.head("Text"),
              true,
              lease -> table(query, lease)));
    }
  }

  List<Resource> all() {
    return all;
  }

  List<String> uris() {
    return all.stream().map(Resource::uri).toList();
  }

  /// Returns the text of a resource: of a table that is too long, the first part.
  ///
  /// @param uri that of the resource; for a table, `/2` at its end means the second part, and
  ///   `/all` the whole
  String text(Resource resource, String uri, Lease lease) {
    String text =
        Objects.requireNonNull(
            texts.get(new Key(lease.release(), resource.name), key -> resource.text.apply(lease)));
    String part = uri.substring(Math.min(uri.length(), resource.uri().length())).replace("/", "");
    if (!resource.table || part.equals(WHOLE)) {
      return text;
    }
    List<String> parts = parts(text, resource);
    int number = part.isEmpty() ? 1 : Integer.parseInt(part);
    if (number < 1 || number > parts.size()) {
      throw new Refusal(
          400,
          "%s has the parts 1 to %d, and the whole as %s/%s; there is no part %s."
              .formatted(resource.uri(), parts.size(), resource.uri(), WHOLE, part));
    }
    return parts.get(number - 1);
  }

  /// Returns the parts of a table: each has the line of the columns and, if another follows, a line
  /// that says so.
  private static List<String> parts(String text, Resource resource) {
    List<String> lines = text.lines().toList();
    String head = lines.getFirst() + "\n";
    List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    int room = PART_LENGTH - head.length() - FOOT;
    int length = 0;
    for (String line : lines.subList(1, lines.size())) {
      if (length > 0 && length + line.length() + 1 > room) {
        rows.add(new ArrayList<>());
        length = 0;
      }
      rows.getLast().add(line + "\n");
      length += line.length() + 1;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int rest = rows.subList(i + 1, rows.size()).stream().mapToInt(List::size).sum();
      String foot =
          rest == 0
              ? ""
              : "… and %d more: read %s/%d, or %s/%s for the whole\n"
                  .formatted(rest, resource.uri(), i + 2, resource.uri(), WHOLE);
      parts.add(head + String.join("", rows.get(i)) + foot);
    }
    return parts;
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
