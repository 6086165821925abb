package org.techrace.suite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.input.Packing;

/// A test case in the format of the RML community group: a folder with a mapping, its inputs, and
/// the expected outputs, or no outputs if an error is expected.
///
/// @param folder a copy of the case that a run may write to
/// @param base the base IRI
/// @param outputs the expected files; empty if an error is expected
/// @param corrected true if an expected text such as `"33"` means the number that the natural
///   datatype requires, because the expected file is older than natural datatypes
record RmlCase(Path folder, String base, List<String> outputs, boolean corrected) {

  /// The result of running a case.
  sealed interface Outcome {
    record Passed() implements Outcome {}

    /// The error that was expected.
    record Refused(String message) implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  boolean expectsError() {
    return outputs.isEmpty();
  }

  Outcome run() throws IOException {
    Report report = new Report();
    DatasetGraph made = DatasetGraphFactory.create();
    DatasetGraph streamed = DatasetGraphFactory.create();
    Optional<Mapping> mapping = MappingReader.read(mapping(), folder, RdfVersion.RDF_1_1, report);
    if (mapping.isPresent()) {
      Access access =
          Access.none()
              .allowReading(folder)
              .allowWriting(folder)
              .allowJdbc("jdbc:postgresql:")
              .allowJdbc("jdbc:mariadb:");
      EngineOptions options = EngineOptions.DEFAULT.withBase(base).withAccess(access);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new Engine(mapping.get(), options, report).writeNQuads(bytes);
      RDFParser.fromString(bytes.toString(StandardCharsets.UTF_8), Lang.NQUADS).parse(made);
      new Engine(mapping.get(), options, new Report()).run(StreamRDFLib.dataset(streamed));
    }
    Optional<String> error =
        report.findings().stream()
            .filter(f -> f.severity() == Severity.ERROR)
            .findFirst()
            .map(Finding::toString)
            .map(text -> text.replace(folder.toAbsolutePath() + "/", ""))
            .map(text -> text.replace(folder.toAbsolutePath().toString(), "."));
    if (expectsError()) {
      return error
          .<Outcome>map(Outcome.Refused::new)
          .orElse(new Outcome.Failed("no error; expected one"));
    }
    if (error.isPresent()) {
      return new Outcome.Failed(error.get());
    }
    if (!same(made, streamed)) {
      return new Outcome.Failed(
          "N-Quads and StreamRDF differ:\n" + show(made) + "and\n" + show(streamed));
    }
    for (String output : outputs) {
      DatasetGraph expected;
      try {
        expected = read(output + EXPECTED);
      } catch (RiotException e) {
        return new Outcome.Failed(output + " expected is not RDF: " + e.getMessage());
      }
      DatasetGraph found = isDefault(output) ? comparable(made) : read(output);
      if (!same(expected, found)) {
        return new Outcome.Failed(
            output + ": expected\n" + show(expected) + "found\n" + show(found));
      }
    }
    return new Outcome.Passed();
  }

  private static final String EXPECTED = ".expected";
  private static final Pattern SPACE_IN_IRI =
      Pattern.compile(" (?=[^<>\"\\n]*> )(?<=<[^<>\"\\n]{1,200})");
  private static final Pattern NUMBER_IN_RDF_JSON = Pattern.compile("(\"value\"\\s*:\\s*)(\\d+)");

  /// Returns true if both datasets have the same graphs. Blank nodes are scoped to their graph
  /// (R2RML, section 7.4), so the graphs are compared one by one.
  private static boolean same(DatasetGraph a, DatasetGraph b) {
    Set<Node> names = names(a);
    return names.equals(names(b))
        && IsoMatcher.isomorphic(a.getDefaultGraph(), b.getDefaultGraph())
        && names.stream().allMatch(g -> IsoMatcher.isomorphic(a.getGraph(g), b.getGraph(g)));
  }

  private static Set<Node> names(DatasetGraph quads) {
    Set<Node> names = new HashSet<>();
    quads.listGraphNodes().forEachRemaining(names::add);
    return names;
  }

  private static boolean isDefault(String output) {
    return output.startsWith("default.") || output.startsWith("output.");
  }

  private DatasetGraph read(String name) throws IOException {
    DatasetGraph quads = DatasetGraphFactory.create();
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return quads;
    }
    String plain = name.replace(EXPECTED, "");
    byte[] bytes = Files.readAllBytes(file);
    for (Packing packing : List.of(Packing.TAR_GZIP, Packing.TAR_XZ, Packing.ZIP, Packing.GZIP)) {
      if (plain.endsWith(ending(packing))) {
        bytes = packing.unpacked(bytes);
        plain = plain.substring(0, plain.length() - ending(packing).length());
        break;
      }
    }
    // Unsafe IRIs may contain spaces, which the expected files also contain.
    String text = SPACE_IN_IRI.matcher(text(bytes)).replaceAll("\\\\u0020");
    if (corrected) {
      text = NUMBER_IN_RDF_JSON.matcher(text).replaceAll("$1\"$2\"");
    }
    Lang lang =
        plain.endsWith(".rdfxml")
            ? Lang.RDFXML
            : plain.endsWith(".rdfjson")
                ? Lang.RDFJSON
                : plain.endsWith(".n3") ? Lang.TURTLE : RDFLanguages.filenameToLang(plain);
    RDFParser.fromString(text, lang).parse(quads);
    return comparable(quads);
  }

