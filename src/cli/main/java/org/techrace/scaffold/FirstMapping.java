package org.techrace.scaffold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.engine.EngineOptions;
import org.techrace.engine.expression.Linker;
import org.techrace.memory.Memory;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Iris;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Slug;
import org.techrace.rdf.Turtle;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.UnusableInputException;
import org.techrace.table.CellKind;
import org.techrace.table.Header;
import org.techrace.table.NumberMark;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;
import org.techrace.table.input.Packing;

/// Proposes a mapping for tables that have none. The subject is built from the columns that look
/// like a key, and each column gets a property and a datatype, guessed from its name and values.
/// The mapping is complete and can be run, and is meant to be edited. A column for which the
/// ontology has no property gets a new one.
public final class FirstMapping {
  /// The most values that a note on a column names.
  private static final int MAX_EXCEPTIONS = 3;

  /// The namespace prefix of an element name.
  private static final Pattern PREFIX = Pattern.compile("\\b\\w+:(?=\\p{L})");

  /// Headers of columns with the names of organisations, which are those of the rows if they
  /// differ.
  private static final Set<String> ORGANISATIONS =
      new WordLists("key-words.properties").list("organisation");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final KnownProperties properties;
  private final Iris iris;
  private final String prefix;
  private final Report report;
  private final TableOptions options;
  private final NewTerms terms = new NewTerms();
  private final Set<String> namesOfMaps = new HashSet<>();

  /// True if tables of figures become data cubes.
  private boolean makesCubes;

  /// True if a column has the datatype of nearly all its cells.
  private boolean refusesOthers;

  private final List<Cube> cubes = new ArrayList<>();

  /// The language of the labels of concepts, unless the headers show another; empty for none.
  private String language = "";

  /// Finds the things that the values of columns name.
  private KnownValues values;

  /// The properties of the columns that are mapped.
  private final Map<SeenColumn, String> propertyOf = new HashMap<>();

  /// The tables that columns refer to.
  private ForeignKeys.Found links = ForeignKeys.Found.NONE;

  /// The names of the things of each table.
  private Map<DraftTable, String> titles = Map.of();

  /// The properties that columns without links may have, apart from keys. No link has them.
  private final Set<String> literals = new HashSet<>();

  /// The properties that keys may have.
  private final Set<String> keys = new HashSet<>();

  /// The properties of links. No key has them.
  private final Set<String> linkProperties = new HashSet<>();

  /// The columns of several tables whose values become concepts, by their header.
  private SharedColumns shared = SharedColumns.NONE;

  /// The columns of the current table with the names of its rows.
  private Set<SeenColumn> labels = Set.of();

  /// The areas that columns name.
  private AreaList areas;

  private final UnknownAreas unknownAreas = new UnknownAreas();

  /// The class of the rows and the column with their IRIs, if the mapping is for a new source.
  private Optional<NewSource> whole = Optional.empty();

  /// @param ontology the files of the ontology; files that do not exist are skipped
  /// @param iris the IRI spaces of the graph
  /// @param prefix the prefix of its classes and properties
  /// @param options what is known about the tables
  /// @throws IOException if a file cannot be read
  public FirstMapping(
      List<ReadableFile> ontology, Iris iris, String prefix, TableOptions options, Report report)
      throws IOException {
    this.properties = new KnownProperties(ontology, iris);
    this.values = new KnownValues(Linker.NONE, properties);
    this.areas = new AreaList(iris, "", AreaList.NAME);
    this.iris = iris;
    this.prefix = prefix;
    this.options = options;
    this.report = report;
  }

  /// Maps the table of a new source.
  ///
  /// @param source knows the class of its rows
  FirstMapping whole(NewSource source) {
    whole = Optional.of(source);
    return this;
  }

  /// Maps tables of figures by time and at least one other dimension to observations of data cubes,
  /// whose structure is [#structures].
  public FirstMapping withCubes() {
    makesCubes = true;
    return this;
  }

  /// Gives columns the datatype that nearly all cells have, so that the mapping refuses the others.
  /// Without it, such columns are texts.
  public FirstMapping refusingOthers() {
    refusesOthers = true;
    return this;
  }

  /// Gives the labels of concepts a language, unless the headers show another.
  public FirstMapping inLanguage(String tag) {
    language = tag;
    return this;
  }

  /// Looks in a graph for what the values of columns name.
  ///
  /// @param linker searches the graph; open until the mapping is made
  public FirstMapping withNamesIn(Linker linker) {
    values = new KnownValues(linker, properties);
    return this;
  }

  /// Returns the structures of the data cubes in Turtle, for the description of the source. Uses
  /// the prefix `rdfs`. Call it after [#of].
  public String structures() {
    return String.join("", cubes.stream().map(Cube::turtle).toList());
  }

  /// Returns the code tables that the mapping reads, by the name of their file in its folder. Call
  /// it after [#of].
  public Map<String, String> codeTables() {
    return areas.isEmpty() ? Map.of() : Map.of(areas.file(), areas.csv());
  }

  /// Adds a class to the terms that the ontology lacks.
  void needsType(String iri, String label) {
    terms.type(iri, label, label);
  }

  /// Returns the terms of the mapping that the ontology lacks, in Turtle, or empty if there are
  /// none. Call it after [#of].
  ///
  /// @param source the name of the folder of the source
  public Optional<String> newTerms(String source) {
    return terms.turtle(source, iris, prefix);
  }

