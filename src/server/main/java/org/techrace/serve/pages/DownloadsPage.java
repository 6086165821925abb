package org.techrace.serve.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.techrace.release.Releases;
import org.techrace.report.Nearest;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Answer.Freshness;
import org.techrace.serve.http.Body;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;

/// `/downloads`: the files of the release, its changes, earlier releases, and how to cite it.
/// `/downloads/RELEASE/FILE` returns a file.
public final class DownloadsPage implements Part {
  private static final String PATH = "/downloads/";
  private static final String DUMP = "data.nq.gz";
  private static final String PLAIN_DUMP = "data.nq";

  /// The files that can be downloaded, with their media types.
  private static final Map<String, String> TYPES =
      Map.of(
          DUMP,
          "application/gzip",
          PLAIN_DUMP,
          Format.N_QUADS.contentType(),
          "release.ttl",
          "text/turtle; charset=utf-8",
          "report.ttl",
          "text/turtle; charset=utf-8",
          "SHA256SUMS",
          "text/plain; charset=utf-8");

  private final Optional<Releases> releases;
  private final Published published;
  private final Templates templates;

  /// The sizes of the dumps when unpacked, by file. A dump never changes.
  private final Map<Path, Long> plainSizes = new ConcurrentHashMap<>();

  /// Creates the page.
  ///
  /// @param releases the folder of the releases; empty if the served data is not in files
  /// @param templates the templates
  public DownloadsPage(Optional<Releases> releases, Templates templates) {
    this.releases = releases;
    this.published = new Published();
    this.templates = templates;
  }

  /// The content of the page.
  ///
  /// @param site the server's address: scheme, host and port
  /// @param served the release that is served
  /// @param sources its sources
  /// @param earlier the releases before it that still exist, latest first
  /// @param deleted true if the files of the served release were deleted
  public record Content(
      String site,
      Published.Facts served,
      List<Published.Change> sources,
      List<Published.Facts> earlier,
      boolean deleted) {

    /// Returns the address of the comparison of the latest releases; empty if there is only one.
    public String comparison() {
      return earlier.isEmpty() || deleted
          ? ""
          : ReleaseComparison.address(List.of(earlier.getFirst().release(), served.release()));
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.page("/downloads", this::page),
        Route.get("/downloads/*", this::file),
        Route.page("/releases.atom", this::feed));
  }

  /// Answers `/releases.atom`: a feed of the releases (RFC 4287).
  public Answer feed(Request request, Lease lease) {
    List<Published.Facts> all =
        releases.map(folder -> published.upTo(lease, folder)).orElseThrow(DownloadsPage::noFiles);
    String feed = ReleaseFeed.of(templates.site(lease.release(), List.of()), request.site(), all);
    String names = String.join(" ", all.stream().map(Published.Facts::release).toList());
    return new Answer(
            200,
            "application/atom+xml; charset=utf-8",
            Map.of(),
            Freshness.RELEASE,
            Body.of(feed.getBytes(StandardCharsets.UTF_8)))
        .withHeader("ETag", names);
  }

  /// Answers `/downloads`.
  public Answer page(Request request, Lease lease) {
    Releases folder = releases.orElseThrow(DownloadsPage::noFiles);
    List<Published.Facts> all = published.upTo(lease, folder);
    Published.Facts served = all.getFirst();
    Content content =
        new Content(
            request.site(),
            served,
            Published.changes(lease.aboutRelease()),
            all.subList(1, all.size()),
            !Files.isDirectory(folder.folder(lease.release())));
    // The ETag lists the releases, because older ones may be deleted while this one is served.
    String names =
        content.deleted() + String.join(" ", all.stream().map(Published.Facts::release).toList());
    return templates.page("downloads", lease, Map.of("page", content)).withHeader("ETag", names);
  }

  /// Answers `/downloads/RELEASE/FILE`.
  public Answer file(Request request, Lease lease) {
    String[] names = request.path().substring(PATH.length()).split("/", -1);
    if (names.length != 2) {
      throw noFiles();
    }
    String type = TYPES.get(names[1]);
    if (type == null || !names[0].matches("\\w[\\w-]*")) {
      throw unknown(names[0], names[1]);
    }
    boolean plain = names[1].equals(PLAIN_DUMP);
    Path file =
        releases
            .orElseThrow(DownloadsPage::noFiles)
            .folder(names[0])
            .resolve(plain ? DUMP : names[1]);
    if (!Files.isRegularFile(file)) {
      throw unknown(names[0], names[1]);
    }
    if (plain) {
      return named(plainDump(file, request), names[0], PLAIN_DUMP);
    }
    Answer answer = answer(type, open(file, false, request));
    return names[1].equals(DUMP)
        ? published
            .of(names[0], releases.get(), lease.entities().queries())
            .map(facts -> dump(answer, names[0], facts))
            .orElseThrow(DownloadsPage::noFiles)
        : answer;
  }

  private static Answer answer(String type, Body body) {
    return new Answer(200, type, Map.of(), Freshness.RELEASE, body);
  }

  /// Opens a file. A retirement may delete it at any time.
  ///
  /// @param unpack true for the unpacked content of a gzip file
  private Body open(Path file, boolean unpack, Request request) {
    try {
      return unpack
          ? request.bodies().unpacked(file, plainSize(file))
          : request.bodies().file(file);
    } catch (NoSuchFileException e) {
      throw noFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The unpacked dump. A client that reads gzip gets the bytes of the packed one.
  private Answer plainDump(Path file, Request request) {
    boolean packed = request.acceptsGzip();
    Answer answer = answer(Format.N_QUADS.contentType(), open(file, !packed, request));
    return packed
        ? answer.withHeader("Content-Encoding", "gzip").withHeader("ETag", "gzip")
        : answer;
  }

  private long plainSize(Path file) throws IOException {
    Long known = plainSizes.get(file);
    if (known == null) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        known = in.transferTo(OutputStream.nullOutputStream());
      }
      plainSizes.put(file, known);
    }
    return known;
  }

  /// Adds the digest (RFC 9530) and the file name to the dump, which is sent byte for byte as it
  /// was sealed.
  private static Answer dump(Answer answer, String release, Published.Facts facts) {
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(facts.sha256()));
    return named(answer.withHeader("Repr-Digest", "sha-256=:" + digest + ":"), release, DUMP);
  }

  /// Adds the name under which a client saves the dump of a release.
  private static Answer named(Answer answer, String release, String file) {
    String name = file.replace("data", "techrace-" + release);
    return answer.withHeader("Content-Disposition", "attachment; filename=\"%s\"".formatted(name));
  }

  /// Returns the refusal of a file that does not exist, with the nearest release or file.
  private Refusal unknown(String release, String file) {
    try {
      List<String> known = releases.orElseThrow(DownloadsPage::noFiles).names();
      String sentence =
          known.contains(release)
              ? "The release %s has no file '%s'; %s"
                  .formatted(release, file, Nearest.suggest(file, TYPES.keySet()))
              : KeptReleases.unknownSentence(release, known);
      return new Refusal(404, sentence).with("/downloads lists the available files.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Refusal noFiles() {
    return new Refusal(404, "No such file. /downloads lists the available files.");
  }
}
