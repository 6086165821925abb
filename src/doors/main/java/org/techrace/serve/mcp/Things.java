package org.techrace.serve.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.techrace.entity.Entity;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ClassNames;
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
  /// @throws Refusal 404 if it does not exist, with the nearest ones
  static Entity entity(String name, Lease lease) {
    String iri = ThingNames.known(name, lease);
    return lease.entities().get(iri).orElseThrow(() -> ThingNames.unknown(iri, lease));
  }

  /// Returns the class with a name, see [ClassNames].
  ///
  /// @throws Refusal 400 if there is none, with the nearest one
  static Term type(String name, Lease lease) {
    Map<String, Term> used = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    lease.entities().rows("classes").stream()
        .flatMap(row -> row.get("class").stream())
        .forEach(
            type -> {
              used.put(type.key(), type);
              labels.put(type.key(), type.text());
            });
    return Objects.requireNonNull(used.get(ClassNames.known(name, labels, 400, lease)));
  }
}
