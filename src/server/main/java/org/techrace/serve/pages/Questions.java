package org.techrace.serve.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.XSD;
import org.techrace.query.AnswerPicture;
import org.techrace.rdf.Slug;
import org.techrace.rdf.Tool;
import org.techrace.rdf.Wording;
import org.techrace.report.Nearest;
import org.techrace.search.WordIndex;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.QueryText;

/// The example queries, in the common format of the SIB: one `sh:SPARQLExecutable` per file.
///
/// @param graph all files together, for `/.well-known/sparql-examples`
/// @param list the questions in the order of their files
/// @param headings the topics of the gallery
public record Questions(Graph graph, List<Question> list, List<Heading> headings) {

  private static final List<Node> QUERY_FORMS =
      Stream.of("select", "ask", "construct", "describe")
          .map(form -> NodeFactory.createURI(SHACL.getURI() + form))
          .toList();

  private static final List<Node> TITLES =
      List.of(DCTerms.title.asNode(), RDFS.label.asNode(), RDFS.comment.asNode());
  private static final List<Node> COMMENTS = List.of(RDFS.comment.asNode());
  private static final Node KEYWORDS = NodeFactory.createURI("https://schema.org/keywords");
  private static final List<Node> PARAMETERS = List.of(NodeFactory.createURI(Tool.PARAMETERS));
  private static final List<Node> PRESET = List.of(NodeFactory.createURI(Tool.PRESET));

  /// Matches a day in words: `1 December 2025`, `1. Dezember 2025`, `2025 年 12 月 1 日`.
  private static final Pattern DAY =
      Pattern.compile("\\d{1,2}\\w{0,2}\\.? \\p{L}+ \\d{4}|\\d{4} ?年 ?\\d{1,2} ?月 ?\\d{1,2} ?日");

  private static final Pattern IRI = Pattern.compile("<([^<>\\s]+)>");
  private static final String HEADINGS = "topics.tsv";
  private static final Heading OTHER = new Heading("Other", Set.of());

  /// An example query.
  ///
  /// @param name the file's name without extension
  /// @param titles the question in one sentence
  /// @param comments what a reader learns from the answer; may be empty
  /// @param keywords its keywords
  /// @param query the SPARQL query with prefixes
  /// @param view the picture for the answer
  /// @param parameters the variables that a reader can set
  /// @param preset the page on which the question is one of many choices
  /// @param mentions the IRIs in the query
  public record Question(
      String name,
      Wording titles,
      Wording comments,
      List<String> keywords,
      String query,
      Optional<AnswerPicture> view,
      List<QuestionParameter> parameters,
      Optional<Preset> preset,
      Set<String> mentions) {
    /// Returns the question in the language of the reader.
    public String title() {
      return titles.in(Reader.current().language()).orElse(name);
    }

    /// Returns the question for a list: one about the present day has this day.
    public String listed() {
      return parameters.stream().anyMatch(QuestionParameter::today)
          ? DAY.matcher(title())
              .replaceFirst(Reader.current().texts().day(LocalDate.now(ZoneOffset.UTC)))
          : title();
    }

    /// Returns the query that a reader gets who chooses no values: one about the present day has
    /// this day.
    public String usualQuery() {
      String usual = query;
      for (QuestionParameter parameter : parameters) {
        if (parameter.today()) {
          usual =
              parameter.in(
                  usual,
                  "\"%s\"^^<%s>".formatted(LocalDate.now(ZoneOffset.UTC), XSD.date.getURI()));
        }
      }
      return usual;
    }

    /// Returns what a reader learns from the answer, in the language of the reader; may be empty.
    public String comment() {
      return comments.in(Reader.current().language()).orElse("");
    }

    /// Returns the address of the workbench with a form of the query and its picture.
    ///
    /// @param asked the query with the reader's values
    public String address(String asked) {
      return Addresses.editor(asked)
          + view.map(v -> "#" + v.kind() + "," + String.join(",", v.columns())).orElse("");
    }

    /// Returns the columns with the values of its picture: its numbers, or else all that it draws.
    public List<String> values() {
      return view.map(v -> v.measures().isEmpty() ? v.columns() : v.measures()).orElse(List.of());
    }

    /// Returns the columns of its picture, in the order of their roles; none without a picture.
    public List<String> shown() {
      return view.map(AnswerPicture::columns).orElse(List.of());
    }

    /// Returns the address of the question's page.
    public String page() {
      return "/questions/" + name;
    }

    /// Returns the words by which the question is found. A day that a reader can change is not one
    /// of them.
    ///
    /// @param key its key in the index
    public WordIndex.Document document(String key) {
      List<WordIndex.Naming> names = new ArrayList<>();
      boolean anyDay = parameters.stream().anyMatch(QuestionParameter::isDay);
      titles
          .byLanguage()
          .forEach(
              (tag, text) ->
                  names.add(
                      new WordIndex.Naming(anyDay ? DAY.matcher(text).replaceAll("") : text, tag)));
      return new WordIndex.Document(
          key,
          names.isEmpty() ? List.of(WordIndex.Naming.of(name)) : List.copyOf(names),
          keywords,
          List.copyOf(comments.byLanguage().values()));
    }
  }

