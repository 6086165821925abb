package org.techrace.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.apache.jena.vocabulary.SchemaDO;
import org.apache.jena.vocabulary.XSD;
import org.techrace.rdf.Iris;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Slug;
import org.techrace.rdf.Turtle;
import org.techrace.scaffold.GraphProfile.OfClass;
import org.techrace.scaffold.GraphProfile.OfProperty;

/// The first pages of a graph without descriptions: shapes with the cardinalities that hold today,
/// groups of properties, questions with pictures, and the chart of the home page. All is chosen by
/// counts; a person changes it afterwards.
///
/// @param profile the counts
/// @param iris the IRI spaces of the graph
public record FirstPages(GraphProfile profile, Iris iris) {
  /// The most bars of a picture.
  private static final int BARS = 20;

  private static final Properties TEXTS = texts();

  /// Headers of columns whose numbers are names or places, not amounts.
  private static final Pattern NO_AMOUNT = Pattern.compile(words("header.no-amount"));

  /// Names of properties with coordinates.
  private static final Pattern LATITUDE = Pattern.compile(words("header.latitude"));

  private static final Pattern LONGITUDE = Pattern.compile(words("header.longitude"));

  /// Names of properties with coordinates, or with the width and length of things.
  private static final Pattern WIDTH = Pattern.compile(words("header.width"));

  private static final Pattern LENGTH = Pattern.compile(words("header.length"));

  private static final double MAX_LATITUDE = 90;
  private static final double MAX_LONGITUDE = 180;

  /// The least number of questions, if there is enough to ask about.
  private static final int MIN_QUESTIONS = 3;

  private static final List<String> DATES =
      List.of(XSD.gYear.getURI(), XSD.date.getURI(), XSD.dateTime.getURI());

  /// Properties whose values are the names of things on pages.
  private static final Set<String> NAMES =
      Set.of(
          RDFS.label.getURI(),
          SKOS.prefLabel.getURI(),
          DCTerms.title.getURI(),
          FOAF.name.getURI(),
          SchemaDO.name.getURI(),
          "http://schema.org/name");

  /// The most points on a map.
  private static final int POINTS = 5000;

  /// Names of properties that identify a thing.
  private static final Pattern IDENTIFIER = Pattern.compile(words("header.identifier"));

  /// The groups of properties, in their order on a page.
  private static final List<String> GROUPS =
      List.of("links", "description", "figures", "identifiers");

  /// The things of a class with coordinates.
  private record Places(OfClass type, OfProperty latitude, OfProperty longitude) {
    /// Returns what is shown: all, or the first.
    String text() {
      return latitude.things() > POINTS
          ? words("places.most", POINTS, latitude.things(), latitude.label(), longitude.label())
          : words("places.comment", latitude.label(), longitude.label());
    }
  }

  /// A property by whose values the things of a class are counted.
  private record Facet(OfClass type, OfProperty by) {}

