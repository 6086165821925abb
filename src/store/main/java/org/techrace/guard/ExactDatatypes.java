package org.techrace.guard;

import java.math.BigDecimal;
import java.math.BigInteger;
import javax.xml.datatype.Duration;
import org.apache.jena.ext.xerces.jaxp.datatype.DatatypeFactoryImpl;
import org.apache.jena.sparql.expr.NodeValue;

/// Makes ARQ use [ExactDuration]. Wherever ARQ compares durations (`<`, `IN`, `MAX`, `ORDER BY`,
/// `DISTINCT`), it creates them with this factory.
public final class ExactDatatypes extends DatatypeFactoryImpl {
  private ExactDatatypes() {}

  /// Installs the factory. Each class that evaluates expressions of queries calls it when it is
  /// initialized. Jena must not call it while it starts: [NodeValue] needs the constants of
  /// vocabularies, and a program whose first class of Jena is a vocabulary has none until then.
  public static void install() {
    NodeValue.xmlDatatypeFactory = new ExactDatatypes();
  }

  @Override
  public Duration newDuration(String lexicalForm) {
    return ExactDuration.of(super.newDuration(lexicalForm));
  }

  @Override
  public Duration newDuration(long milliseconds) {
    return ExactDuration.of(super.newDuration(milliseconds));
  }

  @Override
  public Duration newDuration(
      boolean isPositive,
      BigInteger years,
      BigInteger months,
      BigInteger days,
      BigInteger hours,
      BigInteger minutes,
      BigDecimal seconds) {
    return ExactDuration.of(
        super.newDuration(isPositive, years, months, days, hours, minutes, seconds));
  }
}
