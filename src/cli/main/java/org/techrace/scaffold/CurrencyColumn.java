package org.techrace.scaffold;

import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the column whose codes say the currency of the amounts of each row, and these amounts.
///
/// @param codes the column of codes of ISO 4217
/// @param amounts the columns of numbers whose headers say that they are amounts of money
record CurrencyColumn(SeenColumn codes, List<SeenColumn> amounts) {
  private static final Set<String> MONEY =
      Set.of(
          "amount",
          "price",
          "cost",
          "fee",
          "salary",
          "wage",
          "revenue",
          "sale",
          "turnover",
          "budget",
          "funding",
          "betrag",
          "preis",
          "kosten",
          "umsatz",
          "gehalt",
          "montant",
          "prix",
          "importe",
          "precio",
          "prezzo",
          "bedrag",
          "prijs");

  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  CurrencyColumn {
    amounts = List.copyOf(amounts);
  }

  /// Returns the columns, if exactly one column has codes of at least two currencies, and another
  /// one has amounts without a unit of their own.
  static Optional<CurrencyColumn> of(List<SeenColumn> columns) {
    List<SeenColumn> codes =
        columns.stream()
            .filter(column -> column.values().size() > 1 && !column.hasOtherValues())
            .filter(column -> CODES.containsAll(column.values().keySet()))
            .toList();
    List<SeenColumn> amounts =
        columns.stream()
            .filter(column -> column.isTyped() && column.unit().isEmpty())
            .filter(column -> MeasuredUnit.of(column.label()).isEmpty())
            .filter(column -> !Collections.disjoint(HeaderWords.singular(column.label()), MONEY))
            .toList();
    return codes.size() == 1 && !amounts.isEmpty()
        ? Optional.of(new CurrencyColumn(codes.getFirst(), amounts))
        : Optional.empty();
  }

  /// Returns a sentence for a reader of the mapping.
  String note() {
    return "The currency of %s is in the column '%s' (%s): compare and add amounts of one currency only"
        .formatted(
            amounts.stream()
                .map(column -> "'" + column.label() + "'")
                .collect(Collectors.joining(", ")),
            codes.label(),
            codes.values().keySet().stream().sorted().limit(3).collect(Collectors.joining(", ")));
  }
}
