package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.techrace.mapping.LogicalSource.Source;
import org.techrace.report.Nearest;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.Formats;
import org.techrace.table.format.Formulation;
import org.techrace.table.input.Packing;

/// Reads logical sources (RML-Core, section 3; RML-IO and its registry).
final class SourceReader {
  private static final Set<String> LOGICAL_SOURCE =
      Set.of("source", "referenceFormulation", "iterator", "tableName", "query", "sqlVersion");

  /// The identifiers of R2RML, and those that the RDB2RDF working group listed for products.
  private static final Set<String> SQL_VERSIONS =
      Set.of(
          "SQL2008",
          "Oracle",
          "MySQL",
          "MSSQLServer",
          "HSQLDB",
          "PostgreSQL",
          "DB2",
          "Informix",
          "Ingres",
          "Progress",
          "SybaseASE",
          "SybaseSQLAnywhere",
          "Virtuoso",
          "Firebird");

  private static final Set<String> SOURCE =
      Set.of("root", "path", "null", "encoding", "compression");
  private static final Set<String> CSVW_SOURCE = Set.of("url", "dialect", "null", "tableSchema");
  private static final String D2RQ = "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#";

  private static final String DOWNLOAD_URL = "http://www.w3.org/ns/dcat#downloadURL";

  private final Path folder;
  private final Path workingFolder;
  private final Map<Path, Path> elsewhere;

  /// The database of logical tables that name none.
  private final Optional<DatabaseLogin> database;

  /// Creates a reader.
  ///
  /// @param folder the folder of the mapping
  /// @param workingFolder the folder for `rml:CurrentWorkingDirectory`
  /// @param elsewhere files to read instead of others, by the path of the other
  /// @param database the database of logical tables that name none, as in R2RML
  SourceReader(
      Path folder,
      Path workingFolder,
      Map<Path, Path> elsewhere,
      Optional<DatabaseLogin> database) {
    this.database = database;
    this.folder = folder;
    this.workingFolder = workingFolder;
    this.elsewhere = elsewhere;
  }

  Optional<LogicalSource> read(RmlResource map) {
    map.allowOnly("a logical source", LOGICAL_SOURCE);
    if (map.has("tableName") || map.has("query")) {
      return table(map);
    }
    Optional<Source> source = Optional.empty();
    Optional<Node> node = map.one("source");
    if (node.isEmpty()) {
      map.error("the logical source has no rml:source; add one to state where the data is");
    } else {
      source = source(map, map.of(node.get()));
    }
    Optional<Node> formulationNode = map.one("referenceFormulation");
    if (formulationNode.isEmpty()) {
      map.error("the logical source has no rml:referenceFormulation; add one, such as rml:CSV");
      return Optional.empty();
    }
    Optional<Formulation> formulation = formulation(map, formulationNode.get());
    if (source.isEmpty() || formulation.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogicalSource(
            map.place(),
            source.get(),
            formulation.get(),
            namespaces(map.of(formulationNode.get())),
            map.text("iterator")));
  }

  /// Reads a logical table of R2RML, or a logical source of the first version of RML with
  /// `rml:query` or `rr:tableName`.
  private Optional<LogicalSource> table(RmlResource map) {
    Optional<String> query = map.text("query");
    Optional<String> table = map.text("tableName").filter(_ -> query.isEmpty());
    map.iri("sqlVersion")
        .filter(version -> version.startsWith(Rml.NS))
        .map(version -> version.substring(Rml.NS.length()))
        .filter(version -> !SQL_VERSIONS.contains(version))
        .ifPresent(
            version ->
                map.error(
                    "rr:sqlVersion is rr:%s; %s"
                        .formatted(version, Nearest.suggest(version, SQL_VERSIONS))));
    if (query.isPresent() && map.has("tableName")) {
      map.info("the table name has no effect beside the query; remove one of them");
    }
    Optional<Node> node = map.one("source");
    Optional<Source> source =
        node.isPresent()
            ? source(map, map.of(node.get()))
            : database.map(
                login ->
                    new LogicalSource.Database(
                        map.place(), login.url(), login.user(), login.password()));
    if (node.isEmpty() && source.isEmpty()) {
      map.error(
          "the logical table names no database; state it with --database URL, or add an rml:source"
              + " with d2rq:jdbcDSN");
    }
    if (source.filter(s -> !(s instanceof LogicalSource.Database)).isPresent()) {
      map.error("a table name or a query needs a database; expected a source with d2rq:jdbcDSN");
      return Optional.empty();
    }
    return source.map(
        found ->
            new LogicalSource(
                map.place(),
                found,
                table.isPresent() ? Formulation.SQL_TABLE : Formulation.SQL_QUERY,
                Map.of(),
                table.or(() -> query)));
  }

