package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.query.QueryFactory;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.techrace.query.AnswerPicture;
import org.techrace.serve.pages.Questions.Question;

/// Reads the English sentence of a question as a reader does, and compares each of its claims with
/// the rows of the answer: who is first and second, with what value and how far ahead, since when,
/// among how many; how many there are; the largest number; how often a name occurs.
///
/// @param picture the picture that the question declares
/// @param rows the rows of the answer by variable
/// @param headings the headings of the columns by variable
/// @param chosen the values of the fields of the question
record AnswerClaims(
    Optional<AnswerPicture> picture,
    List<Map<String, Cell>> rows,
    Map<String, String> headings,
    Collection<String> chosen) {
  private static final String AMOUNT = "([^()]+?(?:\\([^()]*\\)[^()]*?)*?)";
  private static final String END = "\\.(?= |$)";

  private static final Pattern FIRST =
      Pattern.compile(
          "(.+?) is first with (.+?)(?:, ([\\d.,]+) (times|% ahead of|percentage points? ahead of)"
              + " (.+?) \\("
              + AMOUNT
              + "\\)|; second is (.+?) with (.+?))"
              + END);
  private static final Pattern TIE = Pattern.compile("(.+?) are first with (.+?) each" + END);
  private static final Pattern MANY =
      Pattern.compile(
          "(?:(.+?): )?(\\d+) are first with (.+?) each, among them (.+?) and (.+?)" + END);
  private static final Pattern COMPARED = Pattern.compile("(\\d+) are compared here\\.");
  private static final Pattern SINCE =
      Pattern.compile("First since (.+?)(, the first year here)?" + END);
  private static final Pattern LARGEST =
      Pattern.compile("The largest number is that of (.+?): (\\d.*?)" + END);
  private static final Pattern COUNT =
      Pattern.compile(
          "([\\d,]+) in all(?:, in ([\\d,]+) rows)?(, among them|:) (.+?)"
              + "\\.(?= (?:The largest|The figures|Only for)|$)");
  private static final Pattern SHARES =
      Pattern.compile("(.+?): (.+? \\(\\d+ of \\d+\\)(?:, .+?)*?)(?: and (\\d+) more)?\\.$");
  private static final Pattern SHARE = Pattern.compile("(.+?) \\((\\d+) of (\\d+)\\)(?:, |$)");
  private static final Pattern ONLY_FOR = Pattern.compile("Only for: (.+?)\\.$");
  private static final Pattern HEDGE = Pattern.compile("The figures are (.+?)\\.");
  private static final Pattern LEFT_OUT =
      Pattern.compile(" Left out, because they have others in them: (.+?)\\.(?= |$)");
  private static final Pattern RANGE = Pattern.compile("(.+) to (.+)");
  private static final Pattern ALONE = Pattern.compile("(.+?): (\\d.*?)" + END);
  private static final Pattern NUMBER =
      Pattern.compile("([\\d,]+(?:\\.(\\d+))?)(?: (thousand|million|billion|trillion))?");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[\\d.]+(?:[eE][-+]?\\d+)?");
  private static final Pattern BRACKETS = Pattern.compile("\\(([^()]+)\\)");

  private static final Map<String, Double> SCALES =
      Map.of("thousand", 1e3, "million", 1e6, "billion", 1e9, "trillion", 1e12);

  /// The least share of those with a value that a time must have to be the latest.
  private static final double COMPLETE = 0.8;

  /// A cell of a table: its text, and its number if it is one.
  record Cell(String text, OptionalDouble number) {}

  /// The words of a part of a sentence, and what compares it with the rows and returns those who
  /// compete, which later parts are about.
  private record Form(Pattern words, BiFunction<MatchResult, Race, Race> reading) {
    static Form about(Pattern words, BiConsumer<MatchResult, Race> reading) {
      return new Form(
          words,
          (claim, race) -> {
            reading.accept(claim, race);
            return race;
          });
    }
  }

  /// Those who compete, by name, with the largest value of each.
  private record Race(String name, String who, String among, Map<String, Double> values) {
    static final Race NONE = new Race("", "", "", Map.of());

    double value() {
      return Objects.requireNonNull(values.get(name));
    }

    Set<String> with(double value) {
      return values.entrySet().stream()
          .filter(other -> other.getValue() == value)
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    OptionalDouble second() {
      double first = value();
      return values.values().stream()
          .mapToDouble(Double::doubleValue)
          .filter(value -> value < first)
          .max();
    }
  }

  /// Reads the table of the page of a question.
  static AnswerClaims of(Question question, Document page) {
    Element table = page.expectFirst("table.answer");
    List<String> variables = QueryFactory.create(question.query()).getResultVars();
    List<String> headings = table.select("thead th").eachText();
    assertThat(headings).hasSameSizeAs(variables);
    Map<String, String> byVariable = new LinkedHashMap<>();
    variables.forEach(name -> byVariable.put(name, headings.get(byVariable.size())));
    List<Map<String, Cell>> rows = new ArrayList<>();
    for (Element line : table.select("tbody tr")) {
      Map<String, Cell> row = new LinkedHashMap<>();
      variables.forEach(name -> row.put(name, cell(line.child(row.size()))));
      rows.add(row);
    }
    List<String> chosen = page.select("form option[selected]").eachText();
    return new AnswerClaims(question.view(), rows, byVariable, chosen);
  }

  private static Cell cell(Element element) {
    String exact = element.select("span[title]").attr("title");
    Element text = element.clone();
    text.select(".tag").remove();
    return new Cell(
        text.text(),
        DECIMAL.matcher(exact).matches()
            ? OptionalDouble.of(Double.parseDouble(exact))
            : OptionalDouble.empty());
  }

  /// Returns what a sentence says that the rows do not. Those that it leaves out do not count, and
  /// are in the rows.
  List<String> wrong(String sentence) {
    Matcher leftOut = LEFT_OUT.matcher(sentence);
    if (leftOut.find()) {
      Set<String> names = Set.of(leftOut.group(1).split(", ", -1));
      List<Map<String, Cell>> rest =
          rows.stream()
              .filter(row -> row.values().stream().noneMatch(cell -> names.contains(cell.text)))
              .toList();
      List<String> wrong =
          new AnswerClaims(picture, rest, headings, chosen).wrong(leftOut.replaceFirst(""));
      check(rest.size() < rows.size(), leftOut.group(), wrong);
      return wrong;
    }
    List<String> wrong = new ArrayList<>();
    if (rows.isEmpty()) {
      check(sentence.equals("The graph has no answer to this."), "there are no rows", wrong);
      return wrong;
    }
    if (rows.size() == 1 && !FIRST.matcher(sentence).find()) {
      single(sentence, wrong);
      return wrong;
    }
    String rest = sentence;
    Race race = Race.NONE;
    List<Form> forms = forms(wrong, LARGEST.matcher(sentence).results().count());
    while (!rest.isEmpty()) {
      String left = rest;
      Optional<Form> form =
          forms.stream().filter(one -> at(one.words, left).isPresent()).findFirst();
      if (form.isEmpty()) {
        wrong.add("cannot be read: " + rest);
        return wrong;
      }
      MatchResult claim = at(form.get().words, rest).orElseThrow();
      race = form.get().reading.apply(claim, race);
      rest = rest.substring(claim.end()).strip();
      if (claim.group().contains(" first with ")) {
        boolean few = race.values.size() > 2 && race.values.size() <= 10;
        check(few == at(COMPARED, rest).isPresent(), "how many: " + race.values.size(), wrong);
      }
    }
    return wrong;
  }

  /// Returns the forms that a part of a sentence may have, the first that fits counts.
  ///
  /// @param wrong where what is wrong is added
  /// @param largest how many largest numbers the sentence has
  private List<Form> forms(List<String> wrong, long largest) {
    return List.of(
        Form.about(
            COMPARED,
            (claim, race) ->
                check(number(claim.group(1)) == race.values.size(), claim.group(), wrong)),
        Form.about(SINCE, (claim, race) -> since(claim, race, wrong)),
        Form.about(
            HEDGE,
            (claim, _) ->
                check(
                    picture
                        .flatMap(one -> one.hedge().in("en"))
                        .equals(Optional.of(claim.group(1))),
                    claim.group(),
                    wrong)),
        Form.about(ONLY_FOR, (claim, _) -> onlyFor(claim.group(1), wrong)),
        Form.about(LARGEST, (claim, _) -> largest(claim, largest, wrong)),
        Form.about(COUNT, (claim, _) -> count(claim, wrong)),
        new Form(MANY, (claim, _) -> many(claim, wrong)),
        new Form(FIRST, (claim, _) -> first(claim, wrong)),
        new Form(TIE, (claim, _) -> tie(claim, wrong)),
        Form.about(SHARES, (claim, _) -> shares(claim, wrong)),
        new Form(ALONE, (claim, _) -> alone(claim, wrong)));
  }

  private void onlyFor(String values, List<String> wrong) {
    String left = values;
    for (String value : chosen) {
      left = left.replace(value, "");
    }
    check(left.replace(", ", "").isEmpty(), "not chosen: " + left, wrong);
  }

  private Race alone(MatchResult claim, List<String> wrong) {
    Race race = race(claim.group(1), claim.group(2), wrong);
    check(race.values.size() == 1, race.name + " is not alone: " + race.values, wrong);
    return race;
  }

  private static Optional<MatchResult> at(Pattern form, String rest) {
    Matcher matcher = form.matcher(rest);
    return matcher.lookingAt() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
  }

  private static void check(boolean holds, String claim, List<String> wrong) {
    if (!holds) {
      wrong.add(claim);
    }
  }

  private void single(String sentence, List<String> wrong) {
    rows.getFirst().values().stream()
        .filter(cell -> !cell.text.isEmpty())
        .limit(4)
        .forEach(
            cell ->
                check(
                    sentence.contains(cell.text)
                        || NUMBER
                            .matcher(sentence)
                            .results()
                            .anyMatch(shown -> cell.number.isPresent() && shows(shown, cell)),
                    "not said: " + cell,
                    wrong));
  }

  private static boolean shows(MatchResult shown, Cell cell) {
    return shows(shown, cell.number.getAsDouble());
  }

  private Race first(MatchResult claim, List<String> wrong) {
    Race race = race(claim.group(1), claim.group(2), wrong);
    if (race.values.isEmpty()) {
      return race;
    }
    check(race.with(race.value()).equals(Set.of(race.name)), "first: " + race, wrong);
    check(race.second().isPresent(), "no second: " + race, wrong);
    double second = race.second().orElse(Double.NaN);
    boolean ahead = claim.group(3) != null;
    seconds(claim.group(ahead ? 5 : 7), race.with(second), wrong);
    String amount = claim.group(ahead ? 6 : 8);
    check(shows(amount, second), "second value %s: %s".formatted(second, amount), wrong);
    if (ahead) {
      double lead =
          switch (claim.group(4)) {
            case "times" -> race.value() / second;
            case "% ahead of" -> 100 * (race.value() / second - 1);
            default -> race.value() - second;
          };
      check(shows(claim.group(3), lead), "lead %s: %s".formatted(lead, claim.group()), wrong);
    }
    return race;
  }

  private static void seconds(String names, Set<String> second, List<String> wrong) {
    boolean right =
        second.stream()
            .anyMatch(
                one ->
                    second.size() > 2
                        ? names.equals(one + " and " + (second.size() - 1) + " others")
                        : second.stream()
                            .anyMatch(
                                other ->
                                    names.equals(
                                        second.size() == 1 ? one : one + " and " + other)));
    check(right, "second: %s, not %s".formatted(second, names), wrong);
  }

  private Race tie(MatchResult claim, List<String> wrong) {
    String names = claim.group(1);
    for (int and = names.indexOf(" and "); and > 0; and = names.indexOf(" and ", and + 1)) {
      List<String> ignored = new ArrayList<>();
      Race race = race(names.substring(0, and), claim.group(2), ignored);
      if (ignored.isEmpty() && !race.values.isEmpty()) {
        Set<String> both = Set.of(race.name, names.substring(and + 5));
        check(race.with(race.value()).equals(both), "first: " + race, wrong);
        check(race.second().orElse(-1) < race.value(), "more than both: " + race, wrong);
        return race;
      }
    }
    wrong.add("nobody has " + claim.group());
    return Race.NONE;
  }

  private Race many(MatchResult claim, List<String> wrong) {
    String among = claim.group(1) == null ? "" : claim.group(1) + ": ";
    Race race = race(among + claim.group(4), claim.group(3), wrong);
    if (!race.values.isEmpty()) {
      double most = race.values.values().stream().mapToDouble(v -> v).max().orElseThrow();
      Set<String> tied = race.with(most);
      check(race.value() == most, "more than first: " + race, wrong);
      check(tied.size() == number(claim.group(2)), "tied: " + tied, wrong);
      check(tied.contains(claim.group(5)), "not tied: " + claim.group(5), wrong);
    }
    return race;
  }

  /// Returns those who compete with a named one, and compares its value with the amount.
  private Race race(String named, String amount, List<String> wrong) {
    List<String> parts = List.of(named.split("(?<=: )", -1));
    for (int split = 0; split < parts.size(); split++) {
      String among = String.join("", parts.subList(0, split)).replaceFirst(": $", "");
      String name = String.join("", parts.subList(split, parts.size()));
      for (String who : names()) {
        Map<String, Double> values = values(who, among, amount);
        if (values.containsKey(name) && shows(amount, values.get(name))) {
          hedged(name, who, amount, wrong);
          return new Race(name, who, among, values);
        }
      }
    }
    wrong.add("no row has %s with %s".formatted(named, amount));
    return Race.NONE;
  }

  /// A word in brackets is in a row of the one with the amount.
  private void hedged(String name, String who, String amount, List<String> wrong) {
    Matcher brackets = BRACKETS.matcher(amount);
    while (brackets.find()) {
      String word = brackets.group(1);
      check(
          rows.stream()
              .filter(row -> who.isEmpty() || text(row, who).equals(name))
              .anyMatch(row -> hasWord(row, word) || hasRange(row, word)),
          "no row of %s is %s".formatted(name, word),
          wrong);
    }
  }

  private static boolean hasWord(Map<String, Cell> row, String word) {
    return row.values().stream().anyMatch(cell -> cell.text.equals(word));
  }

  /// Reports whether some words are the numbers of the 5th and the 95th percentile of a row.
  private static boolean hasRange(Map<String, Cell> row, String words) {
    Matcher range = RANGE.matcher(words);
    return range.matches()
        && isShown(range.group(1), row, "percentile5")
        && isShown(range.group(2), row, "percentile95");
  }

  private static boolean isShown(String words, Map<String, Cell> row, String column) {
    return Optional.ofNullable(row.get(column))
        .filter(cell -> cell.number.isPresent())
        .filter(cell -> NUMBER.matcher(words).results().anyMatch(shown -> shows(shown, cell)))
        .isPresent();
  }

  /// The columns that may name those who compete; the empty name means the measures.
  private List<String> names() {
    return Stream.concat(others(Set.of()).stream(), Stream.of("")).toList();
  }

  private List<String> others(Set<String> without) {
    AnswerPicture drawn = picture.orElseThrow();
    return drawn.columns().stream()
        .filter(column -> !drawn.drawn().contains(column) && !without.contains(column))
        .filter(column -> !time().equals(Optional.of(column)))
        .toList();
  }

  private Optional<String> time() {
    return picture.filter(one -> one.kind().equals("line")).isPresent()
        ? Optional.of(picture.orElseThrow().columns().getFirst())
        : picture.flatMap(AnswerPicture::timeColumn);
  }

  private boolean isLine() {
    return picture.filter(one -> one.kind().equals("line")).isPresent();
  }

  /// The largest value by name, of the rows that a sentence with this amount is about.
  private Map<String, Double> values(String who, String among, String amount) {
    if (!isLine()) {
      return values(latest(), who, among, amount);
    }
    TreeMap<String, Map<String, Double>> times = byTime(who, among, amount);
    double most = times.values().stream().mapToInt(Map::size).max().orElse(0);
    return times.descendingMap().entrySet().stream()
        .filter(time -> time.getValue().size() >= COMPLETE * most)
        .findFirst()
        .filter(last -> amount.matches(".* (in|on) " + Pattern.quote(last.getKey()) + ".*"))
        .map(Map.Entry::getValue)
        .orElse(Map.of());
  }

  /// Those who compete at each time.
  private TreeMap<String, Map<String, Double>> byTime(String who, String among, String amount) {
    TreeMap<String, Map<String, Double>> times = new TreeMap<>();
    rows.stream()
        .collect(Collectors.groupingBy(row -> text(row, time().orElseThrow())))
        .forEach((time, some) -> times.put(time, values(some, who, among, amount)));
    times.values().removeIf(Map::isEmpty);
    return times;
  }

  private Map<String, Double> values(
      List<Map<String, Cell>> some, String who, String among, String amount) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Map<String, Cell> row : some) {
      for (List<String> measure : measures()) {
        String heading = heading(measure);
        String name = who.isEmpty() ? heading : text(row, who);
        boolean several = measures().size() > 1 && !who.isEmpty();
        boolean inAmount = several && amount.endsWith(" " + heading);
        Set<String> common = new LinkedHashSet<>();
        others(Set.of(who)).forEach(column -> common.add(text(row, column)));
        if (several && !inAmount) {
          common.add(heading);
        }
        common.removeAll(List.of("", name));
        boolean competes =
            String.join(", ", common).toLowerCase(Locale.ROOT).equals(lower(among))
                && (!several || inAmount || lower(among).contains(lower(heading)));
        if (competes) {
          value(row, measure).ifPresent(value -> values.merge(name, value, Double::max));
        }
      }
    }
    return values;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private String heading(List<String> measure) {
    return headings.getOrDefault(measure.getFirst(), "");
  }

  /// The measures that are drawn: those that add up are one.
  private List<List<String>> measures() {
    AnswerPicture drawn = picture.orElseThrow();
    return drawn.stacked() ? List.of(drawn.drawn()) : drawn.drawn().stream().map(List::of).toList();
  }

  private static OptionalDouble value(Map<String, Cell> row, List<String> measure) {
    double[] numbers =
        measure.stream()
            .map(row::get)
            .filter(Objects::nonNull)
            .flatMapToDouble(cell -> cell.number.stream())
            .toArray();
    return numbers.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Arrays.stream(numbers).sum());
  }

  /// The rows; of several times, the latest of each place.
  private List<Map<String, Cell>> latest() {
    AnswerPicture drawn = picture.orElseThrow();
    Optional<String> time = drawn.timeColumn();
    if (time.isEmpty()) {
      return rows;
    }
    List<String> place =
        drawn.columns().stream()
            .filter(column -> !drawn.measures().contains(column) && !column.equals(time.get()))
            .toList();
    Map<List<String>, String> last = new HashMap<>();
    for (Map<String, Cell> row : rows) {
      last.merge(texts(row, place), text(row, time.get()), (a, b) -> a.compareTo(b) < 0 ? b : a);
    }
    return rows.stream()
        .filter(row -> text(row, time.get()).equals(last.get(texts(row, place))))
        .toList();
  }

  private static List<String> texts(Map<String, Cell> row, List<String> columns) {
    return columns.stream().map(column -> text(row, column)).toList();
  }

  private void since(MatchResult claim, Race race, List<String> wrong) {
    TreeMap<String, Map<String, Double>> times = byTime(race.who, race.among, "");
    String since = claim.group(1);
    String last =
        times.entrySet().stream()
            .filter(time -> time.getValue().equals(race.values))
            .map(Map.Entry::getKey)
            .reduce("", (_, later) -> later);
    check(times.containsKey(since), "no time " + since, wrong);
    times
        .subMap(since, true, last.isEmpty() ? since : last, true)
        .forEach((time, values) -> check(isFirst(race, values), "not first in " + time, wrong));
    Map.Entry<String, Map<String, Double>> before = times.lowerEntry(since);
    check((before == null) == (claim.group(2) != null), claim.group(), wrong);
    check(
        before == null || !isFirst(race, before.getValue()), "first before, too: " + before, wrong);
  }

  private static boolean isFirst(Race race, Map<String, Double> values) {
    double most = values.values().stream().mapToDouble(value -> value).max().orElseThrow();
    return values.getOrDefault(race.name, Double.NaN) == most;
  }

  private void largest(MatchResult claim, long claims, List<String> wrong) {
    Set<String> parts = new HashSet<>();
    List<Map.Entry<Map<String, Cell>, Double>> all = new ArrayList<>();
    double own = Double.NaN;
    for (Map<String, Cell> row : latest()) {
      for (List<String> measure : measures()) {
        Set<String> cells =
            others(Set.of()).stream().map(c -> text(row, c)).collect(Collectors.toSet());
        if (measures().size() > 1) {
          cells.add(heading(measure));
        }
        OptionalDouble value = value(row, measure);
        String rest = claim.group(1);
        for (String cell : cells) {
          rest = rest.replace(cell, "");
        }
        if (value.isPresent() && rest.replace(", ", "").isEmpty() && shows(claim.group(2), value)) {
          own = value.getAsDouble();
          parts.addAll(cells);
        }
        value.ifPresent(number -> all.add(Map.entry(row, number)));
      }
    }
    double found = own;
    check(!Double.isNaN(found), "no row has " + claim.group(), wrong);
    boolean most =
        claims == 1
            ? all.stream().noneMatch(other -> other.getValue() > found)
            : parts.stream()
                .anyMatch(
                    part ->
                        all.stream()
                            .filter(
                                other ->
                                    headings.containsValue(part)
                                        || other.getKey().values().stream()
                                            .anyMatch(cell -> cell.text.equals(part)))
                            .noneMatch(other -> other.getValue() > found));
    check(
        most || (claims > 1 && measures().size() > 1), "not the largest: " + claim.group(), wrong);
  }

  private void count(MatchResult claim, List<String> wrong) {
    int count = (int) number(claim.group(1));
    String names = claim.group(4);
    int size = claim.group(2) == null ? count : (int) number(claim.group(2));
    check(rows.size() == size, "rows: " + rows.size(), wrong);
    boolean right =
        headings.keySet().stream()
            .anyMatch(
                column -> {
                  List<String> all =
                      rows.stream()
                          .map(row -> text(row, column))
                          .filter(name -> !name.isEmpty())
                          .distinct()
                          .toList();
                  List<String> first = all.stream().limit(3).toList();
                  return all.size() == count
                      && (names.equals(String.join(", ", first))
                          || names.equals(String.join("; ", first)));
                });
    check(right, "no column has " + claim.group(), wrong);
    check(claim.group(3).equals(":") == count <= 3, "all or some: " + claim.group(), wrong);
  }

  private void shares(MatchResult claim, List<String> wrong) {
    List<MatchResult> named = SHARE.matcher(claim.group(2)).results().toList();
    int others = claim.group(3) == null ? 0 : Integer.parseInt(claim.group(3));
    boolean right =
        headings.keySet().stream()
            .anyMatch(
                column -> {
                  Map<String, Long> counts =
                      rows.stream()
                          .collect(
                              Collectors.groupingBy(
                                  row -> text(row, column), Collectors.counting()));
                  List<Long> sizes =
                      counts.values().stream().sorted((a, b) -> Long.compare(b, a)).toList();
                  return counts.size() == named.size() + others
                      && IntStream.range(0, named.size())
                          .allMatch(
                              i ->
                                  sizes.get(i) == number(named.get(i).group(2))
                                      && Objects.equals(
                                          counts.get(named.get(i).group(1)), sizes.get(i))
                                      && number(named.get(i).group(3)) == rows.size());
                });
    check(right, "no column has " + claim.group(), wrong);
  }

  private static String text(Map<String, Cell> row, String column) {
    Cell cell = row.get(column);
    return cell == null ? "" : cell.text;
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }

  private static boolean shows(String amount, OptionalDouble value) {
    return shows(amount, value.getAsDouble());
  }

  /// Reports whether the number at the start of a text is a value, to its last digit.
  private static boolean shows(String amount, double value) {
    Matcher shown = NUMBER.matcher(amount);
    return shown.lookingAt() && shows(shown.toMatchResult(), value);
  }

  private static boolean shows(MatchResult shown, double value) {
    double scale = shown.group(3) == null ? 1 : Objects.requireNonNull(SCALES.get(shown.group(3)));
    int digits = shown.group(2) == null ? 0 : shown.group(2).length();
    double half = 0.5 * Math.pow(10, -digits) * scale;
    return Math.abs(number(shown.group(1)) * scale - value) <= half * 1.0001;
  }
}
