package org.techrace.serve.pages;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.pages.Observations.Dimension;
import org.techrace.serve.pages.Observations.Value;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Chart;
import org.techrace.serve.view.View;
import tools.jackson.databind.node.ObjectNode;

/// The content of the page `/observations`.
///
/// @param title the measure and the chosen values
/// @param sentence which value is the highest; empty if nothing can be compared
/// @param kind `chart`, `bars`, `map` or `table`
/// @param kinds the kinds that the observations can have
/// @param usual the kind of an address that names none
/// @param view the picture or table; of a map, the bars for those without scripts
/// @param note what bars leave out, or empty
/// @param unit the unit; empty for counts, and if there are several
/// @param time the time of a map or of bars
/// @param compared the things in a chart, the largest first
/// @param share whether the parts of a whole are shown; null if there is none
/// @param query the query of the observations
/// @param address the address of the page
/// @param page the page of a table, and the number of its pages
public record ObservationsContent(
    Observations asked,
    String title,
    String sentence,
    String kind,
    List<String> kinds,
    String usual,
    View view,
    String note,
    String unit,
    String time,
    List<Term> compared,
    Optional<Boolean> share,
    String query,
    Address address,
    int page,
    int pages) {
  static final String VIEW = "view";
  static final String LINES = "chart";
  static final String BARS = "bars";
  static final String MAP = "map";
  static final String TABLE = "table";

  /// Returns the address of the picture for other sites, or of a file.
  public Address alone() {
    return new Address(ObservationsPage.ALONE, address.parameters());
  }

  /// Returns the name of a kind for the reader.
  public String name(String other) {
    return switch (other) {
      case BARS -> Reader.text("observations.bars");
      case MAP -> Reader.text("observations.map");
      case TABLE -> Reader.text("observations.table");
      default -> Reader.text("observations.chart");
    };
  }

  /// Returns the address of another kind.
  public Address as(String other) {
    return with(VIEW, named(other, usual, kinds));
  }

  /// Reports whether the picture is of one time.
  public boolean isOfOneTime() {
    return kind.equals(BARS) || kind.equals(MAP);
  }

  /// Returns the address with another value of a parameter; none if it is empty.
  public Address with(String name, String value) {
    return address.without(name).with(name, value);
  }

  /// Returns the address without one of the compared things.
  public Address without(Term thing) {
    Dimension along = asked.along().orElseThrow();
    return address
        .without(along.name())
        .with(
            along.name(),
            compared.stream().filter(one -> !one.equals(thing)).map(Addresses::document).toList());
  }

  /// Returns the values that can be compared too.
  public List<Value> others() {
    Set<String> shown = compared.stream().map(Addresses::document).collect(Collectors.toSet());
    return asked.along().stream()
        .flatMap(along -> along.values().stream())
        .filter(value -> value.term().isPresent() && !shown.contains(value.key()))
        .toList();
  }

  /// Returns the dimensions that can be compared.
  public List<Dimension> sides() {
    return Stream.concat(asked.fixed().stream(), asked.along().stream())
        .filter(side -> side.values().size() > 1)
        .sorted(Comparator.comparing(Dimension::name))
        .toList();
  }

  /// Returns the parameters that the form of the choice has fields for.
  public Set<String> fields() {
    Set<String> fields = new HashSet<>(Set.of("from", "to", "scale", "share", "by"));
    asked.fields().forEach(dimension -> fields.add(dimension.name()));
    return fields;
  }

  /// Reports whether the axis of the values is logarithmic.
  public boolean logarithmic() {
    return address.parameters().contains(Chart.LOGARITHMIC);
  }

  /// Returns what the numbers measure, with the unit and, of one time, the time.
  public String caption() {
    return Stream.of(unit, time)
        .filter(part -> !part.isEmpty())
        .collect(
            Collectors.joining(
                Reader.text("answer.and"),
                title + (unit.isEmpty() && time.isEmpty() ? "" : " · "),
                ""));
  }

  /// Returns the headings of columns for the script that draws: a JSON object.
  public String headings() {
    ObjectNode headings = HttpJson.object();
    headings.put("series", asked.along().map(Dimension::heading).orElse(""));
    headings.put("value", caption());
    return headings.toString();
  }

  /// Returns the parameters of the address, for the hidden fields of a form.
  ///
  /// @param but parameters that the form has fields for
  public Map<String, List<String>> hidden(Set<String> but) {
    Map<String, List<String>> hidden = new LinkedHashMap<>(address.values());
    hidden.keySet().removeAll(but);
    return hidden;
  }

  /// Returns a kind as it is in an address: empty for the first kind if it is the usual one.
  static String named(String kind, String usual, List<String> kinds) {
    return kind.equals(usual) && kind.equals(kinds.getFirst()) ? "" : kind;
  }
}