  /// Returns the reference formulation of a node. Reports an unknown one. A node that states more
  /// than the name, such as namespaces, has the type `rml:NAMEReferenceFormulation`.
  Optional<Formulation> formulation(RmlResource map, Node node) {
    RmlResource stated = map.of(node);
    String name = node.isURI() ? node.getURI().replaceFirst(".*[/#]", "") : RmlResource.show(node);
    for (Formulation formulation : Formats.formulations()) {
      if (formulation.name().equals(name)
          || stated.isA(formulation.name() + "ReferenceFormulation")) {
        return Optional.of(formulation);
      }
    }
    List<String> known = Formats.formulations().stream().map(Formulation::name).toList();
    map.error(
        "the reference formulation %s is not supported; %s"
            .formatted(RmlResource.show(node), Nearest.suggest(name, known)));
    return Optional.empty();
  }

  private static Map<String, String> namespaces(RmlResource formulation) {
    Map<String, String> namespaces = new HashMap<>();
    for (Node node : formulation.all("namespace")) {
      RmlResource namespace = formulation.of(node);
      namespace.allowOnly("a namespace", Set.of("namespacePrefix", "namespaceURL"));
      Optional<String> prefix = namespace.text("namespacePrefix");
      Optional<String> url = namespace.text("namespaceURL");
      if (prefix.isEmpty() || url.isEmpty()) {
        namespace.error("a namespace needs rml:namespacePrefix and rml:namespaceURL");
      } else {
        namespaces.put(prefix.get(), url.get());
      }
    }
    return namespaces;
  }

  private Optional<Source> source(RmlResource logicalSource, RmlResource map) {
    if (map.node().isLiteral()) {
      String path = map.node().getLiteralLexicalForm();
      return within(map, folder, path)
          .map(at -> files(file(logicalSource, path, at, Optional.empty())));
    }
    map.allowOnly("a source", SOURCE);
    map.allowOnlyCsvw("a source", CSVW_SOURCE);
    Optional<String> database = map.value(D2RQ + "jdbcDSN");
    if (database.isPresent()) {
      return Optional.of(
          new LogicalSource.Database(
              map.place(),
              database.get(),
              map.value(D2RQ + "username").orElse(""),
              map.value(D2RQ + "password").orElse("")));
    }
    Optional<String> table = map.value(Rml.CSVW + "url");
    Optional<String> url =
        map.value(DOWNLOAD_URL).or(() -> table).filter(t -> t.matches("(?i)https?://.+"));
    if (url.isPresent()) {
      Path place = Path.of(url.get().replaceAll("[?#].*", "").replaceFirst(".*/", ""));
      return Optional.of(new LogicalSource.Web(file(map, url.get(), place, dialectOf(map))));
    }
    if (table.isPresent()) {
      String path = table.get();
      return within(map, folder, path).map(at -> files(file(map, path, at, dialectOf(map))));
    }
    Optional<String> path = map.text("path");
    if (path.isEmpty()) {
      map.error(
          "the kind of source is not supported; expected a file (rml:path), a table (csvw:url), a"
              + " file on the web (dcat:downloadURL) or a database (d2rq:jdbcDSN)");
      return Optional.empty();
    }
    return root(map)
        .flatMap(root -> within(map, root, path.get()))
        .map(at -> files(file(map, path.get(), at, dialectOf(map))));
  }

  /// Resolves a path against a folder. Reports an invalid path, and then returns empty.
  static Optional<Path> within(RmlResource map, Path folder, String path) {
    try {
      return Optional.of(folder.resolve(path));
    } catch (InvalidPathException e) {
      map.error("'%s' is not a path: %s".formatted(path, e.getReason()));
      return Optional.empty();
    }
  }

  /// Returns the folder that a path is relative to (`rml:root`); by default, that of the mapping.
  Optional<Path> root(RmlResource map) {
    Optional<Node> root = map.one("root");
    if (root.isEmpty() || root.get().equals(Rml.term("MappingDirectory"))) {
      return Optional.of(folder);
    }
    if (root.get().equals(Rml.term("CurrentWorkingDirectory"))) {
      return Optional.of(workingFolder);
    }
    if (root.get().isLiteral()) {
      return within(map, folder, root.get().getLiteralLexicalForm());
    }
    map.error(
        "rml:root is %s; expected rml:MappingDirectory, rml:CurrentWorkingDirectory or a path"
            .formatted(RmlResource.show(root.get())));
    return Optional.empty();
  }

  /// Returns a file, or the files that its path matches: those in a folder, or those that match a
  /// pattern with `*` or `?`.
  private Source files(LogicalSource.File file) {
    boolean isPattern = file.name().matches("(?s).*[*?].*") && !Files.exists(file.path());
    return isPattern || Files.isDirectory(file.path())
        ? new LogicalSource.Files(file, elsewhere)
        : file;
  }

