package org.techrace.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/// Configures the log, which goes to standard error because commands use standard output.
///
/// The configuration is code instead of a `logback.xml`, which would take time to read at each
/// start. A file in `-Dlogback.configurationFile`, or the configuration of the tests, has priority.
public final class Logging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (!System.getProperty("logback.configurationFile", "").isEmpty()
        || Logging.class.getResource("/logback-test.xml") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss} %-5level %logger{0} %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setTarget("System.err");
    stderr.setEncoder(encoder);
    stderr.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(stderr);
    context.getLogger("org.techrace").setLevel(Level.INFO);
    // Suppress a hint at each start that an incubator module would make vectors faster; the search
    // uses no vectors.
    context.getLogger("org.apache.lucene.internal.vectorization").setLevel(Level.ERROR);
    // Complains of its stack when a query is cancelled while it is optimized.
    context
        .getLogger("org.apache.jena.sparql.algebra.walker.ApplyTransformVisitor")
        .setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
