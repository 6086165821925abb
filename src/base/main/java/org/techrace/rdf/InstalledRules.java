package org.techrace.rdf;

import java.util.ServiceLoader;

/// Holds the rules that [LocalQueryRules#installed()] returns; looks for them once.
final class InstalledRules {
  static final LocalQueryRules RULES =
      ServiceLoader.load(LocalQueryRules.class).findFirst().orElseGet(StrictRules::new);

  private InstalledRules() {}
}