  /// A topic of the gallery: a line of `topics.tsv`.
  ///
  /// @param name its name
  /// @param keywords a question belongs to the first topic that has one of its keywords
  public record Heading(String name, Set<String> keywords) {
    boolean fits(Question question) {
      return question.keywords().stream().anyMatch(keywords::contains);
    }
  }

  /// The questions on one topic.
  ///
  /// @param name its name in the file of topics
  public record Topic(String name, List<Question> questions) {
    /// Returns its name in the language of the reader.
    public String title() {
      return name.equals(OTHER.name()) ? Reader.text("other") : QueryText.topic(name);
    }

    /// Returns the fragment of its address on the page of all questions.
    public String anchor() {
      return Slug.ascii(name);
    }
  }

  /// Reads all `*.ttl` files in a folder, and its topics. Returns no questions if the folder does
  /// not exist.
  ///
  /// @throws IOException if a file cannot be read or is not valid Turtle, or a topic has no
  ///   keywords
  public static Questions read(Path folder) throws IOException {
    Graph all = GraphFactory.createDefaultGraph();
    List<Question> questions = new ArrayList<>();
    for (Path file : files(folder)) {
      Graph one = GraphFactory.createDefaultGraph();
      try {
        RDFDataMgr.read(one, file.toUri().toString());
      } catch (RuntimeException e) {
        throw new IOException("[" + file + "] " + e.getMessage(), e);
      }
      one.find().forEach(all::add);
      all.getPrefixMapping().setNsPrefixes(one.getPrefixMapping());
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.ttl$", "");
      for (Node example :
          G.nodesOfTypeAsList(one, NodeFactory.createURI(SHACL.getURI() + "SPARQLExecutable"))) {
        try {
          text(one, example, QUERY_FORMS)
              .ifPresent(query -> questions.add(question(name, query, one, example)));
        } catch (IllegalArgumentException | QueryException e) {
          throw new IOException("[" + file + "] " + e.getMessage(), e);
        }
      }
    }
    return new Questions(all, List.copyOf(questions), headings(folder.resolve(HEADINGS)));
  }

