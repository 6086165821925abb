package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.entity.Natural;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;

/// The reader's choice on a page, as in the parameters of its address: `speaker=IRI` filters by a
/// value, `sort=-when` sorts, `page=2` selects a page.
///
/// @param path the path of the page
/// @param kept the filters, grouped by name
/// @param sort the sort order
/// @param page the page, from 1
public record Choice(String path, List<Kept> kept, Sorting sort, int page) {
  /// A filter: a variable and the value it must have.
  public record Kept(String name, String value) {}

  /// The parameter that selects one scale for all charts with the same unit.
  static final String SCALE = "scale";

  /// The last page that can be asked for.
  public static final int MAX_PAGE = 999_999_999;

  private static final Pattern PAGE = Pattern.compile("[1-9]\\d{0,8}");
  private static final Comparator<Term> BY_TERM =
      Comparator.comparing((Term t) -> t.number().orElse(Double.NEGATIVE_INFINITY))
          .thenComparing(Natural.BY_TEXT);

  /// Reads the choice on a page of `queries/pages/explore`. If a variable has several values, a
  /// line must have one of them.
  ///
  /// @throws Refusal 400 if the page does not have one of the parameters
  public static Choice of(String path, Parameters parameters, PageQuery query) {
    for (String name : parameters.values().keySet()) {
      if (!facets(query).containsKey(name)
          && !Set.of("sort", "page", "format", SCALE).contains(name)) {
        throw new Refusal(
            400,
            "Unknown parameter '%s'. This page has %s, sort, page and format."
                .formatted(name, List.copyOf(facets(query).keySet())));
      }
    }
    Sorting sort = new Sorting(parameters.first("sort").orElse(""));
    if (!sort.isDefault() && !query.variables().contains(sort.by())) {
      throw new Refusal(400, "'sort' must be one of %s.".formatted(query.variables()));
    }
    return new Choice(path, kept(parameters, query), sort, page(parameters));
  }

  /// Reads only the filters on a page of `queries/pages/explore`.
  public static List<Kept> kept(Parameters parameters, PageQuery query) {
    List<Kept> kept = new ArrayList<>();
    for (String name : parameters.values().keySet()) {
      if (facets(query).containsKey(name)) {
        parameters.all(name).stream().distinct().map(v -> new Kept(name, v)).forEach(kept::add);
      }
    }
    return kept;
  }

  /// Returns the choice with the keys of the values that are in the form of an address.
  ///
  /// @param lines all lines
  /// @param form returns the form of a value in an address
  public Choice keyed(List<Line> lines, Function<Term, String> form) {
    List<Kept> keyed =
        kept.stream()
            .map(
                one ->
                    lines.stream()
                        .flatMap(line -> line.all(one.name).stream())
                        .filter(term -> form.apply(term).equals(one.value))
                        .findFirst()
                        .map(term -> new Kept(one.name, term.key()))
                        .orElse(one))
            .toList();
    return new Choice(path, keyed, sort, page);
  }

  /// Returns the value of the parameter `page`, 1 if it is absent.
  ///
  /// @throws Refusal 400 if it is not a number from 1 to [#MAX_PAGE]
  public static int page(Parameters parameters) {
    String page = parameters.first("page").orElse("1");
    if (!PAGE.matcher(page).matches()) {
      throw new Refusal(400, "'page' must be a number from 1.");
    }
    return Integer.parseInt(page);
  }

  /// Returns the variables that readers can filter by, with their headings, from the query's front
  /// matter. `row=area` gives the variable `row` the heading "area".
  public static Map<String, String> facets(PageQuery query) {
    Map<String, String> facets = new LinkedHashMap<>();
    for (String facet : query.head("Facets").split(" ", -1)) {
      int equals = facet.indexOf('=');
      String variable = equals < 0 ? facet : facet.substring(0, equals);
      facets.put(variable, Shown.heading(facet.substring(equals + 1)));
    }
    facets.remove("");
    return facets;
  }

  /// Returns the lines that pass the filters.
  ///
  /// @param lines all lines
  /// @param but a variable whose filters are ignored; empty for none
  List<Line> keep(List<Line> lines, String but) {
    Map<String, Set<String>> values =
        kept.stream()
            .filter(one -> !one.name.equals(but))
            .collect(
                Collectors.groupingBy(
                    Kept::name, Collectors.mapping(Kept::value, Collectors.toSet())));
    return lines.stream()
        .filter(
            line -> values.entrySet().stream().allMatch(v -> has(line, v.getKey(), v.getValue())))
        .toList();
  }

  private static boolean has(Line line, String variable, Set<String> keys) {
    return line.all(variable).stream().anyMatch(t -> keys.contains(t.key()));
  }

  /// Returns the lines that pass the filters, in the chosen order. Lines without a value come last.
  public List<Line> apply(List<Line> lines) {
    List<Line> chosen = keep(lines, "");
    if (sort.isDefault()) {
      return chosen;
    }
    String variable = sort.by();
    Comparator<Line> order =
        Comparator.comparing((Line l) -> l.first(variable).orElseThrow(), BY_TERM);
    List<Line> sorted =
        new ArrayList<>(chosen.stream().filter(l -> !l.all(variable).isEmpty()).toList());
    sorted.sort(sort.descending() ? order.reversed() : order);
    chosen.stream().filter(l -> l.all(variable).isEmpty()).forEach(sorted::add);
    return sorted;
  }

  boolean keeps(String name, String value) {
    return kept.contains(new Kept(name, value));
  }

  /// Returns the values of a filter.
  public List<String> values(String name) {
    return kept.stream().filter(one -> one.name.equals(name)).map(Kept::value).toList();
  }

  /// Returns the address with a filter added, or removed if it is set already.
  public String toggled(String name, String value) {
    List<Kept> other = new ArrayList<>(kept);
    if (!other.remove(new Kept(name, value))) {
      int last = kept.stream().map(Kept::name).toList().lastIndexOf(name);
      other.add(last < 0 ? other.size() : last + 1, new Kept(name, value));
    }
    return new Choice(path, other, sort, 1).address("");
  }

  /// Returns the address sorted by a column, or in reverse order if it is sorted by it already.
  public String sortedBy(String column) {
    return new Choice(path, kept, sort.at(column), 1).address("");
  }

  /// Returns the address of another page.
  public String turned(int newPage) {
    return new Choice(path, kept, sort, newPage).address("");
  }

  /// Returns the address of the data in another format.
  ///
  /// @param format the suffix of a format
  public String as(String format) {
    return new Choice(path, kept, sort, 1).address(format);
  }

  private String address(String format) {
    return filtered(Address.of(path)).with(sort, page, format).toString();
  }

  /// Returns an address with the filters.
  public Address filtered(Address address) {
    Address filtered = address;
    for (Kept one : kept) {
      filtered = filtered.with(one.name, List.of(one.value));
    }
    return filtered;
  }
}
