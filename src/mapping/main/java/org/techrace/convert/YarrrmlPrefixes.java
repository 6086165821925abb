package org.techrace.convert;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Shortens IRIs with the prefixes of a mapping, and lists those that were used.
final class YarrrmlPrefixes {
  private final Map<String, String> prefixes;
  private final Set<String> used = new TreeSet<>();

  YarrrmlPrefixes(Map<String, String> prefixes) {
    this.prefixes = new TreeMap<>(prefixes);
    this.prefixes.remove("");
  }

  /// Returns an IRI with a prefix, if one fits.
  String shorten(String iri) {
    for (Map.Entry<String, String> each : prefixes.entrySet()) {
      if (iri.length() > each.getValue().length()
          && iri.startsWith(each.getValue())
          && iri.substring(each.getValue().length()).matches("[A-Za-z0-9_-]+")) {
        used.add(each.getKey());
        return each.getKey() + ":" + iri.substring(each.getValue().length());
      }
    }
    return iri;
  }

  /// Returns the start of a template with a prefix, if it is the namespace of one.
  String shortenStart(String start) {
    for (Map.Entry<String, String> each : prefixes.entrySet()) {
      if (start.startsWith(each.getValue())
          && start.substring(each.getValue().length()).matches("[A-Za-z0-9_/-]*")) {
        used.add(each.getKey());
        return each.getKey() + ":" + start.substring(each.getValue().length());
      }
    }
    return start;
  }

  /// Returns the key `prefixes` of a document with the prefixes that were used.
  String head() {
    StringBuilder head = new StringBuilder();
    for (String prefix : used) {
      head.append(head.isEmpty() ? "prefixes:\n" : "")
          .append(
              "  %s: %s%n"
                  .formatted(prefix, YamlText.scalar(prefixes.getOrDefault(prefix, "")))
                  .replace("\r", ""));
    }
    return head.isEmpty() ? "" : head + "\n";
  }
}
