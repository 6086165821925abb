package org.techrace.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sys.JenaSystem;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.access.RefusedException;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingVocabulary;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.rdf.RdfVersion;
import org.techrace.release.Input;
import org.techrace.release.Inputs;
import org.techrace.release.Publication;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The inputs of a release: the folders of a project.
///
/// @param folder the folder of the project
/// @param tables files to read instead of tables of the project, by the path of the table below
///   `data/`, such as `ror/ror.jsonl`: for tables that are too large for the project, which
///   contains only some of their rows
/// @param urls the URLs of fetched files in `tables`, by the path of the table; a file that the
///   user named has no URL
/// @param access the files that may be opened: the folder of the project, the files in `tables`,
///   and those that the user allows
/// @param publication the names and IRIs of the published graph
/// @param licences the licences that sources may have; empty for all
/// @param draft a folder with additions to the project: its `data/` and `ontology/` are read as if
///   they were in the project
public record Project(
    Path folder,
    Map<String, Path> tables,
    Map<String, String> urls,
    Access access,
    Publication publication,
    List<Licence> licences,
    Optional<Path> draft) {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  public Project {
    tables = Map.copyOf(tables);
    urls = Map.copyOf(urls);
    licences = List.copyOf(licences);
    access = access.allowReading(folder);
    for (Path file : tables.values()) {
      access = access.allowReading(file);
    }
  }

  /// Creates a project without replaced tables.
  public Project(Path folder, Publication publication) {
    this(folder, Map.of(), Map.of(), Access.none(), publication, List.of(), Optional.empty());
  }

  /// Returns the project without writing: the files of logical targets are not written.
  public Project dryRun() {
    return new Project(folder, tables, urls, access.dryRun(), publication, licences, draft);
  }

  /// Returns the project with other files instead of tables.
  ///
  /// @param others the files by the path of the table below `data/`
  public Project withTables(Map<String, Path> others) {
    Map<String, Path> all = new HashMap<>(tables);
    all.putAll(others);
    Map<String, String> known = new HashMap<>(urls);
    known.keySet().removeAll(others.keySet());
    return new Project(folder, all, known, access, publication, licences, draft);
  }

  /// Returns the project with additions.
  public Project withDraft(Path newDraft) {
    return new Project(
        folder,
        tables,
        urls,
        access.allowReading(newDraft),
        publication,
        licences,
        Optional.of(newDraft));
  }

  /// Returns the base of all IRIs of the graph.
  public String base() {
    return iris().base();
  }

  /// Returns the IRI spaces of the graph.
  Iris iris() {
    return publication.iris();
  }

  /// Returns the version of RDF that the graph keeps to.
  public RdfVersion rdf() {
    return publication.rdf();
  }

  /// Returns the folder of the project of a file: the nearest folder above it that contains an
  /// ontology.
  public static Optional<Path> around(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    while (folder != null && !Files.isDirectory(folder.resolve("ontology"))) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }

  /// Warns about classes and properties in a mapping that the ontology does not have. Does nothing
  /// if the ontology cannot be read.
  public void checkTerms(Mapping mapping, Report report) throws IOException {
    Report reading = new Report();
    MappingVocabulary vocabulary = Ontology.read(this, StreamRDFLib.sinkNull(), reading);
    if (!reading.hasErrors()) {
      vocabulary.check(mapping, report);
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  /// Returns the files to read instead of others, by absolute path.
  Map<Path, Path> elsewhere() {
    Map<Path, Path> elsewhere = new HashMap<>();
    tables.forEach(
        (table, file) -> elsewhere.put(data().resolve(table).toAbsolutePath().normalize(), file));
    return elsewhere;
  }

  /// Returns the RDF files in the folder of a source, sorted, without its mapping and description.
  ///
  /// @param opens opens the files
  List<RdfFile> rdfFiles(Source source, Access opens) throws IOException {
    Map<Path, Path> elsewhere = elsewhere();
    return opens.list(source.folder()).stream()
        .filter(f -> RdfFile.isRdf(f) && !f.equals(source.mapping()))
        .filter(f -> !f.equals(source.description()))
        .map(
            f ->
                new RdfFile(
                    opens.file(elsewhere.getOrDefault(f.toAbsolutePath().normalize(), f)),
                    nameOf(f),
                    iris(),
                    rdf()))
        .toList();
  }

  /// Reports each entry of `tables` whose table or file does not exist.
  void checkTables(Report report) {
    tables.forEach(
        (table, file) -> {
          if (!Files.isRegularFile(data().resolve(table))) {
            report.error(
                Place.file("data/" + table),
                "the table to replace does not exist; expected a path below data/");
          } else if (!Files.isRegularFile(file)) {
            report.error(
                Place.file("data/" + table),
                "the file to read instead, '%s', does not exist".formatted(file));
          }
        });
  }

  /// Returns a file of the project for reading.
  ReadableFile file(Path path) {
    return access.file(path);
  }

  /// Returns the name of a file in findings.
  String nameOf(Path file) {
    Path root = draft.filter(file::startsWith).orElse(folder);
    return root.relativize(file).toString();
  }

  Path ontology() {
    return folder.resolve("ontology");
  }

  Path shapes() {
    return ontology().resolve("shapes");
  }

  Path prefixes() {
    return ontology().resolve("prefixes.ttl");
  }

  /// Returns the folder of the queries: checks, questions, pages and their texts.
  Path queries() {
    return folder.resolve("queries");
  }

  Path checks() {
    return queries().resolve("checks");
  }

  /// Returns the sources: the folders below `data/`, sorted by name.
  List<Source> sources() throws IOException {
    return roots("data").stream()
        .filter(Files::isDirectory)
        .map(f -> new Source(f, iris()))
        .toList();
  }

  /// Returns the Turtle files of the ontology and its code lists, sorted, without the shapes.
  List<Path> vocabulary() throws IOException {
    return Stream.concat(roots("ontology").stream(), roots("ontology/schemes").stream())
        .filter(f -> f.toString().endsWith(".ttl"))
        .toList();
  }

  /// Returns the files in a folder of the project and of the draft.
  private List<Path> roots(String name) throws IOException {
    List<Path> all = new ArrayList<>(access.list(folder.resolve(name)));
    if (draft.isPresent()) {
      all.addAll(access.list(draft.get().resolve(name)));
    }
    return all;
  }

  private List<Path> roots() {
    return List.of(ontology(), data(), checks(), functions());
  }

  /// Returns the folder with functions in SPARQL.
  public Path functions() {
    return folder.resolve("functions");
  }

  /// Returns the files and folders with all inputs of a release.
  public List<Path> watched() {
    return Stream.of(roots().stream(), tables.values().stream(), access.pluginFolder().stream())
        .flatMap(paths -> paths)
        .toList();
  }

  /// Returns the URL of a fetched file that is read instead of a table.
  private Optional<String> urlOf(Path file) {
    return file.startsWith(data())
        ? Optional.ofNullable(urls.get(data().relativize(file).toString().replace('\\', '/')))
        : Optional.empty();
  }

  /// Returns every input file with its digest, the code that may run (as `plugins/NAME`), and the
  /// settings that the release states. Links that lead out of the project are not included, because
  /// they are not read.
  ///
  /// @param version the version of the software
  public Inputs inputs(String version) throws IOException {
    List<Input> inputs = new ArrayList<>();
    Map<Path, Path> elsewhere = elsewhere();
    for (Path root : roots()) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            Path read = elsewhere.getOrDefault(file.toAbsolutePath().normalize(), file);
            try (InputStream bytes = access.file(read).stream()) {
              inputs.add(Input.of(folder, file, bytes, urlOf(file)));
            } catch (RefusedException e) {
              // The refusal is reported when the file is read.
            }
          }
        }
      }
    }
    for (ReadableFile jar : access.pluginJars()) {
      try (InputStream bytes = jar.stream()) {
        Path named = folder.resolve("plugins").resolve(jar.path().getFileName());
        inputs.add(Input.of(folder, named, bytes, Optional.empty()));
      }
    }
    byte[] settings = (publication + " " + licences).getBytes(StandardCharsets.UTF_8);
    inputs.add(
        Input.of(
            folder,
            folder.resolve("techrace.toml"),
            new ByteArrayInputStream(settings),
            Optional.empty()));
    return new Inputs(inputs, version);
  }
}
