import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.FirstRml;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingFiles;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Runs what the Knowledge Graph Construction Challenge 2026 has of mappings, data and expected
/// graphs. The head of `run` states the arguments.
public final class Challenge {
  /// A digest of a service of the Web, in an XPath of a mapping.
  private static final Pattern DIGEST =
      Pattern.compile(
          "unparsed-text\\('https://[^']*' \\|\\| (.*?) \\|\\| '\\?response_type=raw'\\)");

  /// A form, which occurs once for each language, or the notice type of the newer ones.
  private static final Pattern FORM = Pattern.compile("<F[0-9]+_2014[ >]|</[A-Za-z]*Notice>");

  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private Challenge() {}

  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "lists" -> lists(Path.of(args[1]), Integer.parseInt(args[2]));
      case "ted" -> ted(Path.of(args[1]), Integer.parseInt(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /// Runs the mappings of track 2 for lists on their small tables, and on records with lists of ten
  /// values.
  private static void lists(Path folder, int records) throws IOException {
    Path temporary = Files.createTempDirectory("challenge");
    try {
      int same = 0;
      List<Path> cases;
      try (Stream<Path> all = Files.list(folder)) {
        cases = all.filter(f -> Files.exists(f.resolve("default.nq"))).sorted().toList();
      }
      for (Path each : cases) {
        DatasetGraph expected = DatasetGraphFactory.create();
        RDFDataMgr.read(expected, each.resolve("default.nq").toUri().toString());
        Path own = temporary.resolve(each.getFileName());
        copy(each, own);
        // The mappings were changed for larger tables; the small ones have other names.
        if (Files.exists(own.resolve("student.csv"))) {
          Files.move(own.resolve("student.csv"), own.resolve("data.csv"));
        } else if (Files.readString(own.resolve("mapping.ttl")).contains("$.values")) {
          Path data = own.resolve("data.json");
          Files.writeString(data, Files.readString(data).replace("\"v1\"", "\"values\""));
        }
        Report report = new Report();
        Optional<DatasetGraph> made = run(List.of(own.resolve("mapping.ttl")), own, false, report);
        boolean isSame = made.isPresent() && IsoMatcher.isomorphic(expected, made.get());
        same += isSame ? 1 : 0;
        if (!isSame) {
          OUT.println(each.getFileName() + ": another graph. " + first(report));
        }
      }
      OUT.printf("lists: %d of %d cases have the expected graph%n", same, cases.size());
      write(temporary.resolve("data.json"), records);
      for (Path each : cases) {
        String mapping = Files.readString(each.resolve("mapping.ttl"));
        if (!mapping.contains("$.values")) {
          continue;
        }
        Path file = Files.writeString(temporary.resolve("mapping.ttl"), mapping);
        Report report = new Report();
        Mapping read = read(List.of(file), report).orElseThrow();
        long before = System.nanoTime();
        long[] bytes = new long[1];
        new Engine(read, options(temporary), report)
            .writeNQuads(
                new OutputStream() {
                  @Override
                  public void write(int b) {
                    bytes[0]++;
                  }

                  @Override
                  public void write(byte[] b, int from, int length) {
                    bytes[0] += length;
                  }
                });
        OUT.printf(
            "%s: %,d records, %,d MB of N-Quads in %.1f s %s%n",
            each.getFileName(),
            records,
            bytes[0] >> 20,
            (System.nanoTime() - before) / 1e9,
            first(report));
      }
    } finally {
      delete(temporary);
    }
  }

  private static void write(Path file, int records) throws IOException {
    Random random = new Random(2026);
    try (var out = Files.newBufferedWriter(file)) {
      out.write("[");
      for (int i = 0; i < records; i++) {
        out.write(i == 0 ? "\n" : ",\n");
        out.write("{\"id\": \"r" + Integer.toString(i, 36) + "\", \"values\": [");
        for (int v = 0; v < 10; v++) {
          out.write((v == 0 ? "\"" : ", \"") + Long.toString(random.nextLong() >>> 12, 36) + "\"");
        }
        out.write("]}");
      }
      out.write("\n]\n");
    }
  }

  /// Runs the mapping suites of TED on their notices, one of `every`, and compares the results with
  /// the graphs that lie in the suites. A digest in an identifier is the path of the element itself
  /// here, so that identifiers are compared by their parts before the digest, and by isomorphism.
  private static void ted(Path suite, int every) throws IOException {
    Path temporary = Files.createTempDirectory("challenge");
    try {
      Path transformation = suite.resolve("transformation");
      copy(transformation.resolve("resources"), temporary.resolve("transformation/resources"));
      Files.createDirectories(temporary.resolve("data"));
      // A triples map is spread over several files there, which RMLMapper reads as one.
      StringBuilder all = new StringBuilder();
      try (Stream<Path> files = Files.list(transformation.resolve("mappings"))) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          all.append(Files.readString(file)).append('\n');
        }
      }
      Path mapping =
          Files.writeString(
              temporary.resolve("mapping.ttl"), repaired(withoutFragments(all.toString())));
      Map<String, Path> notices = new TreeMap<>();
      try (Stream<Path> files = Files.walk(suite.resolve("test_data"))) {
        files
            .filter(file -> file.toString().endsWith(".xml"))
            .forEach(file -> notices.put(file.getFileName().toString().replace(".xml", ""), file));
      }
      List<Path> graphs;
      try (Stream<Path> files = Files.walk(suite.resolve("output"))) {
        graphs =
            new ArrayList<>(files.filter(f -> f.toString().endsWith(".ttl")).sorted().toList());
      }
      Counts counts = new Counts();
      // Notices in several languages are made into one before the mapping, by other software.
      graphs.removeIf(graph -> languages(notices.get(name(graph))) != 1);
      for (int i = 0; i < graphs.size(); i += every) {
        Path graph = graphs.get(i);
        String name = name(graph);
        Files.copy(
            notices.get(name),
            temporary.resolve("data/source.xml"),
            StandardCopyOption.REPLACE_EXISTING);
        Report report = new Report();
        Optional<DatasetGraph> made = run(List.of(mapping), temporary, true, report);
        DatasetGraph expected = DatasetGraphFactory.create();
        RDFDataMgr.read(expected, graph.toUri().toString());
        counts.add(name, expected, made, Challenge::withoutDigest, report);
      }
      OUT.println(suite.getFileName() + ": " + counts);
    } finally {
      delete(temporary);
    }
  }