  /// Returns the quads in the form for comparison. Doubles are in canonical form, because it is
  /// only a SHOULD and the cases disagree on it (`3.3E1` in RMLTTC0002q, `30.0` in
  /// RMLIOREGTC0005o). For a corrected case, integers are plain text.
  private DatasetGraph comparable(DatasetGraph quads) {
    DatasetGraph same = DatasetGraphFactory.create();
    quads
        .find()
        .forEachRemaining(
            q ->
                same.add(
                    q.getGraph(), q.getSubject(), q.getPredicate(), comparable(q.getObject())));
    return same;
  }

  private Node comparable(Node node) {
    if (node.isLiteral() && node.getLiteralDatatype().equals(XSDDatatype.XSDdouble)) {
      double value = Double.parseDouble(node.getLiteralLexicalForm());
      return NodeFactory.createLiteralDT(Double.toString(value), XSDDatatype.XSDdouble);
    }
    boolean number = node.isLiteral() && node.getLiteralDatatype().equals(XSDDatatype.XSDinteger);
    return corrected && number
        ? NodeFactory.createLiteralString(node.getLiteralLexicalForm())
        : node;
  }

  private static String text(byte[] bytes) {
    boolean utf16 =
        bytes.length > 1
            && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
                || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                || bytes[0] == 0
                || bytes[1] == 0);
    return new String(bytes, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }

  private static String ending(Packing packing) {
    return switch (packing) {
      case NONE -> "";
      case GZIP -> ".gz";
      case ZIP -> ".zip";
      case TAR_GZIP -> ".tar.gz";
      case TAR_XZ -> ".tar.xz";
      case ZSTD -> ".zst";
    };
  }

  private static String show(DatasetGraph quads) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    RDFDataMgr.write(text, quads, Lang.NQUADS);
    List<String> lines = new ArrayList<>(text.toString(StandardCharsets.UTF_8).lines().toList());
    lines.sort(null);
    return String.join("\n", lines) + "\n";
  }

  private Path mapping() {
    return folder.resolve("mapping.ttl");
  }

  /// Returns true if the case reads from PostgreSQL.
  boolean needsDatabase() throws IOException {
    String text = Files.readString(mapping());
    return text.contains("CONNECTIONDSN");
  }

  /// Returns true if the case needs MySQL, or MariaDB in its place.
  boolean needsMySql() throws IOException {
    Path script = folder.resolve("resource.sql");
    return needsDatabase()
        && Files.readString(mapping()).contains("com.mysql.cj.jdbc.Driver")
        && Files.exists(script)
        && Files.readString(script).startsWith("USE test;");
  }

  /// Loads the data of the case into a database and changes its mapping to use it.
  void connect(Postgres postgres) throws IOException, SQLException {
    Path script = folder.resolve("resource.sql");
    postgres.load(Files.exists(script) ? Files.readString(script) : FRIENDS);
    connect(postgres.url(), "postgres");
  }

  /// Does the same with MariaDB.
  void connect(MariaDb mariaDb) throws IOException, SQLException {
    mariaDb.load(Files.readString(folder.resolve("resource.sql")));
    connect(mariaDb.plainUrl(), "root");
  }

  private void connect(String url, String user) throws IOException {
    String text = Files.readString(mapping());
    Files.writeString(
        mapping(),
        text.replaceAll("\\$?CONNECTIONDSN", url)
            .replaceAll("(d2rq:username) \"[^\"]*\"", "$1 \"" + user + "\"")
            .replace("$PASSWORD", ""));
  }

  /// The script for the one case whose rows are a CSV file.
  private static final String FRIENDS =
      """
      CREATE TABLE "Friends" (id INTEGER, name VARCHAR(50), age INTEGER);
      INSERT INTO "Friends" VALUES (0, 'Monica Geller', 33), (1, 'Rachel Green', 34),
        (2, 'Joey Tribbiani', 35), (3, 'Chandler Bing', 36), (4, 'Ross Geller', 37);
      """;

  RmlCase withCorrection() {
    return new RmlCase(folder, base, outputs, true);
  }

  /// Copies a case so that it can be run. Expected outputs are renamed, so that they are not
  /// confused with the outputs of the run.
  static RmlCase copy(Path from, Path to, String base, List<String> outputs) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        Files.copy(file, to.resolve(outputs.contains(name) ? name + EXPECTED : name));
      }
    }
    return new RmlCase(to, base, outputs, false);
  }
}
