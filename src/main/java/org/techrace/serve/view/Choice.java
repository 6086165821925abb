package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.techrace.entity.Natural;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;

/// What a reader chose of a page, in the parameters of its address: `speaker=IRI` keeps what has it
/// (of several of one variable: any), `sort=-when` sorts, `page=2` turns the page.
///
/// @param path the page's path
/// @param kept the keys kept, by variable
/// @param sort the variable sorted by; the usual order is the query's
/// @param page from 1
public record Choice(String path, Map<String, Set<String>> kept, Sorting sort, int page) {
  private static final Pattern PAGE = Pattern.compile("[1-9]\\d{0,5}");
  private static final Comparator<Term> BY_TERM =
      Comparator.comparing((Term t) -> t.number().orElse(Double.NEGATIVE_INFINITY))
          .thenComparing(Natural.BY_TEXT);

  /// Reads a choice.
  ///
  /// @throws Refusal 400 if a parameter is none that the page has
  public static Choice of(String path, Parameters parameters, PageQuery query) {
    Map<String, Set<String>> kept = new LinkedHashMap<>();
    for (String name : parameters.values().keySet()) {
      if (facets(query).containsKey(name)) {
        kept.put(name, new LinkedHashSet<>(parameters.all(name)));
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
    return lines.stream()
        .filter(
            line ->
                kept.entrySet().stream()
                    .filter(k -> !k.getKey().equals(but))
                    .allMatch(k -> has(line, k.getKey(), k.getValue())))
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

  boolean keeps(String variable, String key) {
    return kept.getOrDefault(variable, Set.of()).contains(key);
  }

  /// The address with a key more, or less if it is kept already.
  String toggled(String variable, String key) {
    Map<String, Set<String>> other = new LinkedHashMap<>(kept);
    Set<String> keys = new LinkedHashSet<>(kept.getOrDefault(variable, Set.of()));
    if (!keys.remove(key)) {
      keys.add(key);
    }
    other.put(variable, keys);
    return new Choice(path, other, sort, 1).address("");
  }

  String sortedBy(String variable) {
    return new Choice(path, kept, sort.at(variable), 1).address("");
  }

  /// The address of another page of the same.
  public String turned(int newPage) {
    return new Choice(path, kept, sort, newPage).address("");
  }

  /// The address of the same as data.
  public String as(String format) {
    return new Choice(path, kept, sort, 1).address(format);
  }

  private String address(String format) {
    Address address = Address.of(path);
    for (Map.Entry<String, Set<String>> one : kept.entrySet()) {
      address = address.with(one.getKey(), one.getValue());
    }
    return address.with(sort, page, format).toString();
  }
}