  /// Returns a mapping of TED without what no engine can run here: the digests of a service of the
  /// Web, a function of RMLMapper, and three mistakes that RMLMapper passes over.
  private static String repaired(String mapping) {
    String function = "<https://w3id.org/techrace/tool/function#";
    return DIGEST
        .matcher(mapping)
        .replaceAll("('D1G3ST' || translate($1, '%', '_'))")
        .replace("DATE_END |else", "DATE_END else")
        .replaceAll("rml:reference \"[^\"]*\";(\\s*rdfs:label[^;]*;\\s*rr:parentTriplesMap)", "$1")
        .replaceAll("rr:child( \"[^\"]*\" ;\\s*rr:datatype)", "rml:reference$1")
        .replace("rr:constant idlab-fn:lookup", "rr:constant " + function + "lookup>")
        .replace("idlab-fn:inputFile ;", function + "table> ;")
        .replace(
            "idlab-fn:fromColumn ; rr:objectMap [ rr:constant \"3\" ]",
            function + "from> ; rr:objectMap [ rr:constant \"op_code\" ]")
        .replace(
            "idlab-fn:toColumn ; rr:objectMap [ rr:constant \"1\" ]",
            function + "to> ; rr:objectMap [ rr:constant \"code_xml\" ]")
        .replace("idlab-fn:str ;", function + "text> ;");
  }

  private static String name(Path graph) {
    return graph.getFileName().toString().replace(".ttl", "");
  }

