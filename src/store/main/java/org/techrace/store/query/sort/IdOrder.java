package org.techrace.store.query.sort;

import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Dictionary.Place;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryTerms;

/// An order of ids.
enum IdOrder {
  /// By the values of the terms, as `ORDER BY ?x`.
  VALUES {
    @Override
    int compare(QueryTerms terms, int a, int b) {
      return terms.compare(a, b);
    }

    @Override
    IdRange sorted(QueryTerms terms, int id) {
      return terms.sortedByValue(id);
    }

    @Override
    Place place(QueryTerms terms, int id) {
      return terms.place(id);
    }
  },

  /// By the texts of the terms, as `ORDER BY STR(?x)`.
  TEXTS {
    @Override
    int compare(QueryTerms terms, int a, int b) {
      return terms.compareTexts(a, b);
    }
  },

  /// By the texts of the terms, where `STR` of a blank node is an error.
  TEXTS_WITHOUT_BLANKS {
    @Override
    int compare(QueryTerms terms, int a, int b) {
      return terms.compareTexts(withoutBlank(terms, a), withoutBlank(terms, b));
    }
  },

  /// By kind and text, where ORDER BY leaves the order open.
  TERMS {
    @Override
    int compare(QueryTerms terms, int a, int b) {
      return terms.compareTerms(a, b);
    }
  };

  private static int withoutBlank(QueryTerms terms, int id) {
    return terms.isBlank(id) ? Batch.UNBOUND : id;
  }

  /// Compares two ids. Unbound comes first.
  abstract int compare(QueryTerms terms, int a, int b);

  /// Returns a range of ids that contains an id and is sorted in this order.
  IdRange sorted(QueryTerms terms, int id) {
    return terms.sortedByText(id);
  }

  /// Returns a range of ids around an id that is sorted in this order, except the equal ones.
  Place place(QueryTerms terms, int id) {
    return new Place(Section.OTHER, sorted(terms, id), new IdRange(id, id + 1));
  }
}
