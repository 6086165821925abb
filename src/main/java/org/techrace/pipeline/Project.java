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
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.access.RefusedException;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingVocabulary;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Licence;
import org.techrace.release.Input;
import org.techrace.release.Inputs;
import org.techrace.release.Publication;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The folders of a project that a release is made from.
///
/// @param folder the project's folder
/// @param tables files read in place of tables of the project, by the table's path below `data/`,
///   such as `ror/ror.jsonl`: for tables too big to be carried, of which the project holds a few
///   rows
/// @param urls where files read in place of others were fetched from, by the table's path; a file
///   that the user has named has none
/// @param access what may be opened: the project's folder, the files read in place of others, and
///   what the user allows beyond
/// @param publication as what the graph is published
/// @param licences the licences that sources may have; all, if there is none
/// @param draft a folder with what is to be added to the project: `data/` and `ontology/` in it are
///   read as if they were in the project
public record Project(
    Path folder,
    Map<String, Path> tables,
    Map<String, String> urls,
    Access access,
    Publication publication,
    List<Licence> licences,
    Optional<Path> draft) {
  public Project {
    tables = Map.copyOf(tables);
    urls = Map.copyOf(urls);
    licences = List.copyOf(licences);
    access = access.allowReading(folder);
    for (Path file : tables.values()) {
      access = access.allowReading(file);
    }
  }

  /// A project as it is in its folder.
  public Project(Path folder, Publication publication) {
    this(folder, Map.of(), Map.of(), Access.none(), publication, List.of(), Optional.empty());
  }

  /// The project with what is to be added to it.
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

  /// What all IRIs of the graph begin with.
  public String base() {
    return iris().base();
  }

  /// The IRI spaces of the graph.
  Iris iris() {
    return publication.iris();
  }

  /// The folder of the project that a file lies in: the nearest folder above it that has an
  /// ontology.
  public static Optional<Path> around(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    while (folder != null && !Files.isDirectory(folder.resolve("ontology"))) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }

  /// Warns of classes and properties in a mapping that the ontology does not have; not if the
  /// ontology itself cannot be read.
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

  /// The files read in place of others, by absolute path.
  Map<Path, Path> elsewhere() {
    Map<Path, Path> elsewhere = new HashMap<>();
    tables.forEach(
        (table, file) -> elsewhere.put(data().resolve(table).toAbsolutePath().normalize(), file));
    return elsewhere;
  }

  /// Reports each table that is to be read from elsewhere and either is none or is not there.
  void checkTables(Report report) {
    tables.forEach(
        (table, file) -> {
          if (!Files.isRegularFile(data().resolve(table))) {
            report.error(
                Place.file("data/" + table),
                "there is no such table to be read from elsewhere; expected a path below data/");
          } else if (!Files.isRegularFile(file)) {
            report.error(
                Place.file("data/" + table),
                "the file to be read in its place, '%s', is not there".formatted(file));
          }
        });
  }

  /// A file of the project, to be read.
  ReadableFile file(Path path) {
    return access.file(path);
  }

  /// A file's name in findings.
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

  Path checks() {
    return folder.resolve("queries").resolve("checks");
  }

  /// The sources: the folders below `data/`, sorted by name.
  List<Source> sources() throws IOException {
    return roots("data").stream()
        .filter(Files::isDirectory)
        .map(f -> new Source(f, iris()))
        .toList();
  }

  /// The Turtle files of the ontology and its code lists, sorted; the shapes are not among them.
  List<Path> vocabulary() throws IOException {
    return Stream.concat(roots("ontology").stream(), roots("ontology/schemes").stream())
        .filter(f -> f.toString().endsWith(".ttl"))
        .toList();
  }

  /// What is in a folder of the project, and in that of the draft.
  private List<Path> roots(String name) throws IOException {
    List<Path> all = new ArrayList<>(access.list(folder.resolve(name)));
    if (draft.isPresent()) {
      all.addAll(access.list(draft.get().resolve(name)));
    }
    return all;
  }

  private List<Path> roots() {
    return List.of(ontology(), data(), checks());
  }

  /// Where everything that a release is made from lies.
  public List<Path> watched() {
    return Stream.concat(roots().stream(), tables.values().stream()).toList();
  }

  /// Where the file that is read in place of a table was fetched from.
  private Optional<String> urlOf(Path file) {
    return file.startsWith(data())
        ? Optional.ofNullable(urls.get(data().relativize(file).toString().replace('\\', '/')))
        : Optional.empty();
  }

  /// Every file that a release is made from, with its digest; of the settings, those that the
  /// release states. A link that leads out is none of them, since it is not read.
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
              // Whoever reads it reports it.
            }
          }
        }
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
