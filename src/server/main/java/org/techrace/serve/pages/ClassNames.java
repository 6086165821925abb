package org.techrace.serve.pages;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.search.OntologyTerms;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;

/// The names by which a request can name a class. Each address and tool accepts all of them: its
/// IRI, a prefixed name, the end of its IRI, or its label, in capital or small letters.
public final class ClassNames {
  private ClassNames() {}

  /// Returns the class that a name means.
  ///
  /// @param classes the classes that can be named
  /// @param iri returns the IRI of one
  /// @param label returns the label of one
  /// @param status the HTTP status if there is none
  /// @throws Refusal if there is none, with the nearest one
  public static <T> T known(
      String name,
      Collection<T> classes,
      Function<T, String> iri,
      Function<T, String> label,
      int status,
      Lease lease) {
    String expanded = ShortNames.of(lease).expanded(name);
    return Stream.<Predicate<T>>of(
            one -> iri.apply(one).equals(expanded),
            one -> Iris.localName(iri.apply(one)).equals(name),
            one -> iri.apply(one).equalsIgnoreCase(expanded),
            one -> Iris.localName(iri.apply(one)).equalsIgnoreCase(name),
            one -> label.apply(one).equalsIgnoreCase(name))
        .flatMap(form -> classes.stream().filter(form))
        .findFirst()
        .orElseThrow(
            () -> {
              Map<String, String> labels = new LinkedHashMap<>();
              classes.forEach(one -> labels.put(iri.apply(one), label.apply(one)));
              return new Refusal(
                  status,
                  "There is no class '%s' with things; %s"
                      .formatted(name, nearest(name, expanded, labels, lease)));
            });
  }

  /// Returns a hint about a class that does not exist: one whose description has the words of its
  /// name, else one that is spelt alike. A prefixed name gets a prefixed name.
  private static String nearest(
      String name, String expanded, Map<String, String> labels, Lease lease) {
    String local = Iris.localName(expanded);
    String word = local.substring(local.lastIndexOf(':') + 1);
    Map<String, String> spelt = new LinkedHashMap<>();
    labels.keySet().forEach(iri -> spelt.put(Iris.localName(iri), iri));
    labels.forEach((iri, label) -> spelt.putIfAbsent(label, iri));
    List<OntologyTerms.Term> terms = lease.search().terms().classes();
    Optional<String> near =
        Stream.of(word, singular(word))
            .flatMap(form -> OntologyTerms.described(terms, form).stream())
            .map(OntologyTerms.Term::iri)
            .filter(labels::containsKey)
            .findFirst()
            .or(() -> Nearest.of(word, spelt.keySet()).map(spelt::get));
    return near.map(
            iri -> name.contains(":") ? ShortNames.of(lease).shortened(iri) : Iris.localName(iri))
        .map("did you mean '%s'?"::formatted)
        .orElseGet(
            () -> Nearest.suggest(word, labels.keySet().stream().map(Iris::localName).toList()));
  }

  /// Returns the usual singular of an English word: labels and descriptions have it.
  private static String singular(String word) {
    return word.endsWith("ies")
        ? word.substring(0, word.length() - 3) + "y"
        : word.replaceFirst("s$", "");
  }
}
