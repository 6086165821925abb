package org.techrace.store.query.row;

import java.math.BigDecimal;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.XMLGregorianCalendar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.ValueSpace;
import org.apache.jena.sparql.expr.nodevalue.NodeValueString;
import org.apache.jena.sparql.util.NodeCmp;
import org.techrace.guard.Calendars;

/// The order of ORDER BY (SPARQL 1.1, section 15.1), extended to a total order of all values, so
/// that the result of a sort does not depend on the order of its input.
///
/// Kinds of values are in ARQ's order, and `<` decides where it can. Where it cannot, ARQ compares
/// the texts of the terms, which is not transitive for times: a year can be below a time by text,
/// that time below another time by value, and that other time below the year by text. Therefore a
/// time without a zone is taken as UTC here, a year or month as its first moment, and a duration as
/// its length from a fixed day. Numbers are compared exactly, without promotion. Only values that
/// are still equal are compared by text.
public final class ValueOrder {
  private ValueOrder() {}

  /// Compares two values. Returns 0 only for the same term.
  public static int compare(NodeValue x, NodeValue y) {
    if (x instanceof NodeValueString && y instanceof NodeValueString) {
      return x.getString().compareTo(y.getString()); // the most frequent case
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
    // For doubles, -0.0 is below 0.0.
    return order != 0 ? order : Double.compare(x.getDouble(), y.getDouble());
  }

  /// Returns -1 for minus infinity, 0 for finite numbers, 1 for infinity and 2 for NaN.
  private static int rank(NodeValue number) {
    double value = isExact(number) ? 0 : number.getDouble();
    if (Double.isNaN(value)) {
      return 2;
    }
    return Double.isFinite(value) ? 0 : (int) Math.signum(value);
  }

  private static boolean isExact(NodeValue number) {
    return number.isInteger() || number.isDecimal();
  }

  private static BigDecimal decimal(NodeValue number) {
    return isExact(number) ? number.getDecimal() : new BigDecimal(number.getDouble());
  }

  /// Returns the moment at which a time, date, year or month begins.
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
