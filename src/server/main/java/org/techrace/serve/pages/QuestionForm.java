package org.techrace.serve.pages;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.XSD;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity.Label;
import org.techrace.entity.Term;
import org.techrace.query.AnswerPicture;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Colours;
import org.techrace.serve.view.FirstPlace;
import org.techrace.serve.view.Panel;
import org.techrace.serve.view.QueryText;
import org.techrace.serve.view.Shown;
import tools.jackson.databind.node.ObjectNode;

/// A question with values for its parameters. A parameter is a variable with a `VALUES` block in
/// the query; a reader can choose any value for which the query without that block has a solution.
///
/// @param question the question as it is in its file
/// @param fields its parameters
/// @param colours the things with a fixed colour in pictures: a JSON object of names and numbers
/// @param percent the names and symbols that the graph has for the percentage of QUDT
public record QuestionForm(
    Question question, List<Field> fields, String colours, Set<String> percent) {
  /// A word such as "and" or a sign between two names.
  private static final String BETWEEN_NAMES = "\\W{0,2}\\w{0,4}\\W{0,2}";

  /// The number of values that an error names.
  private static final int EXAMPLES = 3;

  private static final Node SYMBOL = NodeFactory.createURI("http://qudt.org/schema/qudt/symbol");

  /// How many sources a description names.
  private static final int SOURCES = 2;

  /// A parameter.
  ///
  /// @param several whether the question asks about several values by default
  public record Field(QuestionParameter parameter, boolean several, List<Choice> choices) {
    public String variable() {
      return parameter.variable();
    }

    public List<Choice> chosen() {
      return choices.stream().filter(Choice::chosen).toList();
    }

    List<Choice> usual() {
      return choices.stream().filter(Choice::usual).toList();
    }

    public boolean isUsual() {
      return chosen().equals(usual());
    }

    /// Reports whether the chosen day is the one that a reader gets who chooses none.
    boolean isToday() {
      return parameter.today() && chosen().stream().allMatch(this::isDefault);
    }

    /// Reports whether a choice is of those that a reader gets who chooses none.
    public boolean isDefault(Choice choice) {
      return parameter.today()
          ? choice.value().equals(LocalDate.now(ZoneOffset.UTC).toString())
          : choice.usual();
    }

    /// Reports whether the parameter is a day, which can be any.
    public boolean isDay() {
      return isOneDay(usual().stream().map(Choice::term).toList());
    }
  }

  /// A value of a parameter.
  ///
  /// @param usual whether the query in the file has it
  public record Choice(Term term, boolean usual, boolean chosen) {
    /// The value in an address.
    public String value() {
      return term instanceof Term.Link link ? Addresses.document(link) : term.text();
    }

    private String written() {
      return switch (term) {
        case Term.Link link -> "<" + link.iri() + ">";
        case Term.Value value ->
            NodeFmtLib.strTTL(
                value.language().isEmpty()
                    ? NodeFactory.createLiteralDT(
                        value.text(), NodeFactory.getType(value.datatype()))
                    : NodeFactory.createLiteralLang(value.text(), value.language()));
        case Term.Unnamed _, Term.Triple _ ->
            throw new IllegalStateException("a choice has a name");
      };
    }
  }

  /// The form with what the parameters of a request choose; with the usual values where they choose
  /// nothing.
  ///
  /// @throws Refusal 400 if a value is not among the choices
  public static QuestionForm of(Question question, Parameters parameters, Entities entities) {
    List<Field> fields = new ArrayList<>();
    for (QuestionParameter parameter : question.parameters()) {
      fields.add(field(parameter, parameters.all(parameter.variable()), entities));
    }
    return new QuestionForm(question, List.copyOf(fields), colours(entities), percent(entities));
  }

  private static Set<String> percent(Entities entities) {
    return Txn.calculateRead(
        entities.dataset(),
        () ->
            Stream.concat(
                    entities.labels().all(FirstPlace.PERCENT).stream().map(Label::text),
                    Iter.asStream(
                            entities
                                .dataset()
                                .getUnionGraph()
                                .find(FirstPlace.PERCENT, SYMBOL, Node.ANY))
                        .map(triple -> triple.getObject().getLiteralLexicalForm()))
                .collect(Collectors.toUnmodifiableSet()));
  }

  /// Reports whether a unit is a percentage, whose differences are percentage points.
  boolean isPercent(Term unit) {
    return FirstPlace.isPercent(unit) || percent.contains(unit.text());
  }

  /// Returns the colours by all names of a thing: an answer may have one in another language than
  /// the page.
  private static String colours(Entities entities) {
    ObjectNode colours = HttpJson.object();
    Map<String, Integer> fixed = Colours.of(entities).fixed();
    Txn.executeRead(
        entities.dataset(),
        () ->
            fixed.forEach(
                (iri, number) ->
                    entities
                        .labels()
                        .all(NodeFactory.createURI(iri))
                        .forEach(label -> colours.put(label.text(), number))));
    return colours.isEmpty() ? "" : colours.toString();
  }

  /// Returns the heading of a column in the language of the reader. The one column with the numbers
  /// of the picture is headed by what they measure.
  public String heading(String column) {
    return question
        .view()
        .filter(view -> view.measures().equals(List.of(column)))
        .flatMap(this::measured)
        .orElseGet(() -> Shown.heading(column));
  }

  /// Returns the headings of columns, for the script that draws: a JSON object.
  public String headings(List<String> columns) {
    ObjectNode headings = HttpJson.object();
    columns.forEach(column -> headings.put(column, heading(column)));
    return headings.toString();
  }

  /// Returns what the numbers of the picture measure, with the unit if it is another word.
  public Optional<String> measured() {
    return question.view().flatMap(this::measured);
  }

  private Optional<String> measured(AnswerPicture view) {
    String language = Reader.current().language();
    return view.measured()
        .in(language)
        .map(
            measured -> {
              String unit =
                  view.unitColumn().isPresent() ? "" : view.unit().in(language).orElse("");
              return QueryText.withUnit(measured, unit);
            });
  }

  /// Returns the time of the numbers of the picture, if it is the same for all: as declared, with
  /// chosen values in place of usual ones, or the chosen value of the parameter that sets it.
  public String time() {
    return question
        .view()
        .map(
            view ->
                view.timeColumn().isEmpty()
                    ? view.time()
                        .in(Reader.current().language())
                        .map(time -> retold(time, false))
                        .orElse("")
                    : fields.stream()
                        .filter(field -> field.variable().equals(view.timeColumn().get()))
                        .flatMap(field -> field.chosen().stream())
                        .map(choice -> choice.term().text())
                        .collect(Collectors.joining(", ")))
        .orElse("");
  }

  /// Returns what the picture shows in a line: what is measured, and when.
  public String caption() {
    return Stream.of(measured().orElse(""), measured().isEmpty() ? "" : time())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /// Returns the sources of an answer for the end of a sentence about it, in brackets.
  public static String sources(List<Site.Source> sources) {
    return sources.isEmpty()
        ? ""
        : sources.stream()
            .limit(SOURCES)
            .map(source -> source.graph().text())
            .collect(Collectors.joining("; ", " (", ")"));
  }

  /// Returns the address of all rows as CSV.
  public String csv() {
    return alone().with("format", Format.CSV.suffix()).toString();
  }

  /// Returns the names that the script replaces by those in the language of the reader: a JSON
  /// object; empty if there are none.
  public static String names(Map<String, String> shown) {
    ObjectNode names = HttpJson.object();
    shown.forEach(names::put);
    return names.isEmpty() ? "" : names.toString();
  }

  /// Returns the address of the picture alone, with the chosen values.
  ///
  /// @param site scheme, host and port
  public String embed(String site) {
    return site + alone();
  }

  /// Returns the address of the picture as PNG, for link previews.
  public String picture() {
    return alone().with("format", Format.PNG.suffix()).toString();
  }

  /// Returns the address of the picture of a question as PNG; empty if it has none.
  ///
  /// @param page the address of its page, with or without chosen values
  public static String picture(Question question, String page) {
    String format = (page.contains("?") ? "&" : "?") + "format=" + Format.PNG.suffix();
    return question.view().isPresent() ? Panel.ALONE + page.substring(1) + format : "";
  }

  private Address alone() {
    Address address = Address.of(Panel.ALONE + question.page().substring(1));
    for (Field field : fields) {
      if (!field.isUsual()) {
        address =
            address.with(field.variable(), field.chosen().stream().map(Choice::value).toList());
      }
    }
    return address;
  }

  /// Returns the chosen values by parameter, without the usual ones.
  public Map<String, List<String>> chosen() {
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    for (Field field : fields) {
      if (!field.isUsual()) {
        chosen.put(field.variable(), field.chosen().stream().map(Choice::value).toList());
      }
    }
    return chosen;
  }

  /// Returns the values whose texts or names are nearest to a text; without one, the first.
  private static String examples(String text, List<Choice> choices) {
    Map<String, String> values = new LinkedHashMap<>();
    choices.forEach(choice -> values.put(choice.value(), choice.value()));
    choices.forEach(choice -> values.putIfAbsent(choice.term().text(), choice.value()));
    List<String> near = Nearest.closest(text, values.keySet(), EXAMPLES);
    return (near.isEmpty() ? values.keySet().stream() : near.stream())
        .map(values::get)
        .distinct()
        .limit(EXAMPLES)
        .collect(Collectors.joining(", "));
  }

  private static Field field(QuestionParameter parameter, List<String> asked, Entities entities) {
    List<Term> usual = parameter.usual(entities);
    List<String> wanted = asked.stream().filter(value -> !value.isEmpty()).toList();
    if (isOneDay(usual)) {
      return new Field(parameter, false, days(parameter, usual.getFirst(), wanted));
    }
    List<Choice> choices =
        parameter.choices(entities).stream()
            .map(term -> new Choice(term, usual.contains(term), false))
            .sorted(Comparator.comparing(choice -> choice.term().text()))
            .toList();
    Set<Choice> named =
        wanted.stream()
            .map(value -> named(value, parameter, choices, entities))
            .collect(Collectors.toSet());
    return new Field(
        parameter,
        usual.size() > 1,
        choices.stream()
            .map(
                choice ->
                    new Choice(
                        choice.term(),
                        choice.usual(),
                        wanted.isEmpty() ? choice.usual() : named.contains(choice)))
            .toList());
  }

  /// Returns the choice that a value of a request names: as in addresses, by its IRI or prefixed
  /// name, or by its label.
  ///
  /// @throws Refusal 400 if there is none, with the nearest ones
  private static Choice named(
      String value, QuestionParameter parameter, List<Choice> choices, Entities entities) {
    String expanded = new ShortNames(OntologyPrefixes.of(entities)).expanded(value);
    return Stream.<Predicate<Choice>>of(
            choice -> choice.value().equals(value),
            choice -> choice.term().key().equals(expanded),
            choice -> Iris.localName(choice.term().key()).equals(value),
            choice -> choice.term().text().equalsIgnoreCase(value))
        .flatMap(form -> choices.stream().filter(form))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    "The question has no answer for '%s' = '%s'; values are, for example, %s."
                        .formatted(
                            parameter.variable(),
                            value,
                            examples(Iris.localName(expanded), choices))));
  }

  private static boolean isOneDay(List<Term> usual) {
    return usual.size() == 1
        && usual.getFirst() instanceof Term.Value value
        && value.datatype().equals(XSD.date.getURI());
  }

  /// Returns the usual day and the one that is asked for, or the present day where that is asked
  /// for by default.
  private static List<Choice> days(QuestionParameter parameter, Term usual, List<String> wanted) {
    if (!parameter.today() && (wanted.isEmpty() || wanted.equals(List.of(usual.text())))) {
      return List.of(new Choice(usual, true, true));
    }
    String day = wanted.isEmpty() ? LocalDate.now(ZoneOffset.UTC).toString() : wanted.getFirst();
    try {
      if (wanted.size() > 1) {
        throw new DateTimeException("several days");
      }
      LocalDate.parse(day);
    } catch (DateTimeException e) {
      throw new Refusal(
          400,
          "'%s' is '%s'; expected one day, such as %s."
              .formatted(parameter.variable(), String.join(" ", wanted), usual.text()));
    }
    return List.of(
        new Choice(usual, true, false),
        new Choice(new Term.Value(day, "", XSD.date.getURI()), false, true));
  }

  /// The query with the chosen values.
  public String query() {
    String query = question.query();
    for (Field field : fields) {
      if (!field.isUsual()) {
        String values =
            field.chosen().stream().map(Choice::written).collect(Collectors.joining(" "));
        query = field.parameter().in(query, values);
      }
    }
    return query;
  }

  /// The title. Where it names a usual value, it names the chosen one instead.
  public String title() {
    return retold(question.title(), true);
  }

  /// The comment, likewise.
  public String comment() {
    return retold(question.comment(), false);
  }

  private String retold(String text, boolean added) {
    String told = text;
    for (Field field : fields) {
      if (field.isUsual()) {
        continue;
      }
      String chosen =
          field.chosen().stream().map(c -> c.term().text()).collect(Collectors.joining(", "));
      Matcher usual = inWords(field).matcher(told);
      if (!field.usual().isEmpty() && usual.find()) {
        told = usual.replaceAll(Matcher.quoteReplacement(inWords(chosen, field)));
      } else if (added) {
        told += " (" + chosen + ")";
      }
    }
    return told;
  }

  /// Returns a pattern of the names of all usual values, in any order, with a word between them.
  private static Pattern inWords(Field field) {
    String name =
        field.usual().stream()
            .map(usual -> Pattern.quote(inWords(usual.term().text(), field)))
            .collect(Collectors.joining("|", "(?:", ")"));
    return Pattern.compile(
        name + "(?:" + BETWEEN_NAMES + name + "){" + (field.usual().size() - 1) + "}");
  }

  private static String inWords(String value, Field field) {
    return field.isDay() ? Reader.current().texts().day(LocalDate.parse(value)) : value;
  }

  /// The address of the page with the chosen values.
  public String page() {
    Address address = Address.of(question.page());
    for (Field field : fields) {
      if (!field.isUsual() && !field.isToday()) {
        for (Choice choice : field.chosen()) {
          address = address.with(field.variable(), choice.value());
        }
      }
    }
    return address.toString();
  }
}
