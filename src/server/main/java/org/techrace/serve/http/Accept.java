package org.techrace.serve.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An `Accept` header (RFC 9110, section 12.5.1).
///
/// @param ranges the media ranges in the order the client gave them
record Accept(List<Range> ranges) {
  private static final Pattern PARAMETERS = Pattern.compile("\\s*;\\s*");

  /// A media range and its weight between 0 and 1.
  record Range(String type, String subtype, double weight) {
    /// How closely this range matches a media type: 0 if it does not match, 3 for the same type.
    int match(String mediaType) {
      int slash = mediaType.indexOf('/');
      boolean typeMatches = type.equals(mediaType.substring(0, slash));
      if (typeMatches && subtype.equals(mediaType.substring(slash + 1))) {
        return 3;
      }
      if (typeMatches && subtype.equals("*")) {
        return 2;
      }
      return type.equals("*") && subtype.equals("*") ? 1 : 0;
    }
  }

  /// Parses the header.
  ///
  /// @param header the header's value; if it is blank, the client accepts anything
  static Accept of(String header) {
    List<Range> ranges = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      String[] pieces = pieces(part);
      String name = pieces[0].toLowerCase(Locale.ROOT);
      int slash = name.indexOf('/');
      if (slash > 0) {
        ranges.add(new Range(name.substring(0, slash), name.substring(slash + 1), weight(pieces)));
      } else if (name.equals("*")) {
        ranges.add(new Range("*", "*", weight(pieces)));
      }
    }
    return new Accept(ranges.isEmpty() ? List.of(new Range("*", "*", 1)) : List.copyOf(ranges));
  }

  /// Splits a range or coding from its parameters.
  static String[] pieces(String part) {
    String trimmed = part.trim();
    return trimmed.indexOf(';') < 0 ? new String[] {trimmed} : PARAMETERS.split(trimmed, -1);
  }

  /// The weight (`q=`) among the parameters of a range or coding; 1 without one.
  static double weight(String[] pieces) {
    for (String piece : pieces) {
      if (piece.regionMatches(true, 0, "q=", 0, 2)) {
        try {
          return Math.clamp(Double.parseDouble(piece.substring(2)), 0, 1);
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }

  /// The offer with the greatest weight; the first of several with the same weight.
  Optional<Format> best(List<Format> offers) {
    Format best = null;
    double bestWeight = 0;
    for (Format offer : offers) {
      double weight = weight(offer);
      if (weight > bestWeight) {
        best = offer;
        bestWeight = weight;
      }
    }
    return Optional.ofNullable(best);
  }

  /// The weight of the range that matches a format most closely.
  private double weight(Format format) {
    int exactness = 0;
    double weight = 0;
    for (Range range : ranges) {
      for (String mediaType : mediaTypes(format)) {
        int match = range.match(mediaType);
        if (match > exactness) {
          exactness = match;
          weight = range.weight();
        }
      }
    }
    return weight;
  }

  /// The media types by which clients ask for a format.
  private static List<String> mediaTypes(Format format) {
    return switch (format) {
      case RESULTS_JSON -> List.of(format.mediaType(), "application/json", "text/json");
      case RESULTS_XML -> List.of(format.mediaType(), "application/xml", "text/xml");
      case TURTLE -> List.of(format.mediaType(), "application/x-turtle");
      case RDF_XML -> List.of(format.mediaType(), "application/xml");
      case JSON_LD -> List.of(format.mediaType(), "application/json");
      case N_TRIPLES -> List.of(format.mediaType(), "text/plain");
      case HTML -> List.of(format.mediaType(), "application/xhtml+xml");
      default -> List.of(format.mediaType());
    };
  }
}
