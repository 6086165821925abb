package org.techrace.guard;

import java.math.BigDecimal;
import java.math.BigInteger;
import javax.xml.datatype.Duration;
import org.apache.jena.ext.xerces.jaxp.datatype.DatatypeFactoryImpl;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sys.JenaSubsystemLifecycle;

/// Makes ARQ use [ExactDuration]. Wherever ARQ compares durations (`<`, `IN`, `MAX`, `ORDER BY`,
/// `DISTINCT`), it creates them with this factory.
public final class ExactDatatypes extends DatatypeFactoryImpl {
  /// Installs the factory. Jena finds this class through `META-INF/services` and starts it.
  public static final class Installation implements JenaSubsystemLifecycle {
    private static final int AFTER_ARQ = 500;

    @Override
    public void start() {
      NodeValue.xmlDatatypeFactory = new ExactDatatypes();
    }

    @Override
    public void stop() {
      // The factory has no resources.
    }

    @Override
    public int level() {
      return AFTER_ARQ;
    }
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