  private static long languages(Path notice) {
    try {
      return FORM.matcher(Files.readString(notice)).results().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns a mapping without the triples maps that have no rows in any file of the suite, which
  /// RMLMapper does not run.
  private static String withoutFragments(String mapping) {
    List<String> parts = List.of(mapping.split("(?m)^(?=tedm:\\S+\\s+a rr:TriplesMap)|^(?=#---)"));
    Set<String> whole =
        parts.stream()
            .filter(part -> part.replaceAll("(?m)^\\s*#.*", "").contains("rml:logicalSource"))
            .map(part -> part.split("\\s", 2)[0])
            .collect(Collectors.toSet());
    return parts.stream()
        .filter(part -> !part.startsWith("tedm:") || whole.contains(part.split("\\s", 2)[0]))
        .collect(Collectors.joining());
  }

  private static String withoutDigest(String iri) {
    return iri.startsWith("http://data.europa.eu/a4g/resource/")
        ? iri.replaceFirst("_D1G3ST.*", "_?").replaceFirst("_[A-Za-z0-9]{20,22}$", "_?")
        : iri;
  }

  /// How much of the expected graphs has been made.
  private static final class Counts {
    private int graphs;
    private int same;
    private long expected;
    private long found;
    private long more;
    private final Map<String, Integer> missing = new HashMap<>();
    private final Map<String, Integer> wrong = new HashMap<>();
    private String fault = "";

    void add(
        String name,
        DatasetGraph wanted,
        Optional<DatasetGraph> made,
        UnaryOperator<String> plain,
        Report report) {
      graphs++;
      Map<String, Integer> rest = signatures(wanted, plain);
      expected += rest.values().stream().mapToInt(i -> i).sum();
      if (made.isEmpty() || report.hasErrors()) {
        fault = name + " " + first(report);
      }
      if (made.isEmpty()) {
        return;
      }
      Map<String, Integer> others = new HashMap<>();
      signatures(made.get(), plain)
          .forEach(
              (signature, count) -> {
                int here = Math.min(count, rest.getOrDefault(signature, 0));
                found += here;
                more += count - here;
                rest.merge(signature, -here, Integer::sum);
                if (count > here) {
                  others.put(signature, count - here);
                }
              });
      rest.values().removeIf(count -> count == 0);
      same += rest.isEmpty() && others.isEmpty() ? 1 : 0;
      boolean shows = System.getProperty("show") != null;
      rest.forEach((s, n) -> missing.merge(shows ? s : predicate(s), n, Integer::sum));
      others.forEach((s, n) -> wrong.merge(shows ? s : predicate(s), n, Integer::sum));
    }

    private static String predicate(String signature) {
      return signature.split(" ", 3)[1];
    }

    /// Returns each triple with what its nodes without digest are: the text of the identifier
    /// before it, and, after two rounds, what is said about them.
    private static Map<String, Integer> signatures(DatasetGraph data, UnaryOperator<String> plain) {
      Map<String, Integer> all = new HashMap<>();
      data.stream()
          .forEach(
              quad ->
                  all.merge(
                      text(quad.getSubject(), plain)
                          + " "
                          + text(quad.getPredicate(), plain)
                          + " "
                          + text(quad.getObject(), plain),
                      1,
                      Integer::sum));
      return all;
    }

    private static String text(Node node, UnaryOperator<String> plain) {
      if (node.isLiteral()
          && node.getLiteral().isWellFormed()
          && node.getLiteralValue() instanceof Number n) {
        return new BigDecimal(n.toString()).stripTrailingZeros().toPlainString();
      }
      // The notices were indented in another way when the graphs were made.
      return node.isURI()
          ? plain.apply(node.getURI())
          : node.isBlank()
              ? "_"
              : node.toString()
                  .replaceAll("(\\\\n|\\s)+", " ")
                  .replace("\" ", "\"")
                  .replace(" \"", "\"");
    }

    private static String most(Map<String, Integer> counts) {
      return counts.entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .limit(Integer.getInteger("show", 4))
          .map(entry -> "%n    %d %s".formatted(entry.getValue(), entry.getKey()))
          .reduce("", String::concat);
    }

    @Override
    public String toString() {
      return "%d of %d graphs are the same; of %,d triples %,d are made, and %,d others; missing:%s%n  others:%s%n  %s"
          .formatted(same, graphs, expected, found, more, most(missing), most(wrong), fault);
    }
  }

  private static Optional<Mapping> read(List<Path> files, Report report) throws IOException {
    return MappingFiles.of(files, Optional.empty(), report).read(RdfVersion.RDF_1_1, report);
  }

  private static EngineOptions options(Path folder) {
    return EngineOptions.DEFAULT
        .withBase("http://example.com/base/")
        .withAccess(Access.none().allowReading(folder));
  }

  private static Optional<DatasetGraph> run(
      List<Path> mappings, Path folder, boolean isFirst, Report report) throws IOException {
    Optional<Mapping> read = read(mappings, report);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    DatasetGraph made = DatasetGraphFactory.create();
    new Engine(isFirst ? FirstRml.of(read.get()) : read.get(), options(folder), report)
        .run(StreamRDFLib.dataset(made));
    return Optional.of(made);
  }

  private static String first(Report report) {
    return report.findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(Files.isDirectory(file) ? copy : copy.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
