import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
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

/// Runs the mappings that other engines have in their own tests. The arguments are the file of the
/// reasons and, for each corpus, its name and its folder. A mapping is run in a copy of its folder.
///
/// The result of a mapping is compared with the files of RDF next to it that are named as results.
/// A mapping without such a file must be read without an error; if the file of its table is there,
/// it must run without one, too.
public final class Peers {
  private static final Pattern MAPPING =
      Pattern.compile(
          ".*(mapping|\\.rml|\\.fnml|\\.r2rml|change|base)[^.]*\\.(ttl|nt|jsonld)|.*\\.(yarrrml|yarrr|ya?ml)");
  private static final Pattern RESULT =
      Pattern.compile(
          "((target_)?output|default|out-\\S+|dump\\d*|expected)[^.]*\\.(nq|nt|ttl|trig|rdf|n3|jsonld|rj)");
  private static final String CASE = ".*TC[A-Z]*[0-9]+.*";
  private static final Pattern OLD = Pattern.compile("semweb\\.mmlab\\.be/ns/rml#");
  private static final Pattern NO_TABLE =
      Pattern.compile(
          "(?s).*(does not exist|there is no file|is not allowed|no database|is refused).*");

  private static final Pattern NO_SERVER =
      Pattern.compile(
          "(?s).*(the database '.*' is not open to this run|may not be fetched|is not open"
              + " to|outside of what this run may write).*");

