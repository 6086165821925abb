package org.techrace.serve.pages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.system.Txn;
import org.techrace.entity.Entity;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;

/// The names by which a request can name a thing. Each address and tool accepts all of them: the
/// IRI, also in angle brackets, a prefixed name such as `id:NAME`, the path of its page, or the end
/// of its IRI in a namespace of the graph.
public final class ThingNames {
  /// The length of the longest label that is a name and not a sentence, in characters.
  private static final int LONGEST_NAME = 60;

  /// Matches what separates words. No IRI has one.
  private static final Pattern BLANK = Pattern.compile("\\s|%20");

  private ThingNames() {}

  /// Returns the IRI that a name means. The thing may not exist.
  public static String iri(String name, Lease lease) {
    ShortNames names = ShortNames.of(lease);
    String expanded = names.expanded(name);
    if (expanded.contains(":")) {
      return expanded;
    }
    Addresses addresses = new Addresses(lease.iris());
    String usual = addresses.iri(expanded);
    return Stream.concat(
            Stream.of(usual),
            // Names of the graph come before those of other vocabularies.
            Stream.concat(
                    names.namespaces().values().stream().filter(addresses::isOurs),
                    names.namespaces().values().stream())
                .map(namespace -> namespace + name))
        .filter(iri -> isKnown(iri, lease))
        .findFirst()
        .orElse(usual);
  }

  /// Returns the IRI of the existing thing that a name means.
  ///
  /// @throws Refusal 404 if there is none, with the nearest ones
  public static String known(String name, Lease lease) {
    return found(name, lease).orElseThrow(() -> unknown(iri(name, lease), lease));
  }

  /// Returns the existing thing that a name means.
  ///
  /// @throws Refusal 404 if there is none, with the nearest ones
  public static Entity entity(String name, Lease lease) {
    String iri = known(name, lease);
    return lease.entities().get(iri).orElseThrow(() -> unknown(iri, lease));
  }

  /// Returns the refusal of a thing that does not exist: 404, with the nearest ones.
  public static Refusal unknown(String iri, Lease lease) {
    return new Refusal(404, Txn.calculateRead(lease.dataset(), () -> unknownSentence(iri, lease)));
  }

  /// Returns a sentence about a thing that does not exist, with the nearest ones. Call it inside a
  /// read transaction.
  public static String unknownSentence(String iri, Lease lease) {
    List<String> nearest = NearestTerms.things(iri, lease);
    String sentence =
        nearest.isEmpty()
            ? iri + " is not in the graph."
            : "%s is not in the graph; the nearest are %s."
                .formatted(
                    iri,
                    nearest.stream()
                        .map(one -> named(one, lease))
                        .collect(Collectors.joining(", ")));
    return BLANK.matcher(iri).find() ? sentence + " Look words up with find." : sentence;
  }

  /// Returns an IRI with the label of its thing, unless this is a whole sentence.
  private static String named(String iri, Lease lease) {
    return lease
        .search()
        .label(iri)
        .filter(label -> label.length() <= LONGEST_NAME)
        .map(label -> "<%s> (%s)".formatted(iri, label))
        .orElseGet(() -> "<%s>".formatted(iri));
  }

  private static Optional<String> found(String name, Lease lease) {
    return Stream.of(name, decoded(name))
        .map(form -> iri(form, lease))
        .filter(iri -> isKnown(iri, lease))
        .findFirst();
  }

  /// Returns a name of a path decoded; one of a parameter was decoded before and may have any `%`.
  private static String decoded(String name) {
    try {
      return Request.decode(name);
    } catch (Refusal e) {
      return name;
    }
  }

  private static boolean isKnown(String iri, Lease lease) {
    boolean ofRelease = iri.startsWith(lease.iris().release(""));
    return (ofRelease ? lease.aboutRelease() : lease.entities()).knows(iri);
  }
}
