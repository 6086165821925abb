package org.techrace.serve.view;

import java.util.List;
import java.util.stream.Collectors;
import org.techrace.entity.Term;

/// What a thing is, in a sentence: in an `?order`, each `?word` and the things (`?thing`) that
/// follow it. A word that begins with a comma or a colon stands close to what is before it.
///
/// @param parts in the order in which they are read
public record Sentence(List<Part> parts) implements View {
  /// A sentence tells no more of a kind; the statements below it do.
  private static final int MOST = 4;

  /// A word and what follows it.
  ///
  /// @param things the first of them
  /// @param more how many are left out
  public record Part(String word, List<Term> things, int more) {

    static Part of(Line line) {
      List<Term> things = line.all("thing");
      List<Term> first = things.stream().limit(MOST).toList();
      return new Part(line.text("word"), first, things.size() - first.size());
    }

    /// What stands before a thing in the row.
    public String before(int index) {
      return index == 0 ? "" : index == things.size() - 1 && more == 0 ? " and " : ", ";
    }

    /// The word as it follows what is before it.
    public String joined() {
      return word.isEmpty() || word.startsWith(",") || word.startsWith(":") ? word : " " + word;
    }

    private String text() {
      StringBuilder text = new StringBuilder(joined());
      for (int i = 0; i < things.size(); i++) {
        text.append(i == 0 ? " " : before(i)).append(Shown.text(things.get(i)));
      }
      return more == 0
          ? text.toString()
          : text.append(" and ").append(more).append(" more").toString();
    }
  }

  static Sentence of(List<Line> lines) {
    return new Sentence(lines.stream().map(Part::of).toList());
  }

  /// The same without links.
  public String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining()).strip() + end();
  }

  /// The full stop, if the last part does not bring one.
  public String end() {
    return parts.getLast().text().endsWith(".") ? "" : ".";
  }

  /// A kind alone is named above already.
  @Override
  public boolean isEmpty() {
    return parts.isEmpty()
        || (parts.size() == 1
            && parts.getFirst().things().stream().allMatch(Term.Link.class::isInstance));
  }
}