  private LogicalSource.File file(
      RmlResource map, String name, Path path, Optional<Dialect> dialect) {
    Path found = elsewhere.getOrDefault(path.normalize(), path);
    Set<String> nulls = new LinkedHashSet<>();
    if (map.has("source") && isCsv(map)) {
      // In the first version of RML, where rml:source is a string, an empty cell is a missing
      // value.
      nulls.add("");
    }
    for (Node node : map.all("null")) {
      nulls.add(node.isLiteral() ? node.getLiteralLexicalForm() : "");
    }
    for (Node node : map.all(Rml.csvw("null"))) {
      nulls.add(node.isLiteral() ? node.getLiteralLexicalForm() : "");
    }
    Optional<RmlResource> schema = map.one(Rml.TABLE_SCHEMA, "csvw:tableSchema").map(map::of);
    schema.ifPresent(
        described -> described.allowOnlyCsvw("a table schema", Set.of("primaryKey", "foreignKey")));
    List<String> key =
        schema.stream()
            .flatMap(described -> described.all(Rml.PRIMARY_KEY).stream())
            .map(Node::getLiteralLexicalForm)
            .toList();
    List<LogicalSource.ForeignKey> foreignKeys =
        schema.stream()
            .flatMap(described -> described.all(Rml.FOREIGN_KEY).stream().map(described::of))
            .flatMap(foreign -> foreignKey(foreign).stream())
            .toList();
    return new LogicalSource.File(
        map.place(),
        name,
        found,
        !found.equals(path),
        charset(map),
        compression(map, found.toString()),
        nulls,
        key,
        foreignKeys,
        dialect);
  }

  private Optional<LogicalSource.ForeignKey> foreignKey(RmlResource map) {
    map.allowOnlyCsvw("a foreign key", Set.of("columnReference", "reference"));
    Optional<RmlResource> reference = map.one(Rml.REFERENCE, "csvw:reference").map(map::of);
    Optional<RmlResource> resource =
        reference.flatMap(r -> r.one(Rml.RESOURCE, "csvw:resource").map(r::of));
    if (reference.isEmpty() || resource.isEmpty()) {
      map.error("a foreign key needs csvw:reference with csvw:resource, a source");
      return Optional.empty();
    }
    reference.get().allowOnlyCsvw("a reference", Set.of("resource", "columnReference"));
    RmlResource other = resource.get();
    if (other.one(Rml.TABLE_SCHEMA, "csvw:tableSchema").isPresent()) {
      other.error("the source of a reference is only read; remove its csvw:tableSchema");
      return Optional.empty();
    }
    List<String> columns = columns(map);
    List<String> others = columns(reference.get());
    if (columns.isEmpty() || columns.size() != others.size()) {
      map.error(
          "a foreign key has %d columns and its reference %d; expected lists of the same length in csvw:columnReference"
              .formatted(columns.size(), others.size()));
      return Optional.empty();
    }
    return source(map, other)
        .map(source -> new LogicalSource.ForeignKey(map.place(), columns, source, others));
  }

  /// Returns the columns in the list `csvw:columnReference`.
  private static List<String> columns(RmlResource map) {
    return map.list(Rml.COLUMN_REFERENCE, "csvw:columnReference").stream()
        .map(node -> node.isLiteral() ? node.getLiteralLexicalForm() : RmlResource.show(node))
        .toList();
  }

  private static boolean isCsv(RmlResource logicalSource) {
    return logicalSource
        .one("referenceFormulation")
        .filter(formulation -> formulation.isURI() && formulation.getURI().endsWith("CSV"))
        .isPresent();
  }

  private static Optional<Dialect> dialectOf(RmlResource map) {
    return map.one(Rml.csvw("dialect"), "csvw:dialect")
        .map(node -> DialectReader.read(map.of(node)));
  }

  static Charset charset(RmlResource map) {
    Optional<String> encoding =
        map.iri("encoding")
            .map(iri -> iri.replace(Rml.NS, ""))
            .or(
                () ->
                    map.one(Rml.csvw("dialect"), "csvw:dialect")
                        .flatMap(d -> map.of(d).value(Rml.CSVW + "encoding")));
    try {
      return encoding.map(Charset::forName).orElse(StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      map.error(
          "the encoding %s is not supported; %s"
              .formatted(
                  encoding.orElseThrow(),
                  Nearest.suggest(encoding.orElseThrow(), List.of("UTF-8", "UTF-16"))));
      return StandardCharsets.UTF_8;
    }
  }

  /// Returns the compression that the mapping states, or otherwise the one of the file extension.
  static Packing compression(RmlResource map, String name) {
    Optional<String> given = map.iri("compression").map(iri -> iri.replace(Rml.NS, ""));
    if (given.isEmpty()) {
      return Packing.ofEnding(name);
    }
    for (Packing compression : Packing.values()) {
      if (compression.localName().equals(given.get())) {
        return compression;
      }
    }
    map.error(
        "the compression rml:%s is not supported; %s"
            .formatted(
                given.get(),
                Nearest.suggest(
                    given.get(), Stream.of(Packing.values()).map(Packing::localName).toList())));
    return Packing.NONE;
  }
}
