package org.techrace.serve.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.system.Txn;
import org.techrace.export.CsvTable;
import org.techrace.export.DataDictionary;
import org.techrace.export.MeasuredStream;
import org.techrace.export.ParquetTable;
import org.techrace.export.ReleaseTable;
import org.techrace.export.ReleaseTables;
import org.techrace.export.TableFiles;
import org.techrace.rdf.Licence;
import org.techrace.release.Releases;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.GraphWriter;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;
import org.techrace.settings.GraphSettings;
import tools.jackson.databind.node.ObjectNode;

/// `/catalogue/*`: the release in the terms of catalogues. `/tables`: the data dictionary, and
/// `/tables/NAME.csv` (`.csv.gz`, `.parquet`): the table of a class.
///
/// Safe for use by several threads.
public final class Catalogue {
  private static final String TABLES = "/tables/";
  private static final String CATALOGUE = "/catalogue/";
  private static final String CSV = ".csv";
  private static final List<String> SUFFIXES = List.of(CSV, TableFiles.PARQUET);
  private static final List<String> DESCRIPTIONS =
      List.of(
          "croissant.json",
          "datapackage.json",
          "ro-crate-metadata.json",
          "schema.jsonld",
          "dcat-ap.ttl");

  /// How many releases have their tables in memory, without rows.
  private static final int RELEASES = 4;

  private final GraphSettings graph;
  private final Optional<Releases> releases;
  private final Cache<String, Tables> known =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  /// The tables of a release.
  ///
  /// @param tables the tables; without things if the release has their files
  /// @param stored true if the release has their files
  /// @param files the files by name, with relative addresses; if they are not stored, those that
  ///   were described so far
  private record Tables(
      List<ReleaseTable> tables, boolean stored, ConcurrentMap<String, Facts.File> files) {}

  /// @param releases the folder of the releases; empty if the served data is not in files
  public Catalogue(GraphSettings graph, Optional<Releases> releases) {
    this.graph = graph;
    this.releases = releases;
  }

  /// Answers `/tables`: the data dictionary.
  public Answer tables(Request request, Lease lease) {
    String licence = graph.licence().map(Licence::iri).orElse("");
    return HttpJson.answer(DataDictionary.of(tables(lease), lease.release(), licence));
  }

