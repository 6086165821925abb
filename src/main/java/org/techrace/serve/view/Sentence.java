package org.techrace.serve.view;

import java.util.List;
import java.util.stream.Collectors;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;
import org.techrace.serve.text.Texts;

/// A sentence that describes a thing. Variables: `?order`, `?word` and the things (`?thing`) that
/// follow it. A word that starts with a comma or colon has no space before it.
///
/// @param parts the parts in reading order
public record Sentence(List<Part> parts) implements View {
  /// The maximum number of things after a word; the statements below the sentence list all.
  private static final int MAX_THINGS = 4;

  /// A word and the things that follow it.
  ///
  /// @param word the word
  /// @param things the first things
  /// @param more the number of things left out
  public record Part(String word, List<Term> things, int more) {

    static Part of(Line line) {
      List<Term> things = line.all("thing");
      List<Term> first = things.stream().limit(MAX_THINGS).toList();
      return new Part(line.text("word"), first, things.size() - first.size());
    }

    /// Returns the separator before a thing.
    public String before(int index) {
      if (index == 0) {
        return "";
      }
      boolean last = index == things.size() - 1 && more == 0;
      return words().text(last ? "list.last" : "list.separator");
    }

    /// Returns the word with a space before it, where needed.
    public String joined() {
      return word.isEmpty() || word.startsWith(",") || word.startsWith(":") ? word : " " + word;
    }

    /// Returns how many things are left out, in words.
    public String rest() {
      return words().text("and-more", more);
    }

    /// The words of a sentence are those of a query, so what joins them is not translated.
    private static Texts words() {
      return Reader.current().languages().standard();
    }

    private String text() {
      StringBuilder text = new StringBuilder(joined());
      for (int i = 0; i < things.size(); i++) {
        text.append(i == 0 ? " " : before(i)).append(Shown.text(things.get(i)));
      }
      return more == 0 ? text.toString() : text.append(' ').append(rest()).toString();
    }
  }

  static Sentence of(List<Line> lines) {
    return new Sentence(lines.stream().map(Part::of).toList());
  }

  /// Returns the sentence without links.
  public String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining()).strip() + end();
  }

  /// Returns the full stop, or the empty string if the sentence has one.
  public String end() {
    return parts.getLast().text().endsWith(".") ? "" : ".";
  }

  /// Reports whether the sentence says no more than the kind of the thing, which the page shows
  /// already.
  @Override
  public boolean isEmpty() {
    return parts.isEmpty()
        || (parts.size() == 1
            && parts.getFirst().things().stream().allMatch(Term.Link.class::isInstance));
  }
}
