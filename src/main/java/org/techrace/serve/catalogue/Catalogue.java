package org.techrace.serve.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.system.Txn;
import org.techrace.export.CsvTable;
import org.techrace.export.DataDictionary;
import org.techrace.export.ParquetTable;
import org.techrace.export.ReleaseTable;
import org.techrace.export.ReleaseTables;
import org.techrace.rdf.Licence;
import org.techrace.release.Digests;
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
  private static final String CSV_GZ = ".csv.gz";
  private static final String PARQUET = ".parquet";
  private static final List<String> DESCRIPTIONS =
      List.of("croissant.json", "ro-crate-metadata.json", "schema.jsonld", "dcat-ap.ttl");

  /// How many releases have their tables in memory, without rows.
  private static final int RELEASES = 4;

  private final GraphSettings graph;
  private final Cache<String, List<ReleaseTable>> tables = cache();

  /// The files of the tables; their addresses are relative.
  private final Cache<String, List<Facts.File>> files = cache();

  private static <T> Cache<String, T> cache() {
    return Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();
  }

  public Catalogue(GraphSettings graph) {
    this.graph = graph;
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
    Spool body = request.bodies().spool();
    write(table, file.substring(name.length()), lease, body);
    String type =
        switch (file.substring(name.length())) {
          case CSV -> Format.CSV.contentType();
          case CSV_GZ -> "application/gzip";
          default -> Format.PARQUET.contentType();
        };
    return new Answer(200, type, Map.of(), Answer.Freshness.RELEASE, body);
  }

  private static void write(ReleaseTable table, String suffix, Lease lease, OutputStream out) {
    Txn.executeRead(
        lease.dataset(),
        () -> {
          ReleaseTables data = new ReleaseTables(lease.dataset(), lease.iris());
          try {
            switch (suffix) {
              case CSV -> CsvTable.write(data, table, out);
              case CSV_GZ -> {
                GZIPOutputStream gzip = new GZIPOutputStream(out);
                CsvTable.write(data, table, gzip);
                gzip.finish();
              }
              default -> ParquetTable.write(data, table, out);
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
    List<Facts.File> addressed =
        files(lease).stream().map(file -> file.below(request.home() + TABLES)).toList();
    return Facts.of(lease, request.home(), graph, tables(lease), addressed);
  }

  private List<ReleaseTable> tables(Lease lease) {
    return tables.get(
        lease.release(),
        _ ->
            Txn.calculateRead(
                lease.dataset(), () -> new ReleaseTables(lease.dataset(), lease.iris()).all()));
  }

  /// Returns the files of the tables. Takes as long as downloading all of them the first time.
  private List<Facts.File> files(Lease lease) {
    return files.get(
        lease.release(),
        _ ->
            tables(lease).stream()
                .flatMap(
                    table ->
                        Stream.of(
                            file(table, CSV, Format.CSV.mediaType(), lease),
                            file(table, PARQUET, Format.PARQUET.mediaType(), lease)))
                .toList());
  }

  /// Writes a file to learn its length and its checksum.
  private static Facts.File file(ReleaseTable table, String suffix, String type, Lease lease) {
    MessageDigest digest = Digests.sha256();
    Counted counted = new Counted();
    write(table, suffix, lease, new DigestOutputStream(counted, digest));
    String name = table.name() + suffix;
    return new Facts.File(
        name, name, type, false, counted.bytes, HexFormat.of().formatHex(digest.digest()));
  }

  /// Counts bytes and discards them.
  private static final class Counted extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int start, int length) {
      bytes += length;
    }
  }
}
