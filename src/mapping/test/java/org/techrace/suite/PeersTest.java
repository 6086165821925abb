package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.SharedMaterial;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.DatabaseLogin;
import org.techrace.mapping.FirstRml;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// The mappings that other engines have among the files of their tests, which
/// `src/testkit/fetch-suites` fetches. A mapping is run in a copy of its folder.
///
/// The result of a mapping is compared with the files of RDF next to it that are named as results.
/// A mapping without such a file must be read without an error; if the file of its table is there,
/// it must run without one, too. `suites/peers.txt` lists the mappings that are refused or have
/// another result, with the reason.
@Tag("long")
final class PeersTest {
  private static final Path FAILING = Path.of("src/mapping/test/resources/suites/peers.txt");
  private static final String REASON = "# ";

  private static final Pattern MAPPING =
      Pattern.compile(
          ".*(mapping|\\.rml|\\.fnml|\\.r2rml|change|base)[^.]*\\.(ttl|nt|jsonld)|.*\\.(yarrrml|yarrr|ya?ml)");
  private static final Pattern RESULT =
      Pattern.compile(
          "((target_)?output|default|out-\\S+|dump\\d*|expected)[^.]*\\.(nq|nt|ttl|trig|rdf|n3|jsonld|rj)");
  private static final Pattern TABLE = Pattern.compile(".*\\.(csv|json|xml|xlsx|ods|tsv)");
  private static final Pattern CASE = Pattern.compile(".*TC[A-Z]*[0-9]+.*");
  private static final Pattern OLD = Pattern.compile("semweb\\.mmlab\\.be/ns/rml#");
  private static final Pattern NO_TABLE =
      Pattern.compile(
          "(?s).*(does not exist|there is no file|is not allowed|no database|is refused).*");
  private static final Pattern NO_SERVER =
      Pattern.compile(
          "(?s).*(the database '.*' is not open to this run|may not be fetched|is not open"
              + " to|outside of what this run may write).*");

  @TempDir private Path folder = Path.of("");

  /// The outcome of a mapping, in the order of the columns of `docs/rml-coverage.md`.
  private enum Verdict {
    SAME,
    SAME_2014,
    READ,
    EXPECTED_ERROR,
    OTHER,
    REFUSED
  }

  private record Result(Verdict verdict, String why) {}

  @ParameterizedTest
  @CsvSource({
    "yarrrml-parser, 'yarrrml-parser 8bb03b4 (its YARRRML, and the RML that it makes of it)'",
    "rmlmapper, RMLMapper 4b2d804",
    "morph-kgc, Morph-KGC a2122e8",
    "carml, CARML f58ee44"
  })
  void mappingsOfAnotherEngineHaveItsResultOrAReason(String peer, String title) throws IOException {
    Path suite = SharedMaterial.suite(peer);
    assumeTrue(Files.isDirectory(suite), "the suite is missing: no folder " + suite);
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    Map<String, String> failed = new TreeMap<>();
    List<Path> mappings = mappings(suite);
    for (Path mapping : mappings) {
      Result result = result(mapping);
      counts.merge(result.verdict, 1, Integer::sum);
      if (result.verdict == Verdict.OTHER || result.verdict == Verdict.REFUSED) {
        failed.put(peer + "/" + suite.relativize(mapping), result.why);
      }
    }
    String row =
        Stream.of(Verdict.values())
            .map(verdict -> " | " + counts.getOrDefault(verdict, 0))
            .collect(Collectors.joining("", "| %s | %d".formatted(title, mappings.size()), " |"));
    System.out.println(row);
    Set<String> listed = listed(peer);
    Map<String, String> unexplained = new TreeMap<>(failed);
    unexplained.keySet().removeAll(listed);
    assertThat(unexplained).as("failing mappings without a reason in %s", FAILING).isEmpty();
    assertThat(listed).as("mappings in %s that pass", FAILING).isSubsetOf(failed.keySet());
    assertThat(Path.of("docs/rml-coverage.md")).content().contains(row);
  }

  private static Set<String> listed(String peer) throws IOException {
    Set<String> listed = new TreeSet<>();
    String reason = "";
    for (String line : Files.readAllLines(FAILING)) {
      if (line.startsWith(REASON)) {
        reason = line.substring(REASON.length());
      } else if (line.startsWith(peer + "/")) {
        assertThat(reason).as(line).isNotBlank();
        assertThat(listed.add(line)).as("listed once: " + line).isTrue();
      }
    }
    return listed;
  }

