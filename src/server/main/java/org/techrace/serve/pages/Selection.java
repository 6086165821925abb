package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Sorting;

/// The things in a list and their order, as in its address: `has=PROPERTY OBJECT` (two IRIs,
/// repeatable), `sort=PROPERTY` or `sort=-PROPERTY`, and `page`.
///
/// @param fixed the conditions from the path
/// @param has the conditions from the parameters; a thing must meet all of them
/// @param choice the parameters
record Selection(List<Has> fixed, List<Has> has, Choice choice) {
  private static final String HAS = "has";

  /// The maximum number of conditions: the queries have variables for four.
  private static final int MAX_CONDITIONS = 4;

  /// A condition: a property with an object.
  record Has(String property, String object) {
    static Has of(String text) {
      int space = text.indexOf(' ');
      if (space < 1 || !text.matches("[^\\s<>\"{}|\\\\^`]+ [^\\s<>\"{}|\\\\^`]+")) {
        throw new Refusal(
            400, "'has' must be two IRIs with a space between them, not '" + text + "'.");
      }
      return new Has(text.substring(0, space), text.substring(space + 1));
    }

    @Override
    public String toString() {
      return property + " " + object;
    }
  }

  /// Reads the parameters.
  ///
  /// @throws Refusal 400 if a parameter is invalid
  static Selection of(Request request, List<Has> fixed) {
    List<Has> has = request.parameters().all(HAS).stream().map(Has::of).distinct().toList();
    String sort = request.parameters().first("sort").orElse("");
    if (fixed.size() + has.size() > MAX_CONDITIONS) {
      throw new Refusal(400, "A list can have at most " + (MAX_CONDITIONS - 1) + " filters.");
    }
    if (!sort.matches("(-?[^\\s<>\"{}|\\\\^`-][^\\s<>\"{}|\\\\^`]*)?")) {
      throw new Refusal(400, "'sort' must be the IRI of a property.");
    }
    List<Choice.Kept> kept = has.stream().map(h -> new Choice.Kept(HAS, h.toString())).toList();
    int page = Choice.page(request.parameters());
    return new Selection(fixed, has, new Choice(request.path(), kept, new Sorting(sort), page));
  }

  List<Has> all() {
    List<Has> all = new ArrayList<>(fixed);
    all.addAll(has);
    return all;
  }

  /// Returns a query of the list with its conditions. Unused variables repeat the first condition.
  Ask ask(String query) {
    Ask ask = Ask.of(query);
    for (int i = 0; i < MAX_CONDITIONS; i++) {
      Has one = all().get(i < all().size() ? i : 0);
      ask =
          ask.with("p" + (i + 1), NodeFactory.createURI(one.property()))
              .with("v" + (i + 1), NodeFactory.createURI(one.object()));
    }
    return ask;
  }

  boolean isFull() {
    return all().size() == MAX_CONDITIONS;
  }

  /// Returns the address with a condition added, or removed if it is there already.
  String toggled(Has one) {
    return choice.toggled(HAS, one.toString());
  }
}