  private static List<Heading> headings(Path file) throws IOException {
    List<Heading> headings = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      int tab = line.indexOf('\t');
      if (tab < 1) {
        throw new IOException("[%s] '%s' has no tab after the topic".formatted(file, line));
      }
      Set<String> keywords = Set.of(line.substring(tab + 1).split(", *", -1));
      headings.add(new Heading(line.substring(0, tab), keywords));
    }
    return List.copyOf(headings);
  }

  private static Question question(String name, String query, Graph graph, Node example) {
    return new Question(
        name,
        wording(graph, example, TITLES),
        wording(graph, example, COMMENTS),
        texts(graph, example, List.of(KEYWORDS)).sorted().toList(),
        query,
        AnswerPicture.of(graph, example),
        text(graph, example, PARAMETERS).stream()
            .flatMap(names -> Stream.of(names.split(" +", -1)))
            .map(parameter -> QuestionParameter.of(parameter, query))
            .toList(),
        text(graph, example, PRESET).map(Preset::of),
        mentions(query));
  }

  /// Returns the question with a name. Its number alone is a name too, and the rest of its name
  /// without the number, unless several questions have it.
  public Optional<Question> named(String name) {
    String sought = name.replaceFirst("^0+(?=\\d+$)", "");
    return Stream.<Predicate<String>>of(
            name::equals, other -> number(other).equals(sought), other -> slug(other).equals(name))
        .map(form -> list.stream().filter(one -> form.test(one.name())).limit(2).toList())
        .filter(found -> found.size() == 1)
        .map(List::getFirst)
        .findFirst();
  }

  /// Returns the question with a name, in each form that [#named] knows.
  ///
  /// @param status the HTTP status if there is none
  /// @throws Refusal if there is none, with the nearest one
  public Question known(String name, int status) {
    return named(name)
        .orElseThrow(
            () -> {
              List<String> names =
                  list.stream().flatMap(one -> Stream.of(one.name(), slug(one.name()))).toList();
              return new Refusal(
                  status,
                  Nearest.of(name, names)
                      .map(
                          near ->
                              "There is no question '%s'; did you mean '%s'?".formatted(name, near))
                      .orElse("There is no question '%s'. /questions lists all.".formatted(name)));
            });
  }

  /// Returns the number at the start of the name of a question; without one, the name.
  private static String number(String name) {
    return name.replaceFirst("^0*(\\d+)-.*", "$1");
  }

  /// Returns the name of a question without the number at its start.
  public static String slug(String name) {
    String plain = name.replaceFirst("^\\d+-", "");
    return plain.isEmpty() ? name : plain;
  }

  /// Returns the questions of the gallery: those without a view on another page.
  public List<Question> gallery() {
    return list.stream().filter(question -> question.preset().isEmpty()).toList();
  }

  /// Returns the questions that are a choice on another page.
  public List<Question> presets() {
    return list.stream().filter(question -> question.preset().isPresent()).toList();
  }

  /// Returns examples of all forms: for each picture, one question with parameters and one without.
  public List<Question> examples() {
    Map<String, Question> forms = new LinkedHashMap<>();
    for (Question question : gallery()) {
      String picture = question.view().map(AnswerPicture::kind).orElse("");
      forms.putIfAbsent(picture + " " + question.parameters().isEmpty(), question);
    }
    return List.copyOf(forms.values());
  }

  /// Returns the questions of the gallery by topic, in the order of the topics. Questions without a
  /// topic come last.
  public List<Topic> topics() {
    Map<Heading, List<Question>> topics =
        gallery().stream().collect(Collectors.groupingBy(this::heading));
    return Stream.concat(headings.stream(), Stream.of(OTHER))
        .filter(topics::containsKey)
        .map(heading -> new Topic(heading.name(), List.copyOf(topics.get(heading))))
        .toList();
  }

  /// Returns the topic of a question, with the questions of the gallery on it.
  public Topic topic(Question question) {
    Heading heading = heading(question);
    return new Topic(
        heading.name(),
        gallery().stream().filter(other -> heading(other).equals(heading)).toList());
  }

  private Heading heading(Question question) {
    return headings.stream().filter(each -> each.fits(question)).findFirst().orElse(OTHER);
  }

  private static Set<String> mentions(String query) {
    Query expanded = QueryFactory.create(query, Syntax.syntaxSPARQL_12).cloneQuery();
    expanded.getPrefixMapping().clearNsPrefixMap();
    return IRI.matcher(expanded.toString())
        .results()
        .map(iri -> iri.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".ttl")).sorted().toList();
    }
  }

  /// Reads the first property that has a text.
  private static Wording wording(Graph graph, Node subject, List<Node> properties) {
    return properties.stream()
        .map(property -> Wording.of(G.listSP(graph, subject, property)))
        .filter(wording -> !wording.byLanguage().isEmpty())
        .findFirst()
        .orElseGet(() -> new Wording(Map.of()));
  }

  private static Optional<String> text(Graph graph, Node subject, List<Node> properties) {
    return texts(graph, subject, properties).findFirst();
  }

  private static Stream<String> texts(Graph graph, Node subject, List<Node> properties) {
    return properties.stream()
        .flatMap(p -> Iter.asStream(G.iterSP(graph, subject, p)))
        .filter(Node::isLiteral)
        .map(Node::getLiteralLexicalForm);
  }
}
