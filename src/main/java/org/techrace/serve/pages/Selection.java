package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Choice;
import org.techrace.serve.view.Sorting;

/// Which things a list holds, and in which order, in its address: `has=PROPERTY OBJECT` (two IRIs,
/// repeatable), `sort=PROPERTY` or `sort=-PROPERTY`, `page`.
///
/// @param path the list's path
/// @param fixed what the path says that all have
/// @param has what else all have
/// @param sort the IRI of the property that orders them; the usual order is that of labels
record Selection(String path, List<Has> fixed, List<Has> has, Sorting sort, int page) {
  /// As many conditions as the queries have places for.
  private static final int MOST = 4;

  /// A property with a given object.
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
  /// @throws Refusal 400 if they make no sense
  static Selection of(Request request, List<Has> fixed) {
    List<Has> has = request.parameters().all("has").stream().map(Has::of).distinct().toList();
    String sort = request.parameters().first("sort").orElse("");
    if (fixed.size() + has.size() > MOST) {
      throw new Refusal(400, "A list can be narrowed by " + (MOST - 1) + " things at once.");
    }
    if (!sort.matches("(-?[^\\s<>\"{}|\\\\^`-][^\\s<>\"{}|\\\\^`]*)?")) {
      throw new Refusal(400, "'sort' must be the IRI of a property.");
    }
    return new Selection(
        request.path(), fixed, has, new Sorting(sort), Choice.page(request.parameters()));
  }

  List<Has> all() {
    List<Has> all = new ArrayList<>(fixed);
    all.addAll(has);
    return all;
  }

  /// A query of the list with its conditions; places that are left over repeat the first.
  Ask ask(String query) {
    Ask ask = Ask.of(query);
    for (int i = 0; i < MOST; i++) {
      Has one = all().get(i < all().size() ? i : 0);
      ask =
          ask.with("p" + (i + 1), NodeFactory.createURI(one.property()))
              .with("v" + (i + 1), NodeFactory.createURI(one.object()));
    }
    return ask;
  }

  boolean isFull() {
    return all().size() == MOST;
  }

  String toggled(Has one) {
    List<Has> other = new ArrayList<>(has);
    if (!other.remove(one)) {
      other.add(one);
    }
    return new Selection(path, fixed, other, sort, 1).address("");
  }

  String sortedBy(String property) {
    return new Selection(path, fixed, has, sort.at(property), 1).address("");
  }

  String turned(int newPage) {
    return new Selection(path, fixed, has, sort, newPage).address("");
  }

  String address(String format) {
    return Address.of(path)
        .with("has", has.stream().map(Has::toString).toList())
        .with(sort, page, format)
        .toString();
  }
}
