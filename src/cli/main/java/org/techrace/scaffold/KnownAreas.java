package org.techrace.scaffold;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// States and groups of states by their codes (ISO 3166-1 alpha-2 and alpha-3) and names, to find
/// the columns that name them.
final class KnownAreas {
  /// A state or a group of states.
  ///
  /// @param id the end of its IRI
  /// @param alpha2 its code of two letters; empty if it has none
  /// @param alpha3 its code of three letters; empty if it has none
  /// @param name its name in English
  record Area(String id, String alpha2, String alpha3, String name) {}

  /// How texts of a column are compared with the list.
  enum Form {
    ALPHA_2(Pattern.compile("[A-Z][A-Z0-9]"), 10, 0.95),
    ALPHA_3(Pattern.compile("[A-Z][A-Z0-9]{2}"), 5, 0.9),
    NAME(Pattern.compile("(?s).{4,}|\\p{IsHan}{2,}"), 3, 0.6);

    private final Pattern pattern;

    /// The least number of different values, if the header does not say what they are.
    private final int least;

    /// The share of the different values that must be in the list.
    private final double share;

    Form(Pattern pattern, int least, double share) {
      this.pattern = pattern;
      this.least = least;
      this.share = share;
    }
  }

  /// The share of the different names that must be in the list if the header speaks of areas.
  private static final double SHARE_BY_HEADER = 0.5;

  /// Remarks in names: a mark of a note, or what the name includes.
  private static final Pattern REMARK =
      Pattern.compile("<[^>]+>[^<]*</[^>]+>|\\((?:incl|excl|n =)[^)]*\\)\\w?");

  /// The names of groups of states, folded.
  private static final Set<String> GROUPS = new HashSet<>();

  private static final Map<Form, Map<String, Area>> LIST = read();

  private KnownAreas() {}

  private static Map<Form, Map<String, Area>> read() {
    Map<Form, Map<String, Area>> list =
        Map.of(
            Form.ALPHA_2,
            new HashMap<>(),
            Form.ALPHA_3,
            new HashMap<>(),
            Form.NAME,
            new HashMap<>());
    Function<Form, Map<String, Area>> of = form -> Objects.requireNonNull(list.get(form));
    try (InputStream in = KnownAreas.class.getResourceAsStream("/scaffold/areas.csv");
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .ofNamedCsvRecord(
                    new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (NamedCsvRecord row : rows) {
        Area area =
            new Area(
                row.getField("id"),
                row.getField("alpha2"),
                row.getField("alpha3"),
                row.getField("name"));
        of.apply(Form.ALPHA_2).put(area.alpha2, area);
        of.apply(Form.ALPHA_3).put(area.alpha3, area);
        // The name of a group, such as `High income`, is a category in most tables.
        if (!row.getField("kind").equals("group")) {
          of.apply(Form.NAME).put(folded(area.name), area);
          for (String other : row.getField("others").split("\\|", -1)) {
            of.apply(Form.NAME).putIfAbsent(folded(other), area);
          }
        } else {
          GROUPS.add(folded(area.name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    list.values().forEach(areas -> areas.remove(""));
    return list;
  }

  /// Returns a name without case, accents, articles, marks and remarks.
  private static String folded(String name) {
    return Normalizer.normalize(REMARK.matcher(name).replaceAll(" "), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replace("&", " and ")
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .replaceAll("\\b(the|st) ", "")
        .strip();
  }

  /// Returns the form of the values of a column that names areas, or empty for another column.
  ///
  /// @param values the different values
  /// @param header the header
  static Optional<Form> form(Set<String> values, String header) {
    if (KeyGuess.namesParty(header)) {
      return Optional.empty();
    }
    boolean isByHeader = KeyGuess.namesArea(header);
    for (Form form : Form.values()) {
      long fitting = values.stream().filter(v -> form.pattern.matcher(v.strip()).matches()).count();
      long known = values.stream().filter(v -> find(v, form).isPresent()).count();
      double share =
          form == Form.NAME && isByHeader ? Math.min(SHARE_BY_HEADER, form.share) : form.share;
      if (known > 0
          && (isByHeader || known >= form.least)
          && (form == Form.NAME || fitting == values.size())
          && known >= share * values.size()) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /// Returns true if a value means an area, or is the name of a group of states.
  static boolean isKnown(String value, Form form) {
    return find(value, form).isPresent() || (form == Form.NAME && GROUPS.contains(folded(value)));
  }

  /// Returns the area that a value means.
  static Optional<Area> find(String value, Form form) {
    String text = value.strip();
    return Optional.ofNullable(LIST.get(form))
        .map(areas -> areas.get(form == Form.NAME ? folded(text) : text));
  }
}
