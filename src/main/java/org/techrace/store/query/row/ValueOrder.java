package org.techrace.store.query.row;

import java.math.BigDecimal;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.XMLGregorianCalendar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.ValueSpace;
import org.apache.jena.sparql.expr.nodevalue.NodeValueString;
import org.apache.jena.sparql.util.NodeCmp;
import org.techrace.guard.Calendars;

/// The order of ORDER BY (SPARQL 1.1, section 15.1) for any mix of values. It is total, so that a
/// sort is the same whatever order rows come in.
///
/// Kinds of values come in ARQ's order, and `<` decides where it can. Where it cannot, ARQ goes by
/// the text of the terms; with times that makes circles (a year before a time of that year in text,
/// that time before another one in value, and that one before the year in text). So here times
/// without a zone are in UTC, and a year or month is its first moment; a duration is as long as it
/// would be from a fixed day on; numbers are compared exactly, without promotion. Only what is
/// still equal is ordered by its text.
public final class ValueOrder {
  private ValueOrder() {}

  /// Compares two values; 0 only for the same term.
  public static int compare(NodeValue x, NodeValue y) {
    if (x instanceof NodeValueString && y instanceof NodeValueString) {
      return x.getString().compareTo(y.getString()); // by far the most frequent
    }
    ValueSpace space = ValueSpace.valueSpace(x);
    if (space != ValueSpace.valueSpace(y)) {
      return NodeValue.compareAlways(x, y);
    }
    int order =
        switch (space) {
          case VSPACE_NUM -> compareNumbers(x, y);
          case VSPACE_DATETIME, VSPACE_DATE, VSPACE_TIME -> moment(x).compare(moment(y));
          case VSPACE_DURATION ->
              Calendars.seconds(x.getDuration()).compareTo(Calendars.seconds(y.getDuration()));
          default -> NodeValue.compareAlways(x, y);
        };
    return order != 0 ? order : NodeCmp.compareRDFTerms(x.asNode(), y.asNode());
  }

  private static int compareNumbers(NodeValue x, NodeValue y) {
    int order = Integer.compare(rank(x), rank(y));
    if (order == 0 && rank(x) == 0) {
      order = decimal(x).compareTo(decimal(y));
    }
    // A double's minus zero is below its zero.
    return order != 0 ? order : Double.compare(x.getDouble(), y.getDouble());
  }

  /// Where a number stands: -1 for minus infinity, 0 for what has digits, then infinity, then NaN.
  private static int rank(NodeValue number) {
    double value = isExact(number) ? 0 : number.getDouble();
    return Double.isNaN(value) ? 2 : Double.isFinite(value) ? 0 : (int) Math.signum(value);
  }

  private static boolean isExact(NodeValue number) {
    return number.isInteger() || number.isDecimal();
  }

  private static BigDecimal decimal(NodeValue number) {
    return isExact(number) ? number.getDecimal() : new BigDecimal(number.getDouble());
  }

  /// The moment at which a time, date, year or month begins.
  private static XMLGregorianCalendar moment(NodeValue time) {
    XMLGregorianCalendar moment = (XMLGregorianCalendar) time.getDateTime().clone();
    if (moment.getEonAndYear() == null) {
      moment.setYear(1972);
    }
    if (moment.getMonth() == DatatypeConstants.FIELD_UNDEFINED) {
      moment.setMonth(1);
    }
    if (moment.getDay() == DatatypeConstants.FIELD_UNDEFINED) {
      moment.setDay(1);
    }
    if (moment.getHour() == DatatypeConstants.FIELD_UNDEFINED) {
      moment.setTime(0, 0, 0);
    }
    if (moment.getTimezone() == DatatypeConstants.FIELD_UNDEFINED) {
      moment.setTimezone(0);
    }
    return moment;
  }
}