  private static Properties texts() {
    Properties texts = new Properties();
    try (InputStream file =
            Objects.requireNonNull(
                FirstPages.class.getResourceAsStream("/scaffold/first-pages.properties"));
        Reader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  /// Returns a text; without values it is as in the file.
  private static String words(String key, Object... values) {
    String text = Objects.requireNonNull(TEXTS.getProperty(key), key);
    return values.length == 0 ? text : MessageFormat.format(text, values);
  }

  /// Returns the files by their paths in the project.
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    if (profile.classes().isEmpty()) {
      return files;
    }
    files.put("ontology/groups.ttl", groups());
    files.put("ontology/shapes/first.ttl", shapes());
    List<Facet> facets = facets();
    List<Question> questions = new ArrayList<>();
    facets.stream().flatMap(facet -> compared(facet).stream()).limit(2).forEach(questions::add);
    Optional<Places> places = places();
    places.map(FirstPages::asked).ifPresent(questions::add);
    overTime().ifPresent(questions::add);
    greatest()
        .map(FirstPages::greatest)
        .or(this::highestMean)
        .filter(question -> !questions.contains(question))
        .ifPresent(questions::add);
    if (profile.classes().size() > 1) {
      questions.add(classes());
    }
    if (questions.size() < MIN_QUESTIONS) {
      questions.add(filled(profile.classes().getFirst()));
    }
    String names =
        questions.stream()
            .flatMap(question -> question.columns().entrySet().stream())
            .map(column -> "column.%s=%s%n".formatted(column.getKey(), column.getValue()))
            .distinct()
            .collect(Collectors.joining());
    if (!names.isEmpty()) {
      files.put("queries/texts/en.properties", "# " + words("columns") + "\n" + names);
    }
    for (Question question : questions) {
      String name = "%02d-%s".formatted(questions.indexOf(question) + 1, question.name());
      files.put("queries/questions/%s.ttl".formatted(name), question.turtle(iris, name));
    }
    facets.stream()
        .filter(facet -> facet.by.isLink())
        .flatMap(facet -> chart(facet).stream())
        .findFirst()
        .or(() -> greatest().map(FirstPages::chartOfGreatest))
        // Equal bars say little, and still more than a page without a picture.
        .or(
            () ->
                facets.stream()
                    .filter(facet -> facet.by.isLink())
                    .findFirst()
                    .map(FirstPages::chartOfNumbers))
        .ifPresent(chart -> files.put("queries/pages/home/10-first.rq", chart));
    places.map(FirstPages::map).ifPresent(map -> files.put("queries/pages/home/20-places.rq", map));
    return files;
  }

  /// Returns the properties to count by, the best first: areas, then those of the classes with most
  /// things. A class is not counted twice before each has been.
  private List<Facet> facets() {
    List<Facet> all =
        profile.classes().stream()
            .flatMap(type -> type.properties().stream().map(by -> new Facet(type, by)))
            .filter(FirstPages::isFacet)
            .sorted(
                Comparator.comparing((Facet facet) -> !facet.by.hasAreas())
                    .thenComparingLong(facet -> -facet.type.things())
                    .thenComparingLong(facet -> -facet.by.things())
                    .thenComparing(facet -> facet.by.iri()))
            .toList();
    Set<String> seen = new HashSet<>();
    List<Facet> first = all.stream().filter(facet -> seen.add(facet.type.iri())).toList();
    return Stream.concat(first.stream(), all.stream().filter(facet -> !first.contains(facet)))
        .toList();
  }

  private static boolean isFacet(Facet facet) {
    OfProperty by = facet.by;
    return (by.isLink() || by.isText())
        && !by.hasSameNames()
        && by.distinct() > 1
        && by.distinct() <= facet.type.things() / 2
        && by.things() * 2 >= facet.type.things();
  }

  /// Returns the question that compares the values of a property: by a figure of rows without
  /// names, otherwise by the number of things, if it differs.
  private static Optional<Question> compared(Facet facet) {
    Optional<OfProperty> figure = figure(facet);
    if (figure.isPresent()) {
      return Optional.of(highestMean(facet, figure.get()));
    }
    return facet.by.isEven() ? Optional.empty() : Optional.of(counted(facet));
  }

  /// Returns the figure of rows without names that are linked to things.
  private static Optional<OfProperty> figure(Facet facet) {
    return facet.type.properties().stream().anyMatch(by -> NAMES.contains(by.iri()))
            || !facet.by.isLink()
        ? Optional.empty()
        : amounts(facet.type).findFirst();
  }

  private static Question counted(Facet facet) {
    String thing = facet.type.plural();
    String by = facet.by.label();
    return new Question(
        words("counted.label", sentence(thing), by),
        words("counted.comment"),
        facet.by.hasAreas() ? "map" : "bar",
        List.of(thing),
        thing,
        thing,
        words("release"),
        by,
        """
        SELECT (MIN(STR(?name)) AS ?${x}) (COUNT(DISTINCT ?thing) AS ?${y})
        WHERE { ?thing a <%s> ; <%s> ?of%s }
        GROUP BY ?of
        ORDER BY DESC(?${y}) ?${x}
        """
            .formatted(
                facet.type.iri(),
                facet.by.iri(),
                facet.by.isLink() ? " . ?of rdfs:label ?name" : " BIND (?of AS ?name)"));
  }

  /// Returns the question on the development over time, if a property of the class with most things
  /// has dates: the number of things by year, or the mean of an amount if the things have no names,
  /// as the rows of a table of figures.
  private Optional<Question> overTime() {
    return profile.classes().stream()
        .flatMap(type -> times(type).map(by -> new Facet(type, by)))
        .filter(facet -> facet.by.distinct() > 2)
        .findFirst()
        .map(
            facet ->
                amounts(facet.type)
                    .filter(_ -> !isNamed(facet.type))
                    .findFirst()
                    .map(amount -> mean(facet, amount))
                    .orElseGet(() -> countedByYear(facet)));
  }

  /// Returns the properties of a class with one date each.
  private static Stream<OfProperty> times(OfClass type) {
    return type.properties().stream()
        .filter(by -> by.datatype().filter(DATES::contains).isPresent() && by.isSingle());
  }

  private static Question mean(Facet facet, OfProperty amount) {
    return new Question(
        words("mean.label", sentence(amount.label()), facet.by.label()),
        words("mean.comment", facet.type.plural()),
        "bar",
        List.of(amount.label()),
        amount.label(),
        amount.unit().orElse(amount.label()),
        words("year.time"),
        words("year"),
        """
        SELECT ?${x} (ROUND(AVG(?number) * 100) / 100 AS ?${y})
        WHERE { ?thing a <%s> ; <%s> ?when ; <%s> ?number BIND (SUBSTR(STR(?when), 1, 4) AS ?${x}) }
        GROUP BY ?${x}
        ORDER BY ?${x}
        """
            .formatted(facet.type.iri(), facet.by.iri(), amount.iri()));
  }

  private static Question countedByYear(Facet facet) {
    return new Question(
        words("year.label", sentence(facet.type.plural()), facet.by.label()),
        words("year.comment"),
        "bar",
        List.of(facet.type.plural()),
        facet.type.plural(),
        facet.type.plural(),
        words("year.time"),
        words("year"),
        """
        SELECT ?${x} (COUNT(DISTINCT ?thing) AS ?${y})
        WHERE { ?thing a <%s> ; <%s> ?when BIND (SUBSTR(STR(?when), 1, 4) AS ?${x}) }
        GROUP BY ?${x}
        ORDER BY ?${x}
        """
            .formatted(facet.type.iri(), facet.by.iri()));
  }

  /// Returns the properties of a class with amounts: first that after which the class is named,
  /// then those with a unit. They are numbers that do not identify the things, and that at least
  /// half of them have.
  private static Stream<OfProperty> amounts(OfClass type) {
    return type.properties().stream()
        .filter(by -> by.isNumber() && by.isSingle() && by.distinct() > 2)
        .filter(by -> by.things() * 2 >= type.things())
        .filter(by -> !NO_AMOUNT.matcher(by.label()).matches() && !by.areNumbersOfThings())
        .filter(
            by ->
                !by.isPrecise()
                    || Stream.of(WIDTH, LENGTH)
                        .noneMatch(size -> size.matcher(by.label()).matches()))
        .sorted(
            Comparator.comparing((OfProperty by) -> !isNamedAfter(type, by))
                .thenComparing(by -> by.unit().isEmpty()));
  }

  private static boolean isNamedAfter(OfClass type, OfProperty by) {
    return HeaderWords.singular(type.label()).equals(HeaderWords.singular(by.label()));
  }

  /// Returns the amount to rank things by, of the class with most things that has one and names.
  private Optional<Facet> greatest() {
    return profile.classes().stream()
        .filter(FirstPages::hasDistinctNames)
        .flatMap(type -> amounts(type).limit(1).map(by -> new Facet(type, by)))
        .findFirst();
  }

  private static Question greatest(Facet facet) {
    return new Question(
        words("greatest.label", sentence(facet.type.plural()), facet.by.label()),
        words("greatest.comment", BARS),
        "bar",
        List.of(facet.by.label()),
        facet.by.label(),
        facet.by.unit().orElse(facet.by.label()),
        words("release"),
        facet.type.plural(),
        """
        SELECT (MIN(STR(?name)) AS ?${x}) ?${y}
        WHERE { ?thing a <%s> ; <%s> ?${y} ; rdfs:label ?name }
        GROUP BY ?thing ?${y}
        ORDER BY DESC(?${y}) ?${x}
        LIMIT %d
        """
            .formatted(facet.type.iri(), facet.by.iri(), BARS));
  }

  /// Returns the question on the highest mean of an amount, of things without names by what they
  /// are linked to.
  private Optional<Question> highestMean() {
    for (Facet facet : facets()) {
      Optional<OfProperty> amount = amounts(facet.type).findFirst();
      if (facet.by.isLink() && amount.isPresent()) {
        return Optional.of(highestMean(facet, amount.get()));
      }
    }
    return Optional.empty();
  }

  private static Question highestMean(Facet facet, OfProperty amount) {
    return new Question(
        words("highest.label", sentence(amount.label()), facet.by.label()),
        words("highest.comment", BARS, facet.type.plural()),
        "bar",
        List.of(amount.label()),
        amount.label(),
        amount.unit().orElse(amount.label()),
        words("release"),
        facet.by.label(),
        """
        SELECT (MIN(STR(?name)) AS ?${x}) (ROUND(AVG(?number) * 100) / 100 AS ?${y})
        WHERE { ?thing a <%s> ; <%s> ?of ; <%s> ?number . ?of rdfs:label ?name }
        GROUP BY ?of
        ORDER BY DESC(?${y}) ?${x}
        LIMIT %d
        """
            .formatted(facet.type.iri(), facet.by.iri(), amount.iri(), BARS));
  }

  /// Returns the question on how many things of a class have each of its properties.
  private static Question filled(OfClass type) {
    return new Question(
        words("filled.label", sentence(type.plural())),
        words("filled.comment"),
        "bar",
        List.of(type.plural()),
        type.plural(),
        type.plural(),
        words("release"),
        words("filled.property"),
        """
        SELECT ?${x} (COUNT(DISTINCT ?thing) AS ?${y})
        WHERE { VALUES (?of ?${x}) { %s } ?thing a <%s> ; ?of [] }
        GROUP BY ?${x}
        ORDER BY DESC(?${y}) ?${x}
        """
            .formatted(
                type.properties().stream()
                    .map(by -> "(<%s> %s)".formatted(by.iri(), Turtle.quoted(by.label())))
                    .collect(Collectors.joining(" ")),
                type.iri()));
  }

  /// Returns the greatest number of degrees if a header names a latitude or a longitude.
  static OptionalDouble degrees(String header) {
    if (LATITUDE.matcher(header).matches()) {
      return OptionalDouble.of(MAX_LATITUDE);
    }
    return LONGITUDE.matcher(header).matches()
        ? OptionalDouble.of(MAX_LONGITUDE)
        : OptionalDouble.empty();
  }

  /// Returns the places of the class with most things that has coordinates and names.
  private Optional<Places> places() {
    return profile.classes().stream()
        .filter(FirstPages::isNamed)
        .flatMap(
            type ->
                coordinate(type, LATITUDE, WIDTH, MAX_LATITUDE)
                    .flatMap(
                        lat ->
                            coordinate(type, LONGITUDE, LENGTH, MAX_LONGITUDE)
                                .map(lon -> new Places(type, lat, lon)))
                    .stream())
        .findFirst();
  }

  /// Returns the property with a coordinate.
  ///
  /// @param header the names of such properties
  /// @param size the names of properties that may also have sizes of things: theirs are less
  ///   precise
  /// @param most the greatest coordinate
  private static Optional<OfProperty> coordinate(
      OfClass type, Pattern header, Pattern size, double most) {
    return type.properties().stream()
        .filter(by -> by.isNumber() && by.isSingle() && by.things() * 2 >= type.things())
        .filter(
            by ->
                header.matcher(by.label()).matches()
                    || (size.matcher(by.label()).matches() && by.isPrecise()))
        .filter(by -> by.isWithin(-most, most))
        .findFirst();
  }

  /// Returns the question where the things are.
  private static Question asked(Places places) {
    return new Question(
        words("places.label", sentence(places.type.plural())),
        places.text(),
        "points",
        List.of(places.latitude.label(), places.longitude.label()),
        "",
        "",
        "",
        places.type.plural(),
        """
        SELECT (MIN(STR(?name)) AS ?${x}) ?${y} ?${z}
        WHERE { ?thing a <%s> ; rdfs:label ?name ; <%s> ?${y} ; <%s> ?${z} }
        GROUP BY ?thing ?${y} ?${z}
        ORDER BY ?${x} ?thing
        LIMIT %d
        """
            .formatted(places.type.iri(), places.latitude.iri(), places.longitude.iri(), POINTS));
  }

  /// Returns the query of the map of the home page.
  private static String map(Places places) {
    return """
    # Title: %s
    # Text: %s
    # View: points
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?thing ?latitude ?longitude
    WHERE { ?thing a <%s> ; rdfs:label ?name ; <%s> ?latitude ; <%s> ?longitude }
    ORDER BY ?name ?thing
    LIMIT %d
    """
        .formatted(
            words("places.title", sentence(places.type.plural())),
            places.text(),
            places.type.iri(),
            places.latitude.iri(),
            places.longitude.iri(),
            POINTS);
  }

  private static boolean isNamed(OfClass type) {
    return type.properties().stream().anyMatch(by -> by.iri().equals(RDFS.label.getURI()));
  }

  private static boolean hasDistinctNames(OfClass type) {
    return type.properties().stream()
        .anyMatch(by -> by.iri().equals(RDFS.label.getURI()) && by.distinct() >= type.things());
  }

  private Question classes() {
    return new Question(
        words("classes.label"),
        words("classes.comment"),
        "bar",
        List.of(words("classes.things")),
        words("classes.things"),
        words("classes.things"),
        words("release"),
        words("classes.class"),
        """
        SELECT (MIN(STR(?name)) AS ?${x}) (COUNT(DISTINCT ?thing) AS ?${y})
        WHERE { VALUES ?of { %s } ?thing a ?of . ?of rdfs:label ?name }
        GROUP BY ?of
        ORDER BY DESC(?${y}) ?${x}
        """
            .formatted(
                profile.classes().stream()
                    .map(type -> "<" + type.iri() + ">")
                    .collect(Collectors.joining(" "))));
  }

  /// A question with its picture.
  ///
  /// @param view the name of the view
  /// @param values the names of the columns after that of `by`
  /// @param measured what is measured; empty if nothing is
  /// @param unit its unit
  /// @param time the time of the values
  /// @param by what each row is
  /// @param query with `${x}` for the variable of `by`, `${y}` and `${z}` for those of the values
  private record Question(
      String label,
      String comment,
      String view,
      List<String> values,
      String measured,
      String unit,
      String time,
      String by,
      String query) {

    String name() {
      return Slug.ascii(label.substring(0, label.lastIndexOf(':')));
    }

    /// Returns the labels of the columns by their variables.
    Map<String, String> columns() {
      Map<String, String> columns = new LinkedHashMap<>(Map.of(variable(by), by));
      for (String value : values) {
        String column = variable(value);
        columns.put(columns.containsKey(column) ? column + "_value" : column, value);
      }
      return columns;
    }

    String turtle(Iris iris, String name) {
      List<String> columns = List.copyOf(columns().keySet());
      String measures =
          measured.isEmpty()
              ? ""
              : "    tool:measures \"%s\" ; tool:measured %s@en ; tool:unit %s@en ; tool:time %s@en ;%n"
                  .formatted(
                      columns.getLast(),
                      Turtle.quoted(sentence(measured)),
                      Turtle.quoted(unit),
                      Turtle.quoted(time));
      return """
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix schema: <https://schema.org/> .
      @prefix sh: <http://www.w3.org/ns/shacl#> .
      @prefix tool: <https://w3id.org/techrace/tool#> .

      <%squestion/%s> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
          rdfs:label %s@en ;
          rdfs:comment %s@en ;
          schema:keywords %s ;
          tool:shownAs tool:view-%s ; tool:shownColumns "%s" ;
      %s    sh:select \"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      %s\""" .
      """
          .formatted(
              iris.base(),
              name,
              Turtle.quoted(label),
              Turtle.quoted(comment),
              Turtle.quoted(words("keyword")),
              view,
              String.join(" ", columns),
              measures,
              query
                  .replace("${x}", columns.getFirst())
                  .replace("${y}", columns.get(1))
                  .replace("${z}", columns.getLast()));
    }
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String variable(String label) {
    String name = Slug.ascii(label).replace('-', '_');
    return name.matches("[A-Za-z]\\w*") ? name : "x_" + name.replaceAll("\\W", "");
  }

  /// Returns the chart of the things that other things are linked to: of a figure of rows without
  /// names, otherwise of the number of things, if it differs.
  private static Optional<String> chart(Facet facet) {
    Optional<OfProperty> figure = figure(facet);
    if (figure.isPresent()) {
      return Optional.of(chartOfFigure(facet, figure.get()));
    }
    return facet.by.isEven() ? Optional.empty() : Optional.of(chartOfNumbers(facet));
  }

  /// Returns the chart of the newest figure of each thing, or of the mean if the figures have no
  /// time.
  private static String chartOfFigure(Facet facet, OfProperty amount) {
    Optional<OfProperty> time = times(facet.type).filter(by -> by.distinct() > 1).findFirst();
    String newest =
        time.map(
                when ->
                    """
                    { SELECT ?thing (MAX(?when) AS ?last)
                      WHERE { ?any a <%1$s> ; <%2$s> ?thing ; <%3$s> ?when ; <%4$s> ?figure }
                      GROUP BY ?thing }
                    ?one <%3$s> ?last .
                    """
                        .formatted(facet.type.iri(), facet.by.iri(), when.iri(), amount.iri()))
            .orElse("");
    return bars(
        words("home.title", sentence(amount.label()), facet.by.label()),
        time.isPresent() ? words("home.newest") : words("home.mean", facet.type.plural()),
        amount.label(),
        amount.unit().orElse(amount.label()),
        time.isPresent() ? words("newest") : words("release"),
        """
        SELECT ?thing (ROUND(AVG(?number) * 100) / 100 AS ?value)
        WHERE {
        %s?one a <%s> ; <%s> ?thing ; <%s> ?number }
        GROUP BY ?thing
        """
            .formatted(newest, facet.type.iri(), facet.by.iri(), amount.iri()));
  }

  private static String chartOfNumbers(Facet facet) {
    return bars(
        words("home.title", sentence(facet.type.plural()), facet.by.label()),
        words("home.text"),
        facet.type.plural(),
        facet.type.plural(),
        words("release"),
        """
        SELECT ?thing (COUNT(DISTINCT ?one) AS ?value)
        WHERE { ?one a <%s> ; <%s> ?thing }
        GROUP BY ?thing
        """
            .formatted(facet.type.iri(), facet.by.iri()));
  }

  private static String chartOfGreatest(Facet facet) {
    return bars(
        words("home.title", sentence(facet.type.plural()), facet.by.label()),
        words("home.greatest"),
        facet.by.label(),
        facet.by.unit().orElse(facet.by.label()),
        words("release"),
        """
        SELECT ?thing ?value
        WHERE { ?thing a <%s> ; <%s> ?value }
        """
            .formatted(facet.type.iri(), facet.by.iri()));
  }

  /// Returns the query of a chart of the ten things with the greatest values.
  ///
  /// @param query a query with the variables `thing` and `value`
  private static String bars(
      String title, String text, String measured, String unit, String time, String query) {
    return """
    # Title: %s
    # Text: %s
    # View: bars
    # Measured: %s
    # Unit: %s
    # Time: %s
    %sORDER BY DESC(?value) ?thing
    LIMIT 10
    """
        .formatted(title, text, sentence(measured), unit, time, query);
  }

  /// The groups of properties: what a thing is linked to, what is said of it, its amounts, and what
  /// identifies it.
  private String groups() {
    StringBuilder turtle =
        new StringBuilder(
            "# "
                + words("groups")
                + """


                @prefix sh: <http://www.w3.org/ns/shacl#> .
                @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
                """);
    Map<String, OfProperty> properties = new LinkedHashMap<>();
    profile.classes().stream()
        .flatMap(type -> type.properties().stream())
        .filter(by -> !by.iri().equals(RDFS.label.getURI()))
        .forEach(by -> properties.putIfAbsent(by.iri(), by));
    for (String name : GROUPS) {
      List<OfProperty> members =
          properties.values().stream()
              .filter(by -> GROUPS.get(group(by)).equals(name))
              .sorted(Comparator.comparing(OfProperty::label))
              .toList();
      if (members.isEmpty()) {
        continue;
      }
      String group = "<%sshapes#group-%s>".formatted(iris.base(), name);
      turtle.append(
          "%n%s a sh:PropertyGroup ; rdfs:label %s@en ; sh:order %d .%n"
              .formatted(group, Turtle.quoted(words("group." + name)), GROUPS.indexOf(name) + 1));
      for (int i = 0; i < members.size(); i++) {
        turtle.append(
            "<%s> sh:group %s ; sh:order %d .%n".formatted(members.get(i).iri(), group, i + 1));
      }
    }
    return turtle.toString();
  }

  private static int group(OfProperty by) {
    if (by.isLink()) {
      return 0;
    }
    if (IDENTIFIER.matcher(by.label()).matches()) {
      return 3;
    }
    return by.isNumber() ? 2 : 1;
  }

  /// The cardinalities and datatypes that hold today, as warnings: a later table may break what was
  /// only so by chance.
  private String shapes() {
    StringBuilder turtle =
        new StringBuilder(
            "# "
                + words("shapes")
                + """


                @prefix sh: <http://www.w3.org/ns/shacl#> .
                """);
    for (OfClass type : profile.classes()) {
      List<String> rules =
          type.properties().stream().map(by -> rule(type, by)).flatMap(Optional::stream).toList();
      if (!rules.isEmpty()) {
        turtle.append(
            "%n<%sshapes#%s> a sh:NodeShape ; sh:targetClass <%s> ;%n    %s .%n"
                .formatted(
                    iris.base(),
                    SafeIris.safe(Iris.localName(type.iri())),
                    type.iri(),
                    String.join(" ;\n    ", rules)));
      }
    }
    return turtle.toString();
  }

  private static Optional<String> rule(OfClass type, OfProperty by) {
    List<String> parts = new ArrayList<>();
    if (by.things() == type.things()) {
      parts.add("sh:minCount 1");
    }
    if (by.isSingle()) {
      parts.add("sh:maxCount 1");
    }
    by.datatype()
        .filter(datatype -> !datatype.startsWith("http://www.w3.org/1999/02/22-rdf-syntax-ns#"))
        .filter(_ -> by.nodes() == 0)
        .ifPresent(datatype -> parts.add("sh:datatype <%s>".formatted(datatype)));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "sh:property [ sh:path <%s> ; %s ; sh:severity sh:Warning ]"
                .formatted(by.iri(), String.join(" ; ", parts)));
  }
}
