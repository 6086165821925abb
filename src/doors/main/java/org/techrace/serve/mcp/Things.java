package org.techrace.serve.mcp;

import java.util.List;
import java.util.regex.Pattern;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ClassNames;

/// Reads the things and classes that a call names.
public final class Things {
  private static final Pattern FULL_IRI = Pattern.compile("https?://\\S+");

  private Things() {}

  static boolean isIri(String text) {
    return FULL_IRI.matcher(text).matches();
  }

  /// Returns the class with a name, see [ClassNames].
  ///
  /// @throws Refusal 400 if there is none, with the nearest one
  static Term type(String name, Lease lease) {
    List<Term> used =
        lease.entities().rows("classes").stream()
            .flatMap(row -> row.get("class").stream())
            .toList();
    return ClassNames.known(name, used, Term::key, Term::text, 400, lease);
  }
}
