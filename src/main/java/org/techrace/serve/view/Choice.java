package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.entity.Natural;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;

/// What a reader chose of a page, as the parameters of its address say it: `speaker=IRI` keeps what
/// has this value, `sort=-when` sorts, `page=2` turns the page.
///
/// @param path the path of the page
/// @param kept the parameters that keep something; those of one name are next to each other
/// @param sort what the lines are sorted by
/// @param page from 1
public record Choice(String path, List<Kept> kept, Sorting sort, int page) {
  /// A parameter that keeps what has a value.
  public record Kept(String name, String value) {}

  private static final Pattern PAGE = Pattern.compile("[1-9]\\d{0,5}");
  private static final Comparator<Term> BY_TERM =
      Comparator.comparing((Term t) -> t.number().orElse(Double.NEGATIVE_INFINITY))
          .thenComparing(Natural.BY_TEXT);

  /// Reads the choice on a page of `queries/pages/explore`. Of several values of one variable a
  /// line must have one.
  ///
  /// @throws Refusal 400 if a parameter is none that the page has
  public static Choice of(String path, Parameters parameters, PageQuery query) {
    List<Kept> kept = new ArrayList<>();
    for (String name : parameters.values().keySet()) {
      if (facets(query).containsKey(name)) {
        parameters.all(name).stream().distinct().map(v -> new Kept(name, v)).forEach(kept::add);
      } else if (!Set.of("sort", "page", "format").contains(name)) {
        throw new Refusal(
            400,
            "There is no parameter '%s' here; there are %s, sort, page and format."
                .formatted(name, List.copyOf(facets(query).keySet())));
      }
    }
    Sorting sort = new Sorting(parameters.first("sort").orElse(""));
    if (!sort.isUsual() && !query.variables().contains(sort.by())) {
      throw new Refusal(400, "'sort' must be one of %s.".formatted(query.variables()));
    }
    return new Choice(path, kept, sort, page(parameters));
  }

  /// The parameter `page`.
  public static int page(Parameters parameters) {
    String page = parameters.first("page").orElse("1");
    if (!PAGE.matcher(page).matches()) {
      throw new Refusal(400, "'page' must be a number from 1.");
    }
    return Integer.parseInt(page);
  }

  /// The variables that front matter lets one narrow by, and what each is called: `row=area` gives
  /// the variable `row` another name.
  static Map<String, String> facets(PageQuery query) {
    Map<String, String> facets = new LinkedHashMap<>();
    for (String facet : query.head("Facets").split(" ", -1)) {
      int equals = facet.indexOf('=');
      String variable = equals < 0 ? facet : facet.substring(0, equals);
      facets.put(variable, Shown.heading(facet.substring(equals + 1)));
    }
    facets.remove("");
    return facets;
  }

  /// The lines that are kept.
  ///
  /// @param but a variable whose choice is passed over; empty for none
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

  /// The lines that are kept, in the order chosen.
  public List<Line> apply(List<Line> lines) {
    List<Line> chosen = keep(lines, "");
    if (sort.isUsual()) {
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

  /// The values of a parameter.
  public List<String> values(String name) {
    return kept.stream().filter(one -> one.name.equals(name)).map(Kept::value).toList();
  }

  /// The address that also keeps what has a value, or no longer does if it is kept already.
  public String toggled(String name, String value) {
    List<Kept> other = new ArrayList<>(kept);
    if (!other.remove(new Kept(name, value))) {
      int last = kept.stream().map(Kept::name).toList().lastIndexOf(name);
      other.add(last < 0 ? other.size() : last + 1, new Kept(name, value));
    }
    return new Choice(path, other, sort, 1).address("");
  }

  /// The address of the same, sorted by a column or the other way round.
  public String sortedBy(String column) {
    return new Choice(path, kept, sort.at(column), 1).address("");
  }

  /// The address of another page of the same.
  public String turned(int newPage) {
    return new Choice(path, kept, sort, newPage).address("");
  }

  /// The address of the same as data.
  ///
  /// @param format the suffix of a format
  public String as(String format) {
    return new Choice(path, kept, sort, 1).address(format);
  }

  private String address(String format) {
    Address address = Address.of(path);
    for (Kept one : kept) {
      address = address.with(one.name, List.of(one.value));
    }
    return address.with(sort, page, format).toString();
  }
}