  /// What became of a mapping.
  private enum Verdict {
    SAME("same result"),
    SAME_2014("same result with --rml 2014"),
    READ("read, nothing to compare"),
    EXPECTED_ERROR("error, and no result is expected"),
    OTHER("another result"),
    REFUSED("refused");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  private record Result(Verdict verdict, String why) {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] parts = line.split("\t", 2);
      reasons.put(parts[0], parts[1]);
    }
    boolean complete = true;
    for (int i = 1; i < args.length; i += 2) {
      complete &= run(args[i], Path.of(args[i + 1]), reasons, out);
    }
    System.exit(complete ? 0 : 1);
  }

  private static boolean run(String peer, Path root, Map<String, String> reasons, PrintStream out)
      throws IOException {
    List<Path> mappings;
    try (Stream<Path> files = Files.walk(root)) {
      mappings =
          files
              .filter(file -> MAPPING.matcher(file.getFileName().toString()).matches())
              .filter(file -> !RESULT.matcher(file.getFileName().toString()).matches())
              .filter(file -> !file.getFileName().toString().contains(".output."))
              .filter(file -> !root.relativize(file).toString().startsWith("."))
              .sorted()
              .toList();
    }
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    Set<String> unexplained = new TreeSet<>();
    for (Path mapping : mappings) {
      String id = peer + "/" + root.relativize(mapping);
      Result result;
      try {
        result = result(mapping);
      } catch (RuntimeException | StackOverflowError bug) {
        result = new Result(Verdict.REFUSED, "BUG " + bug);
      }
      counts.merge(result.verdict, 1, Integer::sum);
      if (result.verdict == Verdict.OTHER || result.verdict == Verdict.REFUSED) {
        String line = id + " " + result.why;
        Optional<String> reason =
            reasons.entrySet().stream()
                .filter(entry -> Pattern.matches("(?s).*(" + entry.getKey() + ").*", line))
                .map(Map.Entry::getValue)
                .findFirst();
        out.printf("%s\t%s\t%s\t%s%n", id, result.verdict, reason.orElse("?"), result.why);
        if (reason.isEmpty()) {
          unexplained.add(id);
        }
      }
    }
    out.printf("%n%s: %d mappings%n", peer, mappings.size());
    counts.forEach((verdict, count) -> out.printf("  %d %s%n", count, verdict.text));
    out.printf("  %d without a reason%n%n", unexplained.size());
    return unexplained.isEmpty();
  }

  private static Result result(Path original) throws IOException {
    Path above = Files.createTempDirectory("peers");
    try {
      // Some corpora have the tables in the folder above, and name them as if they were in this
      // one.
      Path folder = Files.createDirectory(above.resolve("case"));
      try (Stream<Path> files = Files.list(original.getParent().getParent())) {
        for (Path file : (Iterable<Path>) files.filter(Peers::isTable)::iterator) {
          Files.copy(file, above.resolve(file.getFileName()));
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
      return result(original, above, folder);
    } finally {
      try (Stream<Path> files = Files.walk(above)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static boolean isTable(Path file) {
    return file.toString().matches(".*\\.(csv|json|xml|xlsx|ods|tsv)");
  }

  private static Result result(Path original, Path above, Path folder) throws IOException {
    String name = original.getFileName().toString();
    String stem = name.replaceFirst("\\..*", "");
    List<Path> results = new ArrayList<>();
    List<Path> own = new ArrayList<>();
    try (Stream<Path> files = Files.walk(original.getParent())) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String named = file.getFileName().toString();
        if (named.startsWith(stem + ".output.")) {
          own.add(file);
        } else if (RESULT.matcher(named).matches()
            && file.getParent().equals(original.getParent())) {
          results.add(file);
        } else {
          Path copy = folder.resolve(original.getParent().relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    if (!own.isEmpty()) {
      results = own;
    }
    Path file = folder.resolve(name);
    // Some corpora name their files from the root of the repository.
    String text = Files.readString(file).replaceAll("(\\.\\./)?\\btest/[\\w./-]*/", "");
    Files.writeString(file, text);
    Set<Path> before = files(folder);
    Report report = new Report();
    Optional<Mapping> mapping = MappingReader.read(file, folder, RdfVersion.RDF_1_2, report);
    if (mapping.isEmpty() && first(report).contains("names no database")) {
      report = new Report();
      mapping = MappingReader.read(file, Optional.of(database(folder)), RdfVersion.RDF_1_2, report);
    }
    if (mapping.isEmpty()) {
      boolean mayFail = results.isEmpty() && original.toString().matches(CASE);
      return new Result(mayFail ? Verdict.EXPECTED_ERROR : Verdict.REFUSED, first(report));
    }
    boolean isOld = OLD.matcher(text).find();
    Access access =
        Access.none().allowReading(above).allowWriting(folder).allowJdbc("jdbc:sqlite:");
    EngineOptions options =
        EngineOptions.DEFAULT.withBase("http://example.com/base/").withAccess(access);
    DatasetGraph made = run(isOld ? FirstRml.of(mapping.get()) : mapping.get(), options, report);
    if (report.hasErrors()) {
      if (NO_SERVER.matcher(first(report)).matches()) {
        return new Result(Verdict.READ, "");
      }
      if (results.isEmpty()) {
        return NO_TABLE.matcher(first(report)).matches()
            ? new Result(Verdict.READ, "")
            : new Result(
                original.toString().matches(CASE) ? Verdict.EXPECTED_ERROR : Verdict.REFUSED,
                first(report));
      }
      return new Result(Verdict.REFUSED, first(report));
    }
    if (results.isEmpty()) {
      return new Result(Verdict.READ, "");
    }
    DatasetGraph expected = DatasetGraphFactory.create();
    for (Path result : results) {
      RDFDataMgr.read(expected, result.toUri().toString(), "http://example.com/base/", null);
    }
    addTargets(folder, before, made);
    if (IsoMatcher.isomorphic(expected, made)) {
      return new Result(Verdict.SAME, "");
    }
    DatasetGraph first = run(FirstRml.of(mapping.get()), options, new Report());
    addTargets(folder, before, first);
    return IsoMatcher.isomorphic(expected, first)
        ? new Result(Verdict.SAME_2014, "")
        : new Result(Verdict.OTHER, difference(expected, made));
  }

  private static DatasetGraph run(Mapping mapping, EngineOptions options, Report report)
      throws IOException {
    DatasetGraph made = DatasetGraphFactory.create();
    new Engine(mapping, options, report).run(StreamRDFLib.dataset(made));
    return made;
  }

  /// Adds the files that a run has written.
  private static void addTargets(Path folder, Set<Path> before, DatasetGraph made)
      throws IOException {
    Set<Path> written = files(folder);
    written.removeAll(before);
    for (Path target : written) {
      if (RESULT.matcher(target.getFileName().toString()).matches()) {
        RDFDataMgr.read(made, target.toUri().toString());
      }
    }
  }

  /// Returns the database of a case, or one that cannot be reached.
  private static DatabaseLogin database(Path folder) {
    Path file = folder.resolve("resource.db");
    return new DatabaseLogin(Files.exists(file) ? "jdbc:sqlite:" + file : "jdbc:none:", "", "");
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new HashSet<>(files.filter(Files::isRegularFile).toList());
    }
  }

  private static String first(Report report) {
    return report.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .map(Object::toString)
        .findFirst()
        .orElse("")
        .replaceAll("\\S*/peers\\d+/", "")
        .replaceAll("\\s+", " ");
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
    Set<String> lines = new TreeSet<>();
    data.stream().forEach(quad -> lines.add(quad.toString().replaceAll("\\s+", " ")));
    return lines;
  }
}