  private static List<Path> mappings(Path suite) throws IOException {
    try (Stream<Path> files = Files.walk(suite)) {
      return files
          .filter(file -> MAPPING.matcher(name(file)).matches())
          .filter(file -> !RESULT.matcher(name(file)).matches())
          .filter(file -> !name(file).contains(".output."))
          .filter(file -> !suite.relativize(file).toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Result result(Path original) throws IOException {
    Path above = Files.createDirectory(folder.resolve("above"));
    try {
      // Some engines have the tables in the folder above, and name them as if they were in this
      // one.
      Path copy = Files.createDirectory(above.resolve("case"));
      try (Stream<Path> files = Files.list(original.resolveSibling(".."))) {
        for (Path file : (Iterable<Path>) files.filter(PeersTest::isTable)::iterator) {
          Files.copy(file, above.resolve(name(file)));
          Files.copy(file, copy.resolve(name(file)));
        }
      }
      return result(original, above, copy);
    } catch (RuntimeException | StackOverflowError bug) {
      return new Result(Verdict.REFUSED, "BUG " + bug);
    } finally {
      delete(above);
    }
  }

  private static boolean isTable(Path file) {
    return TABLE.matcher(file.toString()).matches();
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException e)
              throws IOException {
            Files.delete(inner);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Result result(Path original, Path above, Path copy) throws IOException {
    List<Path> results = copied(original, copy);
    Path file = copy.resolve(name(original));
    // Some engines name their files from the root of the repository.
    String text = Files.readString(file).replaceAll("(\\.\\./)?\\btest/[\\w./-]*/", "");
    Files.writeString(file, text);
    Set<Path> before = files(copy);
    Report report = new Report();
    Optional<Mapping> mapping = MappingReader.read(file, copy, RdfVersion.RDF_1_2, report);
    if (mapping.isEmpty() && firstError(report).contains("names no database")) {
      report = new Report();
      mapping = MappingReader.read(file, Optional.of(database(copy)), RdfVersion.RDF_1_2, report);
    }
    boolean mayFail = results.isEmpty() && CASE.matcher(original.toString()).matches();
    if (mapping.isEmpty()) {
      return new Result(mayFail ? Verdict.EXPECTED_ERROR : Verdict.REFUSED, firstError(report));
    }
    boolean isOld = OLD.matcher(text).find();
    Access access = Access.none().allowReading(above).allowWriting(copy).allowJdbc("jdbc:sqlite:");
    EngineOptions options =
        EngineOptions.DEFAULT.withBase("http://example.com/base/").withAccess(access);
    DatasetGraph made = run(isOld ? FirstRml.of(mapping.get()) : mapping.get(), options, report);
    String error = firstError(report);
    if (report.hasErrors()) {
      if (NO_SERVER.matcher(error).matches()
          || (results.isEmpty() && NO_TABLE.matcher(error).matches())) {
        return new Result(Verdict.READ, "");
      }
      return new Result(mayFail ? Verdict.EXPECTED_ERROR : Verdict.REFUSED, error);
    }
    if (results.isEmpty()) {
      return new Result(Verdict.READ, "");
    }
    DatasetGraph expected = DatasetGraphFactory.create();
    for (Path result : results) {
      RDFDataMgr.read(expected, result.toUri().toString(), "http://example.com/base/", null);
    }
    addTargets(copy, before, made);
    if (IsoMatcher.isomorphic(expected, made)) {
      return new Result(Verdict.SAME, "");
    }
    DatasetGraph first = run(FirstRml.of(mapping.get()), options, new Report());
    addTargets(copy, before, first);
    return IsoMatcher.isomorphic(expected, first)
        ? new Result(Verdict.SAME_2014, "")
        : new Result(Verdict.OTHER, difference(expected, made));
  }

  /// Copies the folder of a mapping without its results.
  ///
  /// @return the results
  private static List<Path> copied(Path original, Path copy) throws IOException {
    String stem = name(original).replaceFirst("\\..*", "");
    List<Path> results = new ArrayList<>();
    List<Path> own = new ArrayList<>();
    for (Path file : files(original.resolveSibling(""))) {
      if (name(file).startsWith(stem + ".output.")) {
        own.add(file);
      } else if (RESULT.matcher(name(file)).matches()
          && file.equals(original.resolveSibling(name(file)))) {
        results.add(file);
      } else {
        Path to = copy.resolve(original.resolveSibling("").relativize(file).toString());
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return own.isEmpty() ? results : own;
  }

  private static DatasetGraph run(Mapping mapping, EngineOptions options, Report report)
      throws IOException {
    DatasetGraph made = DatasetGraphFactory.create();
    new Engine(mapping, options, report).run(StreamRDFLib.dataset(made));
    return made;
  }

  /// Adds the files that a run has written.
  private static void addTargets(Path copy, Set<Path> before, DatasetGraph made)
      throws IOException {
    Set<Path> written = new HashSet<>(files(copy));
    written.removeAll(before);
    for (Path target : written) {
      if (RESULT.matcher(name(target)).matches()) {
        RDFDataMgr.read(made, target.toUri().toString());
      }
    }
  }

  /// Returns the database of a case, or one that cannot be reached.
  private static DatabaseLogin database(Path copy) {
    Path file = copy.resolve("resource.db");
    return new DatabaseLogin(Files.exists(file) ? "jdbc:sqlite:" + file : "jdbc:none:", "", "");
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String firstError(Report report) {
    return report.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }

  private static String difference(DatasetGraph expected, DatasetGraph made) {
    Set<String> wanted = lines(expected);
    Set<String> found = lines(made);
    String missing = wanted.stream().filter(q -> !found.contains(q)).findFirst().orElse("");
    String more = found.stream().filter(q -> !wanted.contains(q)).findFirst().orElse("");
    return "%d quads, expected %d; missing %s; not expected %s"
        .formatted(found.size(), wanted.size(), missing, more);
  }

  private static Set<String> lines(DatasetGraph data) {
    return data.stream()
        .map(quad -> quad.toString().replaceAll("\\s+", " "))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
