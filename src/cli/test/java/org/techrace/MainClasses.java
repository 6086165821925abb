package org.techrace;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;

/// Selects the classes of the program: those of tests and their helpers are left out, and those
/// made from templates, which are in no package of ours.
final class MainClasses implements ImportOption {
  private static final Pattern OTHER =
      Pattern.compile(
          ".*(/test-classes/|/dev/tests/|-tests(-[\\d.]+)?\\.jar|/testkit/|techrace-testkit|/Jte\\w+Generated).*");

  @Override
  public boolean includes(Location location) {
    return !location.matches(OTHER);
  }
}
