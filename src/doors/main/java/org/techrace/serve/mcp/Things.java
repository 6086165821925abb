package org.techrace.serve.mcp;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.system.Txn;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.entity.Term;
import org.techrace.report.Nearest;
import org.techrace.search.OntologyTerms;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ShortNames;
import org.techrace.serve.pages.ThingNames;

/// Reads the things and classes that a call names.
public final class Things {
  private static final Pattern FULL_IRI = Pattern.compile("https?://\\S+");

  private Things() {}

  static boolean isIri(String text) {
    return FULL_IRI.matcher(text).matches();
  }

  /// Returns the thing with a name, see [ThingNames].
  ///
  /// @throws Refusal 400 if it does not exist, with the nearest ones
  static Entity entity(String name, Lease lease) {
    String iri = ThingNames.iri(name, lease);
    return lease
        .entities()
        .get(iri)
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    Txn.calculateRead(lease.dataset(), () -> UnknownTerms.unknown(iri, lease))
                        + " find returns IRIs."));
  }

  /// Returns the class with a name or IRI.
  ///
  /// @throws Refusal 400 if there is none, with the nearest ones
  static Term type(String name, Lease lease) {
    Entities entities = lease.entities();
    OntologyTerms terms = lease.search().terms();
    String expanded = ShortNames.of(lease).expanded(name);
    Optional<String> iri =
        Txn.calculateRead(
            entities.dataset(),
            () -> terms.named(terms.classes(), expanded).map(OntologyTerms.Term::iri));
    List<Term> used =
        entities.rows("classes").stream().flatMap(row -> row.get("class").stream()).toList();
    return used.stream()
        .filter(type -> type.key().equals(iri.orElse("")) || type.text().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    "There is no class '%s' with things; %s"
                        .formatted(
                            name,
                            nearestClass(name, used.stream().map(Term::text).toList(), lease))));
  }

  /// Returns a hint about a class that does not exist, for the end of a message: one whose
  /// description has the words of its name, else one that is spelt alike.
  ///
  /// @param names the names that may be used
  public static String nearestClass(String name, Collection<String> names, Lease lease) {
    return OntologyTerms.described(lease.search().terms().classes(), name).stream()
        .flatMap(term -> Stream.of(term.localName(), term.label()).filter(names::contains))
        .findFirst()
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> Nearest.suggest(name, names));
  }
}