  /// Answers `/tables/NAME.csv`, `/tables/NAME.csv.gz` and `/tables/NAME.parquet`.
  public Answer table(Request request, Lease lease) {
    String file = request.path().substring(TABLES.length());
    String name = file.replaceFirst("(\\.csv|\\.csv\\.gz|\\.parquet)$", "");
    List<ReleaseTable> all = tables(lease);
    ReleaseTable table =
        all.stream()
            .filter(one -> one.name().equals(name) && !file.equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        "There is no table '%s' (.csv, .csv.gz or .parquet); %s"
                            .formatted(
                                file,
                                Nearest.suggest(
                                    name, all.stream().map(ReleaseTable::name).toList()))));
    String suffix = file.substring(name.length());
    String type =
        switch (suffix) {
          case CSV -> Format.CSV.contentType();
          case TableFiles.CSV_GZ -> "application/gzip";
          default -> Format.PARQUET.contentType();
        };
    Body body = body(table, suffix, request, lease);
    return new Answer(200, type, Map.of(), Answer.Freshness.RELEASE, body);
  }

  private Body body(ReleaseTable table, String suffix, Request request, Lease lease) {
    String stored = table.name() + (suffix.equals(CSV) ? TableFiles.CSV_GZ : suffix);
    try {
      if (!known(lease).stored) {
        Spool body = request.bodies().spool();
        write(table, suffix, lease, body);
        return body;
      }
      Path file = folder(lease).resolve(TableFiles.file(stored));
      return suffix.equals(CSV)
          ? request.bodies().unpacked(file, file(table, CSV, lease).bytes())
          : request.bodies().file(file);
    } catch (NoSuchFileException e) {
      throw new Refusal(404, "The files of this release were deleted.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(Lease lease) {
    return releases.orElseThrow().folder(lease.release());
  }

  private static void write(ReleaseTable table, String suffix, Lease lease, OutputStream out) {
    Txn.executeRead(
        lease.dataset(),
        () -> {
          ReleaseTables data = new ReleaseTables(lease.dataset(), lease.iris());
          try {
            switch (suffix) {
              case CSV -> data.write(table, List.of(new CsvTable(table, out)));
              case TableFiles.CSV_GZ -> {
                GZIPOutputStream gzip = new GZIPOutputStream(out);
                data.write(table, List.of(new CsvTable(table, gzip)));
                gzip.finish();
              }
              default -> data.write(table, List.of(new ParquetTable(table, out)));
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /// Answers `/catalogue/*`.
  public Answer description(Request request, Lease lease) {
    String name = request.path().substring(CATALOGUE.length());
    Facts facts = facts(request, lease);
    return switch (name) {
      case "croissant.json" ->
          linked(Croissant.of(facts), "; profile=\"" + Croissant.VERSION + "\"");
      case "ro-crate-metadata.json" -> linked(RoCrate.of(facts), "");
      case "datapackage.json" -> HttpJson.answer(DataPackage.of(facts));
      case "schema.jsonld" -> linked(SchemaDataset.of(facts), "");
      case "dcat-ap.ttl" -> {
        Spool body = request.bodies().spool();
        GraphWriter.write(DcatAp.of(facts), Format.TURTLE, body);
        yield Answer.ok(Format.TURTLE, body);
      }
      default ->
          throw new Refusal(
              404,
              "There is no description '%s'; %s"
                  .formatted(name, Nearest.suggest(name, DESCRIPTIONS)));
    };
  }

  private static Answer linked(ObjectNode json, String profile) {
    Answer answer = HttpJson.answer(json);
    return new Answer(
        200, Format.JSON_LD.mediaType() + profile, Map.of(), answer.freshness(), answer.body());
  }

  /// Answers `/llms.txt`.
  public Answer llms(Request request, Lease lease) {
    Facts facts = Facts.of(lease, request.home(), graph, List.of(), List.of());
    byte[] text = LlmsText.of(facts, request.home()).getBytes(StandardCharsets.UTF_8);
    return Answer.ok(Format.TEXT, Body.of(text));
  }

  private Facts facts(Request request, Lease lease) {
    Tables tables = known(lease);
    List<Facts.File> addressed =
        tables.tables.stream()
            .flatMap(table -> SUFFIXES.stream().map(suffix -> file(table, suffix, lease)))
            .map(file -> file.below(Facts.ofRelease(request.home(), lease) + TABLES))
            .toList();
    return Facts.of(lease, request.home(), graph, tables.tables, addressed);
  }

  private List<ReleaseTable> tables(Lease lease) {
    return known(lease).tables;
  }

  /// Returns the tables of a release: those in its files, which a build writes. A release without
  /// them is read; that takes as long as downloading all of its tables.
  private Tables known(Lease lease) {
    return known.get(
        lease.release(),
        id -> releases.flatMap(folder -> stored(folder, id)).orElseGet(() -> read(lease)));
  }

  private static Optional<Tables> stored(Releases releases, String release) {
    return TableFiles.list(releases.folder(release))
        .map(
            written ->
                new Tables(
                    written.stream().map(TableFiles.Written::table).toList(),
                    true,
                    files(written, releases, release)));
  }

  private static ConcurrentMap<String, Facts.File> files(
      List<TableFiles.Written> written, Releases releases, String release) {
    ConcurrentMap<String, Facts.File> files = new ConcurrentHashMap<>();
    try {
      Map<String, String> digests = releases.digests(release);
      for (TableFiles.Written one : written) {
        add(one.table().name(), CSV, one.csvBytes(), one.csvSha256(), files);
        String parquet = TableFiles.file(one.table().name() + TableFiles.PARQUET);
        long bytes = Files.size(releases.folder(release).resolve(parquet));
        String digest = digests.getOrDefault(parquet, "");
        add(one.table().name(), TableFiles.PARQUET, bytes, digest, files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void add(
      String table, String suffix, long bytes, String sha256, Map<String, Facts.File> files) {
    String name = table + suffix;
    files.put(name, new Facts.File(name, name, mediaType(suffix), false, bytes, sha256));
  }

  private static Tables read(Lease lease) {
    List<ReleaseTable> tables =
        Txn.calculateRead(
            lease.dataset(), () -> new ReleaseTables(lease.dataset(), lease.iris()).all());
    return new Tables(tables, false, new ConcurrentHashMap<>());
  }

  private static String mediaType(String suffix) {
    return suffix.equals(CSV) ? Format.CSV.mediaType() : Format.PARQUET.mediaType();
  }

  private Facts.File file(ReleaseTable table, String suffix, Lease lease) {
    String name = table.name() + suffix;
    return known(lease).files.computeIfAbsent(name, _ -> written(table, suffix, lease));
  }

  /// Writes a file to learn its length and its checksum.
  private static Facts.File written(ReleaseTable table, String suffix, Lease lease) {
    MeasuredStream measured = new MeasuredStream(OutputStream.nullOutputStream());
    write(table, suffix, lease, measured);
    String name = table.name() + suffix;
    return new Facts.File(
        name, name, mediaType(suffix), false, measured.bytes(), measured.sha256());
  }
}