  /// Returns the mapping of some tables in the same folder. A table that cannot be read is reported
  /// and left out.
  ///
  /// @return Turtle, or empty if there is nothing to map
  /// @throws IOException if a table cannot be read
  public Optional<String> of(List<ReadableFile> tables) throws IOException {
    List<Described> described = new ArrayList<>();
    for (ReadableFile file : tables) {
      Report ofFile = new Report();
      List<NewTable> found = tables(file, ofFile);
      for (NewTable table : found) {
        List<SeenColumn> columns = table.columns();
        long rows = describe(table, columns, ofFile);
        // Skip sheets that are empty or contain only notes.
        if (!ofFile.hasErrors()
            && (found.size() == 1 || columns.stream().anyMatch(column -> column.filled() > 0))) {
          described.add(
              new Described(
                  String.valueOf(file.path().getFileName()), table, columns, rows, ofFile));
        }
      }
      if (described.stream().noneMatch(one -> one.report.equals(ofFile))) {
        report.addAll(ofFile, finding -> finding);
      }
    }
    List<String> names = described.stream().map(one -> one.table.title()).toList();
    List<DraftTable> drafts = new ArrayList<>();
    for (Described one : described) {
      Optional<DraftTable> byYear = byYear(one, names);
      drafts.add(byYear.isPresent() ? byYear.get() : draft(one, names));
    }
    described.stream()
        .map(Described::report)
        .distinct()
        .forEach(ofFile -> report.addAll(ofFile, finding -> finding));
    if (drafts.isEmpty()) {
      return Optional.empty();
    }
    links = ForeignKeys.of(drafts, new Memory(EngineOptions.DEFAULT.memory()));
    shared = SharedColumns.of(drafts, FirstMapping::headerOf);
    titles = titles(drafts);
    language = TableLanguage.of(headers(drafts), language);
    drafts.forEach(this::addLiterals);
    drafts.forEach(this::addLinks);
    areas = new AreaList(iris, language, unusedName(AreaList.NAME));
    StringBuilder maps = new StringBuilder(head());
    drafts.forEach(draft -> maps.append(triplesMap(draft)));
    unknownAreas.tell(report);
    if (!areas.isEmpty()) {
      CodeList.termsOfLists().forEach(this::external);
      external(SKOS.altLabel.getURI(), "AnnotationProperty");
      AreaList.CODES.forEach(code -> external(code, "DatatypeProperty"));
      maps.append(areas.turtle());
    }
    return Optional.of(maps.toString());
  }

  private void addLiterals(DraftTable draft) {
    Set<SeenColumn> names = labels(draft.table().name(), draft.columns());
    draft.columns().stream()
        .filter(column -> !links.links().containsKey(column) && !names.contains(column))
        .filter(column -> properties.of(headerOf(column)).isEmpty())
        .forEach(
            column ->
                (draft.soleKey().filter(column::equals).isPresent() ? keys : literals)
                    .add(newProperty(headerOf(column), false)));
  }

  private void addLinks(DraftTable draft) {
    draft.columns().stream()
        .filter(links.links()::containsKey)
        .forEach(column -> linkProperties.add(newProperty(linkName(headerOf(column)), false)));
  }

  /// Opens a file. Reports a file that cannot be decompressed, and then returns an empty list.
  private List<NewTable> tables(ReadableFile file, Report report) throws IOException {
    try {
      return NewTable.of(file, options.stated(), report);
    } catch (IOException | UncheckedIOException e) {
      Optional<UnusableInputException> input = UnusableInputException.in(e);
      if (input.isEmpty()) {
        throw e;
      }
      report.error(Place.file(Place.nameOf(file.path())), String.valueOf(input.get().getMessage()));
      return List.of();
    }
  }

