package org.techrace.serve.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.techrace.entity.PageQuery;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;
import org.techrace.serve.text.Texts;

/// A sentence that describes a thing. Variables: `?order`, `?word` and the things (`?thing`) that
/// follow it. A word that starts with a comma or colon has no space before it. The words are those
/// of the reader's language, under `query.NAME.ORDER`, if it has all of them; a space follows those
/// that are not Chinese.
///
/// @param parts the parts in reading order
/// @param texts the texts of the language of the words
public record Sentence(List<Part> parts, Texts texts) implements View {
  /// The maximum number of things after a word; the statements below the sentence list all.
  private static final int MAX_THINGS = 4;

  /// A word and the things that follow it.
  ///
  /// @param word the word, with the spaces around it
  /// @param things the first things
  /// @param more the number of things left out
  public record Part(String word, List<Term> things, int more) {

    private static Part of(Line line, String word) {
      List<Term> things = line.all("thing");
      List<Term> first = things.stream().limit(MAX_THINGS).toList();
      return new Part(word, first, things.size() - first.size());
    }
  }

  static Sentence of(PageQuery query, List<Line> lines) {
    Texts texts = Reader.current().texts();
    List<Line> own = lines.stream().filter(Sentence::isInReadersLanguage).toList();
    List<Line> read = own.isEmpty() ? lines : own;
    List<String> translated =
        read.stream().flatMap(line -> translated(query, line, texts).stream()).toList();
    if (translated.size() == read.size()) {
      return new Sentence(parts(read, translated), texts);
    }
    List<String> words = lines.stream().map(line -> spaced(line.text("word"))).toList();
    return new Sentence(parts(lines, words), Reader.current().languages().standard());
  }

  /// Reports whether a line has no text in another language than that of the reader.
  private static boolean isInReadersLanguage(Line line) {
    return line.all("thing").stream()
        .allMatch(thing -> !(thing instanceof Term.Value) || Shown.foreign(thing) == null);
  }

  private static Optional<String> translated(PageQuery query, Line line, Texts texts) {
    return line.text("word").isEmpty() && line.text("order").equals("0")
        ? Optional.of("")
        : texts
            .find("query." + query.name() + "." + line.text("order"))
            .map(word -> Shown.width(word) < 2 * word.length() ? word.stripTrailing() + " " : word);
  }

  private static String spaced(String word) {
    if (word.isEmpty()) {
      return " ";
    }
    return (word.startsWith(",") || word.startsWith(":") ? "" : " ") + word + " ";
  }

  private static List<Part> parts(List<Line> lines, List<String> words) {
    return IntStream.range(0, lines.size())
        .mapToObj(i -> Part.of(lines.get(i), words.get(i)))
        .toList();
  }

  /// Returns the separator before a thing of a part.
  public String before(Part part, int index) {
    if (index == 0) {
      return "";
    }
    boolean last = index == part.things().size() - 1 && part.more() == 0;
    return texts.text(last ? "list.last" : "list.separator");
  }

  /// Returns how many things of a part are left out, in words.
  public String rest(Part part) {
    return texts.text("and-more", part.more());
  }

  /// Returns the sentence without links.
  public String text() {
    return parts.stream().map(this::text).collect(Collectors.joining()).strip() + end();
  }

  private String text(Part part) {
    StringBuilder text = new StringBuilder(part.word());
    for (int i = 0; i < part.things().size(); i++) {
      text.append(before(part, i)).append(Shown.text(part.things().get(i)));
    }
    return part.more() == 0 ? text.toString() : text.append(' ').append(rest(part)).toString();
  }

  /// Returns the full stop, or the empty string if the sentence has one.
  public String end() {
    String stop = texts.text("sentence.end");
    String last = text(parts.getLast());
    return last.endsWith(stop) || last.endsWith(".") ? "" : stop;
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
