package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.engine.expression.UnitCodes;
import org.techrace.table.CellKind;

/// The forms of the cells of a column that is taken for texts although most of its cells are
/// numbers or dates: `3 numbers in %, 2 numbers, 1 other text`.
///
/// @param groups the forms, the most frequent first, and last the texts that have none
record MixedForms(List<Group> groups) {
  /// The most forms that are named; the other cells are in one group.
  private static final int MAX_FORMS = 4;

  /// The most texts that are shown of a group.
  private static final int SHOWN = 2;

  private static final CellFormats.Form OTHER = new CellFormats.Form("text of another form", "");

  /// A number and a unit, which is a word of its own or has at least two characters.
  private static final Pattern WITH_UNIT =
      Pattern.compile("[-+\\u2212]?\\d[\\d.,]*(\\s+[\\p{L}µ°]|[\\p{L}µ°]{2})[\\p{L}°/²³^·.\\d]*");

  private static final Pattern EXPONENT = Pattern.compile("[-+]?[\\d.]+[eE][-+]?\\d+");

  /// A number with signs that no form has, such as `500-`, `7,-`, `½` or `2,500.00 CR`.
  private static final Pattern LIKE_NUMBER =
      Pattern.compile(
          "\\(?[-+\\u2212±~<>≤≥=]?\\s*[\\p{Sc}]?\\s*[\\d½¼¾⅓⅔][\\d.,'\\s½¼¾/]*[-–—]?\\s?(CR|DR|S|H|M)?\\)?");

  /// Names of months, and what is written around years and quarters.
  private static final Pattern LIKE_DATE =
      Pattern.compile(
          "(?iU)(ca?\\.?|circa|about|around|um|before|after|vor|nach)?\\s*("
              + "\\d{1,2}\\.?(st|nd|rd|th)?[ -])?("
              + "(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\\p{L}*\\.?[ -]"
              + "(\\d{1,2}(st|nd|rd|th)?,? )?)?"
              + "\\d{4}(-?(Q[1-4]|H[12]|W\\d\\d?))?s?");

  /// Cells of one form.
  ///
  /// @param examples some of their texts
  record Group(CellFormats.Form form, int cells, List<String> examples) {}

  MixedForms {
    groups = List.copyOf(groups);
  }

  /// Returns the forms of a column of texts, or empty if the column has a type, or one form, or if
  /// at most half of its cells look like numbers or dates.
  static Optional<MixedForms> of(SeenColumn column) {
    if (column.isTyped() || column.hasCodesOfDigits() || KeyGuess.namesTexts(column.label())) {
      return Optional.empty();
    }
    Map<String, Set<CellFormats.Form>> open = new LinkedHashMap<>();
    int cells = 0;
    int like = 0;
    for (Map.Entry<String, Integer> value : column.counts().entrySet()) {
      String text = value.getKey();
      if (!SeenColumn.isUsualText(text)) {
        Set<CellFormats.Form> forms = forms(text);
        open.put(text, forms);
        cells += value.getValue();
        like += forms.isEmpty() && !isLike(text) ? 0 : value.getValue();
      }
    }
    if (like * 2 <= cells) {
      return Optional.empty();
    }
    List<Group> groups = new ArrayList<>();
    while (groups.size() < MAX_FORMS && open.values().stream().anyMatch(f -> !f.isEmpty())) {
      CellFormats.Form usual = mostFrequent(open, column);
      groups.add(take(open, usual, column));
    }
    if (!open.isEmpty() && !groups.isEmpty()) {
      groups.add(group(OTHER, new ArrayList<>(open.keySet()), column));
    }
    return groups.size() < 2 ? Optional.empty() : Optional.of(new MixedForms(groups));
  }

  private static Set<CellFormats.Form> forms(String text) {
    String plain = text.strip();
    if (SeenColumn.isCode(text) && CellKind.of(text) != CellKind.DATE) {
      return Set.of();
    }
    if (EXPONENT.matcher(plain).matches()) {
      return Set.of(new CellFormats.Form("number with an exponent", "."));
    }
    Matcher unit = WITH_UNIT.matcher(plain);
    if (unit.matches()) {
      String symbol = plain.substring(unit.start(1)).strip();
      return HeaderUnit.isUnit(symbol) || UnitCodes.of(symbol).isPresent()
          ? Set.of(new CellFormats.Form("number", "." + symbol))
          : Set.of();
    }
    return CellFormats.formsOf(text);
  }

  private static boolean isLike(String text) {
    String plain = text.strip();
    return CellKind.of(plain) == CellKind.DATE
        || CellKind.of(plain) == CellKind.NUMBER
        || LIKE_NUMBER.matcher(plain).matches()
        || LIKE_DATE.matcher(plain).matches();
  }

  /// Returns the form that most cells have.
  private static CellFormats.Form mostFrequent(
      Map<String, Set<CellFormats.Form>> values, SeenColumn column) {
    Map<CellFormats.Form, Integer> forms = new LinkedHashMap<>();
    values.forEach(
        (value, ofValue) ->
            ofValue.forEach(form -> forms.merge(form, column.times(value), Integer::sum)));
    return Collections.max(forms.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static Group take(
      Map<String, Set<CellFormats.Form>> open, CellFormats.Form form, SeenColumn column) {
    List<String> texts =
        open.entrySet().stream()
            .filter(value -> value.getValue().contains(form))
            .map(Map.Entry::getKey)
            .toList();
    texts.forEach(open::remove);
    return group(form, texts, column);
  }

  private static Group group(CellFormats.Form form, List<String> texts, SeenColumn column) {
    return new Group(
        form,
        texts.stream().mapToInt(column::times).sum(),
        texts.stream().limit(form.equals(OTHER) ? SHOWN : 1).toList());
  }

  /// Returns the texts that are shown.
  Set<String> examples() {
    Set<String> texts = new LinkedHashSet<>();
    groups.forEach(group -> texts.addAll(group.examples));
    return texts;
  }

  /// Returns a text of the first form after the usual one.
  String unusual() {
    return groups.get(1).examples.getFirst();
  }

  /// Describes the forms: `3 numbers in % ('45%', line 2), 2 numbers ('0.3', line 3)`.
  String shown(FirstPlaces places, int column) {
    return groups.stream()
        .map(
            group ->
                group.examples.stream()
                    .map(text -> "'%s'%s".formatted(text, places.where(column, text)))
                    .collect(Collectors.joining("; ", group.form.counted(group.cells) + " (", ")")))
        .collect(Collectors.joining(", "));
  }
}