  /// Says which texts of columns are taken for missing values although that is not usual, and which
  /// are errors of formulas.
  private static void tellNulls(NewTable table, List<SeenColumn> columns, Report report)
      throws IOException {
    Map<Integer, List<String>> marks = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      List<String> texts = new ArrayList<>(columns.get(i).errors());
      texts.addAll(columns.get(i).foundNulls());
      marks.put(i, texts);
    }
    FirstPlaces places = FirstPlaces.of(table, marks, 1);
    for (int i = 0; i < columns.size(); i++) {
      SeenColumn column = columns.get(i);
      for (String text : column.errors()) {
        report.warn(
            places.of(i, text),
            "column '%s': '%s' (%,d times%s) is the error of a %s, and is taken for a missing value; correct it in the table, or keep rml:null in the mapping"
                .formatted(
                    column.label(),
                    text,
                    column.times(text),
                    places.where(i, text),
                    text.equals(CellKind.NO_DAY) ? "date that is no day" : "formula"));
      }
      for (String text : column.foundNulls()) {
        report.info(
            places.of(i, text),
            "column '%s': '%s' (%,d times%s) is taken for a missing value, because the others are numbers or dates; if it is a value, remove it from rml:null or fn:dropIf in the mapping"
                .formatted(column.label(), text, column.times(text), places.where(i, text)));
      }
    }
  }

  /// A table whose columns are described.
  ///
  /// @param file the name of the file
  /// @param rows the number of rows
  /// @param report receives what a person should know about the file
  private record Described(
      String file, NewTable table, List<SeenColumn> columns, long rows, Report report) {}

  /// @param names the names of all tables
  private DraftTable draft(Described described, List<String> names) throws IOException {
    NewTable table = described.table;
    List<SeenColumn> columns = described.columns;
    long rows = described.rows;
    Report report = described.report;
    Set<String> nulls = nulls(columns);
    table.notes().forEach(note -> report.info(Place.file(table.table().name()), note));
    tellNulls(table, columns, report);
    Conventions.of(options, table, columns).tellUnclear(table, columns, report);
    CurrencyColumn.of(columns)
        .ifPresent(found -> report.info(Place.file(table.table().name()), found.note()));
    List<Integer> key =
        new KeyGuess(table.name(), names, columns, rows, new Memory(EngineOptions.DEFAULT.memory()))
            .columns(() -> table.open(report));
    OddTexts.tellPadded(table, columns, key, report);
    UnlikeCells.tell(table, columns, rows, key, () -> table.open(new Report()), report);
    return new DraftTable(
        described.file,
        unusedName(table.name()),
        table,
        columns,
        key.stream().map(columns::get).toList(),
        nulls);
  }

  /// Returns a table with a row for each year, if the table has a column for each year and the rows
  /// have a key with the year.
  private Optional<DraftTable> byYear(Described wide, List<String> names) throws IOException {
    Optional<YearColumns> years = YearColumns.of(wide.columns);
    if (whole.isPresent() || years.isEmpty() || wide.table.table().columns(wide.report).isEmpty()) {
      return Optional.empty();
    }
    NewTable table = years.get().unpivot(wide.table);
    List<SeenColumn> columns = table.columns();
    long rows = describe(table, columns, wide.report);
    DraftTable draft = draft(new Described(wide.file, table, columns, rows, wide.report), names);
    boolean hasKey =
        draft.key().stream().anyMatch(c -> c.reference().equals(years.get().yearField()));
    if (!hasKey) {
      namesOfMaps.remove(draft.name());
    }
    return hasKey ? Optional.of(draft) : Optional.empty();
  }

  private String head() {
    return """
    # Written by `techrace init` as a draft. Check every line and correct wrong guesses.

    @prefix rml:  <http://w3id.org/rml/> .
    @prefix csvw: <http://www.w3.org/ns/csvw#> .
    @prefix tool: <https://w3id.org/techrace/tool#> .
    @prefix fn:   <https://w3id.org/techrace/tool/function#> .
    @prefix %s: <%s> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
    """
        .formatted(prefix, iris.ontology());
  }

  /// Reads a table to describe its columns, and returns the number of its rows.
  private long describe(NewTable table, List<SeenColumn> columns, Report report)
      throws IOException {
    OddTexts odd = new OddTexts(table, columns, report);
    odd.addHeader();
    long count = 0;
    try (SourceRows rows = table.open(report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (repeatsHeader(row, columns)) {
          continue; // the table warns of it
        }
        count++;
        for (int i = 0; i < columns.size(); i++) {
          List<Value> values = row.values(i);
          columns.get(i).add(values);
          odd.add(columns.get(i), values, row);
        }
      }
    }
    columns.forEach(SeenColumn::decideNullMarks);
    if (refusesOthers) {
      describeUsual(table, columns);
    }
    return count;
  }

  /// Reads a table again for the columns whose cells nearly all have one form, and describes these
  /// cells: the others become errors of the mapping, not the cause of another datatype.
  private static void describeUsual(NewTable table, List<SeenColumn> columns) throws IOException {
    Map<Integer, SeenColumn> usual = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      columns.get(i).withUsualForm().ifPresent(column -> usual.put(index, column));
    }
    if (usual.isEmpty()) {
      return;
    }
    try (SourceRows rows = table.open(new Report())) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        if (!repeatsHeader(row, columns)) {
          Row current = row;
          usual.forEach((index, column) -> column.add(current.values(index)));
        }
      }
    }
    usual.forEach(
        (index, column) -> {
          column.decideNullMarks();
          if (column.isTyped() || column.answers().isPresent()) {
            columns.set(index, column);
          }
        });
  }

  /// Returns true if the cells of a row are the names of the columns.
  static boolean repeatsHeader(Row row, List<SeenColumn> columns) {
    for (int i = 0; i < columns.size(); i++) {
      List<Value> values = row.values(i);
      if (values.size() != 1 || !values.getFirst().text().equals(columns.get(i).label())) {
        return false;
      }
    }
    return true;
  }

  /// Returns the texts that mean "missing" in this table: such a text among numbers or dates, which
  /// is not also a code in another column.
  private static Set<String> nulls(List<SeenColumn> columns) {
    Set<String> nulls = new TreeSet<>();
    columns.stream().filter(SeenColumn::isTyped).forEach(column -> nulls.addAll(column.nulls()));
    columns.stream().filter(SeenColumn::hasCodes).forEach(c -> nulls.removeAll(c.nulls()));
    // The flag of a missing value is a value of the marks of its column.
    nulls.removeIf(SeenColumn::isFlaggedNull);
    // A word that another column has as a value is left out in the column of numbers or dates only.
    nulls.removeIf(text -> columns.stream().anyMatch(column -> column.hasValue(text)));
    columns.stream()
        .flatMap(column -> column.nulls().stream())
        .filter(SeenColumn::isNeverValue)
        .forEach(nulls::add);
    for (SeenColumn column : columns) {
      if (!nulls.containsAll(column.nulls())) {
        column.keepOrParseNulls();
      }
    }
    return nulls;
  }

  private String triplesMap(DraftTable draft) {
    NewTable table = draft.table();
    List<SeenColumn> columns = draft.columns();
    List<String> key = draft.key().stream().map(SeenColumn::reference).toList();
    Map<SeenColumn, ColumnMeaning> meanings = meanings(draft);
    Optional<String> person = hasLabel(columns) ? Optional.empty() : PersonNames.template(columns);
    labels = person.isPresent() ? Set.of() : labels(table.name(), columns);
    List<CodeList> codes = meanings.values().stream().flatMap(m -> m.codes().stream()).toList();
    codes.forEach(list -> list.terms().forEach(this::external));
    StringBuilder turtle = new StringBuilder("\n");
    Stream.concat(
            table.notes().stream(), CurrencyColumn.of(columns).map(CurrencyColumn::note).stream())
        .forEach(note -> turtle.append("# ").append(RmlText.oneLine(note)).append("\n"));
    String source =
        """
        rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path %s%s ] ;
                %s\
        """
            .formatted(
                Turtle.quoted(draft.file()),
                source(draft, key, foreignKeys(draft)),
                table.formulation());
    source = table.years().isPresent() ? table.years().get().turtle(source) : source;
    if (codes.isEmpty()) {
      turtle.append(
          """
          <#%s> a rml:TriplesMap ;
              rml:logicalSource [
                  %s ] ;
          """
              .formatted(draft.name(), source));
    } else {
      turtle.append(
          """
          %1$s a rml:LogicalSource ;
                  %2$s .

          <#%3$s> a rml:TriplesMap ;
              rml:logicalSource %1$s ;
          """
              .formatted(codes.getFirst().rows(), source, draft.name()));
    }
    if (key.isEmpty()) {
      turtle.append(
          table.hasKey()
              ? "    # No columns with a unique value in every row were found. The number of the"
                  + " row is the key: rows keep their IRIs only as long as their order.\n"
              : "    # No columns with a unique value in every row were found. Those in the"
                  + " template are not a key: write the key there.\n");
    }
    String type = typeOf(draft);
    Optional<Cube.Roles> roles =
        makesCubes && whole.isEmpty() ? Cube.roles(draft) : Optional.empty();
    turtle.append(
        "    rml:subjectMap [ %s ; rml:class %s%s ] ;\n"
            .formatted(
                subject(draft.name(), table, columns, draft.key()),
                shown(type),
                roles.isPresent() ? " , <%s>".formatted(DataCube.OBSERVATION) : ""));
    Conventions conventions = Conventions.of(options, table, columns);
    Map<String, Integer> used = new HashMap<>();
    for (SeenColumn column : columns) {
      ColumnMeaning meaning = meanings.getOrDefault(column, ColumnMeaning.NONE);
      turtle.append(predicateObject(column, meaning, conventions, used));
    }
    if (whole.isEmpty()) {
      person.ifPresent(
          name ->
              turtle.append(
                  "    rml:predicateObjectMap [ rml:predicate rdfs:label ; rml:objectMap [ rml:template %s ; rml:termType rml:Literal ] ] ;\n"
                      .formatted(Turtle.quoted(name))));
      labels.stream()
          .filter(column -> meanings.getOrDefault(column, ColumnMeaning.NONE).isNode())
          .forEach(
              column ->
                  turtle.append(
                      "    rml:predicateObjectMap [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference %s ] ] ;\n"
                          .formatted(Turtle.quoted(column.reference()))));
    }
    roles.ifPresent(of -> turtle.append(observation(draft, of)));
    turtle.append("    .\n");
    codes.forEach(
        list -> turtle.append(list.turtle(shown(propertyOf.getOrDefault(list.column(), "")))));
    if (!table.several().isEmpty()) {
      turtle.append(rowsOfTheirOwn(table));
    }
    return turtle.toString();
  }

  /// The meaning of the values of a column that are not only texts or numbers.
  ///
  /// @param named the things of the graph that they name
  /// @param isArea true if they are in the list of areas
  /// @param codes the concepts that they become
  private record ColumnMeaning(
      Optional<KnownValues.Named> named, boolean isArea, Optional<CodeList> codes) {
    static final ColumnMeaning NONE = new ColumnMeaning(Optional.empty(), false, Optional.empty());

    boolean isNode() {
      return named.isPresent() || isConcept();
    }

    boolean isConcept() {
      return isArea || codes.isPresent();
    }
  }

  /// Returns the columns with the names of the rows, if no header is simply `name`: the first whose
  /// header ends in such a word, or is the name of the table in the singular, and whose values are
  /// nearly all different, and those in other languages. In a table without a header it is the
  /// first whose values look like names.
  private Set<SeenColumn> labels(String table, List<SeenColumn> columns) {
    Set<SeenColumn> labels = new HashSet<>();
    if (hasLabel(columns)) {
      return labels;
    }
    Set<String> languages = new HashSet<>();
    for (SeenColumn column : columns) {
      HeaderLanguage header = HeaderLanguage.of(column.label());
      if ((header.isName() || isNamedAs(table, column))
          && !column.isTyped()
          && column.isMostlyDistinct()
          && languages.add(header.language())) {
        labels.add(column);
      }
    }
    if (columns.stream().allMatch(column -> Header.positionOf(column.reference()) > 0)) {
      columns.stream().filter(SeenColumn::areNames).findFirst().ifPresent(labels::add);
    }
    if (labels.isEmpty()) {
      columns.stream()
          .filter(
              column ->
                  HeaderLanguage.of(column.label()).isCompound()
                      || ORGANISATIONS.contains(column.label().strip().toLowerCase(Locale.ROOT)))
          .filter(this::mayNameRows)
          .findFirst()
          .ifPresent(labels::add);
    }
    return labels;
  }

  /// Returns true for a column of names that are neither areas nor keys of another table.
  private boolean mayNameRows(SeenColumn column) {
    return column.areNames()
        && shared.areas(headerOf(column)).isEmpty()
        && !links.links().containsKey(column);
  }

  /// Returns true for a column of names such as `shop` in `shops`.
  private static boolean isNamedAs(String table, SeenColumn column) {
    return column.areNames()
        && HeaderWords.singular(column.label()).equals(HeaderWords.singular(table));
  }

  private boolean hasLabel(List<SeenColumn> columns) {
    return columns.stream().anyMatch(c -> properties.of(headerOf(c)).equals(properties.label()));
  }

  /// Returns the columns whose values name things of the graph or are codes.
  private Map<SeenColumn, ColumnMeaning> meanings(DraftTable draft) {
    Map<SeenColumn, ColumnMeaning> meanings = new LinkedHashMap<>();
    for (SeenColumn column : draft.columns()) {
      Optional<KnownProperties.Property> property = properties.of(headerOf(column));
      boolean isCommon =
          property.filter(p -> !properties.declares(p.iri())).isPresent()
              && shared.areas(headerOf(column)).isPresent();
      boolean takesLiterals = !isCommon && property.filter(p -> !p.takesNodes()).isPresent();
      boolean isOurs =
          whole
              .filter(source -> Set.of(NewSource.IRI, source.names()).contains(column.reference()))
              .isPresent();
      if (takesLiterals || isOurs || column.isAddress() || links.links().containsKey(column)) {
        continue;
      }
      Optional<KnownValues.Named> named = values.of(column, property);
      Optional<KnownAreas.Form> area =
          named.isEmpty() && whole.isEmpty() && !column.isMissing()
              ? shared.areas(headerOf(column))
              : Optional.empty();
      if (area.isPresent() && namesRow(draft, column)) {
        continue;
      }
      area.ifPresent(
          form -> {
            unknownAreas.add(draft, column, form);
            areas.add(column.values().keySet(), form);
          });
      Optional<CodeList> codes =
          named.isEmpty()
                  && area.isEmpty()
                  && shared.areCodes(headerOf(column))
                  && !column.isMissing()
              ? Optional.of(codeList(draft, column))
              : Optional.empty();
      meanings.put(column, new ColumnMeaning(named, area.isPresent(), codes));
    }
    return meanings;
  }

  /// Returns true if a column has another name of the area that each row of a table is about.
  private boolean namesRow(DraftTable draft, SeenColumn column) {
    return draft.key().size() == 1
        && !draft.key().getFirst().equals(column)
        && shared.areas(headerOf(draft.key().getFirst())).isPresent()
        && column.values().size() == column.filled();
  }

  private CodeList codeList(DraftTable draft, SeenColumn column) {
    String words =
        headerOf(column)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "-")
            .replaceAll("^-|-$", "");
    String codes = words.isEmpty() ? "codes" : words;
    String name = unusedName(SafeIris.safe(draft.name() + "-" + codes));
    return new CodeList(
        name,
        column,
        "<#%s-rows>".formatted(draft.name()),
        iris.scheme() + (shared.isShared(headerOf(column)) ? SafeIris.safe(codes) : name),
        whole.map(NewSource::language).orElse(language));
  }

  /// Returns the header of a column without prefixes of namespaces, with the unit of its values;
  /// `column 3` if it has none.
  private static String headerOf(SeenColumn column) {
    String label = PREFIX.matcher(column.label()).replaceAll("").strip();
    int position = Header.positionOf(label.isEmpty() ? column.reference() : label);
    String header = position > 0 ? "column " + position : label;
    return HeaderUnit.of(header).unit().isEmpty()
        ? column
            .unit()
            .filter(
                unit -> MeasuredUnit.of(header).filter(of -> of.symbol().equals(unit)).isEmpty())
            .map(unit -> "%s (%s)".formatted(header, unit))
            .orElse(header)
        : header;
  }

  /// Notes a data cube, and returns the statement that a row belongs to it.
  private String observation(DraftTable draft, Cube.Roles roles) {
    List<Cube.Component> components = new ArrayList<>();
    for (SeenColumn column : draft.columns()) {
      String property = propertyOf.get(column);
      if (property != null && column.filled() > 0) {
        components.add(new Cube.Component(roles.of(column), property));
      }
    }
    String dataSet = iris.id() + "cube-" + draft.name();
    cubes.add(new Cube(draft.name(), dataSet, components));
    external(DataCube.OBSERVATION, "Class");
    external(DataCube.DATA_SET, "ObjectProperty");
    return "    rml:predicateObjectMap [ rml:predicate <%s> ; rml:object <%s> ] ;\n"
        .formatted(DataCube.DATA_SET, dataSet);
  }

  /// Declares a term of another vocabulary, unless the ontology does.
  private void external(String iri, String kind) {
    if (!properties.declares(iri)) {
      terms.external(iri, kind);
    }
  }

  /// Returns a name for a triples map that no other table has.
  private String unusedName(String proposed) {
    String stem = proposed.isEmpty() ? "table" : proposed;
    String name = stem;
    for (int n = 2; !namesOfMaps.add(name); n++) {
      name = stem + "-" + n;
    }
    return name;
  }

  /// Returns the class of the rows: that of the new source, one of the ontology with the name of
  /// the table, or a new one.
  private String typeOf(DraftTable draft) {
    if (whole.isPresent()) {
      return whole.get().type();
    }
    NewTable table = draft.table();
    String title = titles.getOrDefault(draft, table.title());
    Optional<String> known = properties.type(table.name()).or(() -> properties.type(title));
    if (known.isPresent()) {
      return known.get();
    }
    String iri = iris.ontology() + SafeIris.safe(className(Slug.withoutAccents(title)));
    String label = title.replaceAll("[-_]+", " ").strip();
    String several = TableTitle.of(table.title()).replaceAll("[-_]+", " ").strip();
    terms.type(iri, label, Plurals.singularTitle(several).equals(label) ? several : label);
    return iri;
  }

  /// Returns the name of the things of each table: in English, one thing. Tables with the same
  /// things have the same columns; a name that others would have too is that of the file.
  private static Map<DraftTable, String> titles(List<DraftTable> drafts) {
    boolean areEnglish = TableLanguage.isEnglish(headers(drafts));
    Map<DraftTable, String> proposed = new HashMap<>();
    for (DraftTable draft : drafts) {
      String title = TableTitle.of(draft.table().title());
      proposed.put(draft, areEnglish ? Plurals.singularTitle(title) : title);
    }
    Map<DraftTable, String> titles = new HashMap<>();
    for (DraftTable draft : drafts) {
      String title = Objects.requireNonNull(proposed.get(draft));
      boolean isOfOthers =
          drafts.stream()
              .anyMatch(
                  other -> title.equals(proposed.get(other)) && !haveSameColumns(other, draft));
      String own = isOfOthers ? draft.table().title() : title;
      String unused = own;
      for (int n = 2; isTaken(unused, draft, titles); n++) {
        unused = own + " " + n;
      }
      titles.put(draft, unused);
    }
    return titles;
  }

  /// Returns true if a table with other columns has a title.
  private static boolean isTaken(String title, DraftTable draft, Map<DraftTable, String> titles) {
    return titles.entrySet().stream()
        .anyMatch(
            other -> other.getValue().equals(title) && !haveSameColumns(other.getKey(), draft));
  }

  private static boolean haveSameColumns(DraftTable one, DraftTable other) {
    return one.table().labels().equals(other.table().labels());
  }

  private static List<String> headers(List<DraftTable> drafts) {
    return drafts.stream().flatMap(draft -> draft.table().labels().stream()).toList();
  }

  /// Returns the local name of a class: `soft-cheeses` becomes `SoftCheeses`.
  static String className(String text) {
    StringBuilder name = new StringBuilder();
    for (Matcher words = WORD.matcher(text); words.find(); ) {
      String word = words.group();
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "Thing" + name : name.toString();
  }

  /// Returns the property of the subject map that generates the IRIs of the rows.
  private String subject(
      String name, NewTable table, List<SeenColumn> columns, List<SeenColumn> key) {
    if (whole.isPresent() && columns.stream().anyMatch(c -> c.reference().equals(NewSource.IRI))) {
      return "rml:reference " + Turtle.quoted(NewSource.IRI);
    }
    // Rows with a web address of their own keep it as their IRI.
    if (key.size() == 1 && key.getFirst().isAddress() && !key.getFirst().isPadded()) {
      return "rml:reference " + Turtle.quoted(key.getFirst().reference());
    }
    List<String> references = key.stream().map(SeenColumn::reference).toList();
    if (references.isEmpty()) {
      references = table.hasKey() ? List.of(Header.ROW) : filled(columns);
    }
    return "rml:template " + Turtle.quoted(iris.id() + name + "-" + RmlText.template(references));
  }

  /// Returns a comment on objects that occur several times in a row, with the beginning of a view
  /// for the first of them.
  private static String rowsOfTheirOwn(NewTable table) {
    String path = table.several().getFirst();
    return """

    # These occur several times in a row and need rows of their own: %s.
    # A logical view has one row for each, with the values around it; a triples map references its fields:
    # <#%s-parts> a rml:LogicalView ; rml:viewOn [ ] ;  # the logical source above
    #     rml:field [ rml:fieldName "above" ; rml:reference %s ] ,
    #         [ rml:fieldName "part" ; rml:iterator %s ; rml:field [ rml:fieldName "name" ; rml:reference "name" ] ] .
    """
        .formatted(
            String.join(", ", table.several()),
            table.name(),
            Turtle.quoted(table.references().getFirst()),
            Turtle.quoted("$" + (path.startsWith("[") ? "" : ".") + path));
  }

  /// Returns the properties of a source after its path.
  private static String source(DraftTable draft, List<String> key, List<String> foreignKeys) {
    // The key of cells of columns is none of the rows of the file.
    boolean hasKey = isWithKeys(draft.table()) && !key.isEmpty();
    List<String> schema = new ArrayList<>();
    if (hasKey) {
      schema.add(
          "csvw:primaryKey " + String.join(" , ", key.stream().map(Turtle::quoted).toList()));
    }
    schema.addAll(foreignKeys);
    return source(draft)
        + (schema.isEmpty()
            ? ""
            : " ; csvw:tableSchema [ %s ]".formatted(String.join(" ;\n                 ", schema)));
  }

  /// Returns the properties of a source after its path, without its keys.
  private static String source(DraftTable draft) {
    NewTable table = draft.table();
    StringBuilder turtle = new StringBuilder();
    if (table.hasKey() || !draft.nulls().isEmpty()) {
      turtle.append(" ;\n                 rml:null ").append(Turtle.quoted(""));
      draft.nulls().stream()
          .filter(text -> !text.isEmpty())
          .forEach(text -> turtle.append(" , ").append(Turtle.quoted(text)));
    }
    turtle.append(compression(draft.file()));
    DialectTurtle.of(table.charset(), table.dialect())
        .ifPresent(dialect -> turtle.append(" ;\n                 ").append(dialect));
    return turtle.toString();
  }

  private static boolean isWithKeys(NewTable table) {
    return table.hasKey() && table.years().isEmpty();
  }

  /// Returns the foreign keys of a table whose values are all keys of the other table today: a
  /// later row without its other row is an error.
  private List<String> foreignKeys(DraftTable draft) {
    List<String> keys = new ArrayList<>();
    for (SeenColumn column : draft.columns()) {
      ForeignKeys.@Nullable ForeignKey linked = links.links().get(column);
      if (linked != null
          && linked.isComplete()
          && isWithKeys(draft.table())
          && isWithKeys(linked.parent().table())
          && Header.positionOf(column.reference()) == 0) {
        DraftTable parent = linked.parent();
        keys.add(
            "csvw:foreignKey [ csvw:columnReference ( %s ) ; csvw:reference [ csvw:resource [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path %s%s ] ; csvw:columnReference ( %s ) ] ]"
                .formatted(
                    Turtle.quoted(column.reference()),
                    Turtle.quoted(parent.file()),
                    source(parent),
                    Turtle.quoted(parent.key().getFirst().reference())));
      }
    }
    return keys;
  }

  private static String compression(String file) {
    Packing packing = Packing.ofEnding(file);
    return packing == Packing.NONE ? "" : " ; rml:compression rml:" + packing.localName();
  }

  /// Returns the columns with the fewest empty cells, because a template with an empty cell
  /// generates nothing.
  private static List<String> filled(List<SeenColumn> columns) {
    long most = columns.stream().mapToLong(SeenColumn::filled).max().orElse(0);
    return columns.stream()
        .filter(c -> c.filled() == most)
        .map(SeenColumn::reference)
        .limit(5)
        .toList();
  }

  private String predicateObject(
      SeenColumn column,
      ColumnMeaning meaning,
      Conventions conventions,
      Map<String, Integer> used) {
    if (PackedColumn.isPacked(column)) {
      return PackedColumn.of(column).stream()
          .map(part -> partOf(column, part, used))
          .collect(Collectors.joining());
    }
    if (column.filled() == 0 && column.label().isBlank()) {
      return "    # The column %s is empty.\n".formatted(Turtle.quoted(column.reference()));
    }
    if (whole.isPresent() && column.reference().equals(NewSource.IRI)) {
      return "";
    }
    if (whole.isPresent() && column.reference().equals(whole.get().names())) {
      return "    rml:predicateObjectMap [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference %s ; rml:language %s ] ] ;\n"
          .formatted(Turtle.quoted(column.reference()), Turtle.quoted(whole.get().language()));
    }
    String header = headerOf(column);
    // Of two columns with one name, the second has a property of its own.
    boolean isFirst = used.merge("of " + header, 1, Integer::sum) == 1;
    boolean isLabel = !meaning.isNode() && labels.contains(column);
    ForeignKeys.@Nullable ForeignKey linked = links.links().get(column);
    ForeignKeys.@Nullable ForeignKey doubtful = links.doubtful().get(column);
    boolean takesNodes = column.isAddress() || linked != null || meaning.isNode();
    String termName = linked == null ? literalName(header) : linkName(header);
    Optional<KnownProperties.Property> known =
        properties
            .of(header)
            .or(() -> linked == null ? Optional.empty() : properties.of(termName))
            .filter(_ -> isFirst)
            .filter(p -> p.takesNodes() == takesNodes || !p.takesNodes())
            .filter(p -> !meaning.isConcept() || takesConcepts(p))
            .filter(p -> !meaning.isArea() || properties.declares(p.iri()))
            .filter(p -> linked == null || p.takesNodes() || isForTexts(p))
            .or(() -> isLabel ? properties.label() : Optional.empty());
    Optional<String> byValues =
        meaning
            .named()
            .map(KnownValues.Named::properties)
            .filter(p -> p.size() == 1)
            .map(List::getFirst);
    String property =
        known
            .map(KnownProperties.Property::iri)
            .or(() -> byValues)
            .orElseGet(() -> newProperty(termName, takesNodes));
    String note = "";
    if (known.isEmpty() && byValues.isEmpty()) {
      property =
          declared(
              property,
              termName,
              takesNodes,
              takesNodes ? Optional.empty() : MeasuredUnit.of(column, header),
              used);
      note = properties.within(header).map(p -> "  # " + shown(p.iri()) + "?").orElse("");
    }
    propertyOf.put(column, property);
    if (!property.startsWith(iris.ontology()) && !property.startsWith(RDFS.uri)) {
      external(property, "AnnotationProperty");
    }
    if (meaning.named().isPresent()) {
      return "    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ %s ] ] ;%s\n"
          .formatted(
              shown(property), link(column, meaning.named().get()), proposals(meaning, property));
    }
    if (meaning.isArea()) {
      return "    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ %s ] ] ;%s\n"
          .formatted(shown(property), areas.object(text(column)), note);
    }
    if (meaning.codes().isPresent()) {
      return "    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ %s ] ] ;%s\n"
          .formatted(shown(property), meaning.codes().get().template(), note);
    }
    // A property with literals keeps the code, and a note says what the code is.
    if (linked != null && known.filter(p -> !p.takesNodes()).isEmpty()) {
      return "    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ %s ] ] ;%s\n"
              .formatted(shown(property), join(column, linked.parent()), note)
          + misses(column, linked, header, used);
    }
    if (linked == null && doubtful != null) {
      note =
          "  # No link to <#%s>, because of %,d of %,d values that are no keys of it"
              .formatted(doubtful.parent().name(), doubtful.misses(), doubtful.values());
    }
    if (linked != null) {
      note = "  # The key of <#%s>".formatted(linked.parent().name());
    }
    if (column.isOdd()) {
      note = "  # fn:clean removes control characters of the table";
    }
    if (conventions.hasUnclearOrder(column)) {
      note = "  # The order of day and month is not clear: state it with --date-order DMY or MDY";
    }
    List<String> exceptions = column.exceptions();
    if (!exceptions.isEmpty()) {
      note =
          "  # Text, because of values unlike the others: "
              + exceptions.stream()
                  .limit(MAX_EXCEPTIONS)
                  .map(Turtle::quoted)
                  .collect(Collectors.joining(", "));
    }
    if (!column.refused().isEmpty()) {
      note =
          "  # Refused, because nearly all others have this datatype: "
              + column.refused().stream().map(Turtle::quoted).collect(Collectors.joining(", "));
    }
    if (column.isPartlyInPercent()) {
      note =
          "  # Some cells are displayed in percent, and are stored as parts of one; others are not:"
              + " give them one format";
    }
    if (conventions.isUnclear(column)) {
      note = "  # The decimal mark is not clear: state it with --decimal-mark . or ,";
    } else if (conventions.canBeThousands(column)) {
      note = "  # " + conventions.bothReadings(column);
    }
    return "    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ %s ] ] ;%s\n"
            .formatted(
                shown(property),
                object(column, known.flatMap(KnownProperties.Property::range), conventions),
                note)
        + marks(column, header, used);
  }

  /// Returns the name of a link: the header of the column without the words for keys, or the header
  /// if another column has this name, or else one with the word `link`, so that no property has
  /// things and texts.
  private String linkName(String header) {
    String name = HeaderWords.withoutKeyWords(header);
    String whole = newProperty(header, false);
    if (!literals.contains(newProperty(name, false))) {
      return name;
    }
    return literals.contains(whole) || keys.contains(whole) ? name + " link" : header;
  }

  /// Returns the name of the property of a column without a link: the header, with the word `key`
  /// if links have that name.
  private String literalName(String header) {
    return linkProperties.contains(newProperty(header, false)) ? header + " key" : header;
  }

  /// Returns true if a property has texts although they are keys of another table: the ontology or
  /// RDF Schema says so. The names of the other common properties only suggest it.
  private boolean isForTexts(KnownProperties.Property property) {
    return properties.declares(property.iri()) || property.iri().startsWith(RDFS.uri);
  }

  /// Declares a new property of a column.
  ///
  /// @return the property, or another one if an earlier column has it
  private String declared(
      String property,
      String header,
      boolean takesNodes,
      Optional<MeasuredUnit> unit,
      Map<String, Integer> used) {
    int number = used.merge(property, 1, Integer::sum);
    String unused = number == 1 ? property : property + "-" + number;
    terms.property(unused, number == 1 ? header : header + " " + number, takesNodes, unit);
    unit.ifPresent(_ -> external(NewTerms.SYMBOL, "AnnotationProperty"));
    unit.flatMap(MeasuredUnit::ucum)
        .ifPresent(_ -> external(NewTerms.UCUM_CODE, "AnnotationProperty"));
    return unused;
  }

  /// Returns the marks of numbers as values of a property of their own, or nothing if the numbers
  /// of the column have none.
  private String marks(SeenColumn column, String header, Map<String, Integer> used) {
    if (!column.isTyped() || !column.hasMarks()) {
      return "";
    }
    String property =
        declared(
            newProperty(header + " mark", false), header + " mark", false, Optional.empty(), used);
    return "    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ %s ] ] ;\n"
        .formatted(
            shown(property),
            RmlText.call(
                "extract",
                "rml:reference " + Turtle.quoted(column.reference()),
                "pattern",
                NumberMark.PATTERN + "\\s*$"));
  }

  /// Returns all values of a link as values of a property of their own if some are not keys of the
  /// other table, or nothing: the link leaves these out.
  private String misses(
      SeenColumn column, ForeignKeys.ForeignKey key, String header, Map<String, Integer> used) {
    if (key.misses() == 0) {
      return "";
    }
    String as = header + " value";
    String property = declared(newProperty(as, false), as, false, Optional.empty(), used);
    return """
        # %,d of %,d values are no keys of <#%s>: they have no link, and are here.
        rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ rml:reference %s ] ] ;
    """
        .formatted(
            key.misses(),
            key.values(),
            key.parent().name(),
            shown(property),
            Turtle.quoted(column.reference()));
  }

  /// Returns the statement for one of several values in a cell.
  private String partOf(SeenColumn column, PackedColumn.Part part, Map<String, Integer> used) {
    Optional<KnownProperties.Property> known =
        properties.of(part.name()).filter(property -> !property.takesNodes());
    String property =
        known
            .map(KnownProperties.Property::iri)
            .orElseGet(
                () ->
                    declared(
                        newProperty(part.name(), false),
                        part.name(),
                        false,
                        Optional.empty(),
                        used));
    return "    rml:predicateObjectMap [ rml:predicate %s ; rml:objectMap [ %s ] ] ;\n"
        .formatted(
            shown(property),
            RmlText.call(
                "part",
                "rml:reference " + Turtle.quoted(column.reference()),
                "separator",
                PackedColumn.SEPARATOR,
                "index",
                String.valueOf(part.index())));
  }

  private static boolean takesConcepts(KnownProperties.Property property) {
    return property.range().filter(type -> !type.equals(SKOS.Concept.getURI())).isEmpty();
  }

  /// Returns the call that finds what a name means.
  private String link(SeenColumn column, KnownValues.Named named) {
    String local = Iris.localName(named.type());
    return "rml:termType rml:IRI ; "
        + call(
            "link",
            column,
            "type",
            named.type().equals(iris.ontology() + local) ? local : named.type());
  }

  /// Returns a comment that lists the properties if the header names none of them.
  private String proposals(ColumnMeaning meaning, String property) {
    List<String> others =
        meaning.named().stream()
            .flatMap(named -> named.properties().stream())
            .filter(other -> !other.equals(property))
            .map(this::shown)
            .toList();
    return others.isEmpty() ? "" : "  # " + String.join(" or ", others) + "?";
  }

  private static String join(SeenColumn column, DraftTable parent) {
    return "rml:parentTriplesMap <#%s> ; rml:joinCondition [ rml:child %s ; rml:parent %s ]"
        .formatted(
            parent.name(),
            Turtle.quoted(column.reference()),
            Turtle.quoted(parent.key().getFirst().reference()));
  }

  private String shown(String iri) {
    String local = Iris.localName(iri);
    if (local.matches("[A-Za-z]\\w*") && iri.equals(iris.ontology() + local)) {
      return prefix + ":" + local;
    }
    return iri.equals("http://www.w3.org/2000/01/rdf-schema#label")
        ? "rdfs:label"
        : "<" + iri + ">";
  }

  /// Returns a property in the namespace of the ontology, named after the words of a header:
  /// `founded on` becomes `foundedOn`. A name that the ontology uses for something else gets
  /// another word at its end.
  private String newProperty(String header, boolean takesNodes) {
    StringBuilder name = new StringBuilder();
    for (Matcher words = WORD.matcher(HeaderUnit.spelled(header)); words.find(); ) {
      String word = words.group();
      String rest = word.substring(1);
      String first = word.substring(0, 1);
      name.append(name.isEmpty() ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT));
      // A word in capitals is written in lower case.
      name.append(
          rest.equals(rest.toUpperCase(Locale.ROOT)) ? rest.toLowerCase(Locale.ROOT) : rest);
    }
    String iri = iris.ontology() + SafeIris.safe(name.isEmpty() ? "value" : name.toString());
    if (!properties.declares(iri)) {
      return iri;
    }
    return iri + (takesNodes ? "Code" : "Text");
  }

  /// Returns the content of an object map. The datatype is that of the property's range if all
  /// values have it, or otherwise that of the values.
  private String object(SeenColumn column, Optional<String> range, Conventions conventions) {
    String reference = "rml:reference " + Turtle.quoted(column.reference());
    if (column.isAddress()) {
      return (column.isPadded() ? RmlText.call("trim", reference) : reference)
          + " ; rml:termType rml:IRI";
    }
    if (column.isStoredAsFraction()) {
      return "rml:functionExecution [ rml:function fn:multiply ;\n        rml:input [ rml:parameter fn:number ; rml:inputValueMap [ %s ] ] , [ rml:parameter fn:other ; rml:inputValue \"100\" ] ] ; rml:datatype xsd:decimal"
          .formatted(text(column));
    }
    if (range.filter(XSD.xstring.getURI()::equals).isPresent()) {
      return reference;
    }
    if (conventions.isUnclear(column)) {
      return reference;
    }
    boolean expectComma = conventions.expectsComma();
    boolean hasMarks =
        column.datatype().isEmpty()
            || column.parsesNulls()
            || (expectComma && column.formats().hasPointGroups());
    Optional<String> mark = hasMarks ? column.formats().decimalMark(expectComma) : Optional.empty();
    if (mark.isPresent()) {
      String text =
          column.formats().hasMarks()
              ? RmlText.call(
                  "replaceRegex", text(column), "pattern", NumberMark.PATTERN + "\\s*$", "with", "")
              : text(column);
      Optional<String> unit = column.formats().unit();
      return (unit.isPresent()
              ? RmlText.call("parseAmount", text, "decimalMark", mark.get(), "unit", unit.get())
              : RmlText.call("parseNumber", text, "decimalMark", mark.get()))
          + (column.formats().hasFraction(mark.get())
              ? " ; rml:datatype xsd:decimal"
              : " ; rml:datatype xsd:integer");
    }
    Optional<String> answers = column.datatype().isEmpty() ? column.answers() : Optional.empty();
    if (answers.isPresent()) {
      return call("translate", column, "table", answers.get()) + " ; rml:datatype xsd:boolean";
    }
    Optional<String> pattern =
        column.datatype().isEmpty() || column.parsesNulls()
            ? column.formats().datePattern(conventions.order())
            : Optional.empty();
    if (pattern.isPresent()) {
      return call("parseDate", column, "pattern", pattern.get()) + " ; rml:datatype xsd:date";
    }
    if (column.isOdd()) {
      return ("rml:functionExecution [ rml:function fn:clean ;\n"
              + "        rml:input [ rml:parameter fn:text ; rml:inputValueMap [ %s ] ] ]")
          .formatted(reference);
    }
    if (range.isEmpty() && column.areLongCodes() && KeyGuess.namesIdentifier(column.label())) {
      return reference;
    }
    return range
        .filter(column::fits)
        .or(() -> column.isYearByName() ? Optional.of(XSD.gYear.getURI()) : column.datatype())
        .map(type -> reference + " ; rml:datatype " + type.replace(XSD.getURI(), "xsd:"))
        .orElseGet(() -> reference + language(column));
  }

  /// Returns the language that the header of a column of texts names.
  private static String language(SeenColumn column) {
    String tag = HeaderLanguage.of(column.label()).language();
    return tag.isEmpty() ? "" : " ; rml:language " + Turtle.quoted(tag);
  }

  /// Returns a call of a function on the values of a column.
  private static String call(String function, SeenColumn column, String parameter, String value) {
    return RmlText.call(function, text(column), parameter, value);
  }

  /// Returns the expression for the values of a column, without the texts that mean "missing" in
  /// this column only.
  private static String text(SeenColumn column) {
    String reference = "rml:reference " + Turtle.quoted(column.reference());
    return column.parsesNulls()
        ? RmlText.call("dropIf", reference, "pattern", regex(column.nulls()))
        : reference;
  }

  private static String regex(Set<String> texts) {
    return texts.stream()
        .map(text -> text.strip().replaceAll("[^\\p{L}\\p{N}/–—-]", "\\\\$0"))
        .distinct()
        .collect(Collectors.joining("|"));
  }
}
