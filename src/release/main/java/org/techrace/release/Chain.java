package org.techrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.Statement;

/// The chain of releases: each names the one before it, with the SHA-256 of its `SHA256SUMS`.
public final class Chain {
  private Chain() {}

  /// What is known of the release before another one.
  public enum State {
    /// There is none: it is the first.
    FIRST,
    /// It is here, and as it was.
    INTACT,
    /// It is not here, but an older release is.
    MISSING,
    /// It is not here, and neither is an older release.
    BEGINS_HERE,
    /// It is here, but is not the one that was meant.
    REPLACED,
    /// The release names it without a checksum: it was built by an older version.
    UNSTATED
  }

  /// A link of the chain.
  ///
  /// @param release the name of a release
  /// @param previous the name of the one before it, if there is one
  public record Link(String release, Optional<String> previous, State state) {}

  /// Returns the link of each release of a folder, oldest first.
  static List<Link> of(Releases releases) throws IOException {
    List<Link> links = new ArrayList<>();
    for (String id : releases.list()) {
      links.add(link(releases, id, links.isEmpty()));
    }
    return links;
  }

  private static Link link(Releases releases, String id, boolean oldest) throws IOException {
    Model description = releases.description(id);
    Optional<Statement> before =
        description
            .listStatements(null, ReleaseDescription.prov("wasRevisionOf"), (Resource) null)
            .nextOptional();
    if (before.isEmpty()) {
      return new Link(id, Optional.empty(), State.FIRST);
    }
    Resource previous = before.get().getResource();
    String iri = previous.getURI();
    String name = iri.substring(iri.lastIndexOf('/') + 1);
    return new Link(
        id, Optional.of(name), state(releases.folder(name), checksum(previous), oldest));
  }

  private static State state(Path previous, Optional<String> checksum, boolean oldest)
      throws IOException {
    Path sums = previous.resolve(Checksums.FILE);
    if (!Files.isRegularFile(sums)) {
      return oldest ? State.BEGINS_HERE : State.MISSING;
    }
    if (checksum.isEmpty()) {
      return State.UNSTATED;
    }
    return Digests.sha256(sums).equals(checksum.get()) ? State.INTACT : State.REPLACED;
  }

  private static Optional<String> checksum(Resource release) {
    return Optional.ofNullable(release.getPropertyResourceValue(ReleaseDescription.CHECKSUM))
        .map(checksum -> checksum.getProperty(ReleaseDescription.CHECKSUM_VALUE).getString());
  }
}
