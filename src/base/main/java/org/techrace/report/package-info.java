/// Findings: faults and remarks with their place and severity. The package uses no other package of
/// techrace.
///
/// A part that meets a fault adds a [Finding] with its [Place] to a [Report] and continues. The
/// caller reads the report at the end and decides.
///
/// ```java
/// Report report = new Report();
/// report.error(Place.line("table.csv", 17), "column 'key' is blank; enter a key or delete the row");
/// if (report.hasErrors()) {
///   report.findings().forEach(System.out::println); // ERROR [table.csv:17] column 'key' is blank; ...
/// }
/// ```
@NullMarked
package org.techrace.report;

import org.jspecify.annotations.NullMarked;
