package org.techrace.release;

import java.nio.file.Path;
import java.util.List;
import org.techrace.report.UnusableInputException;

/// Reports that a release has changed since it was sealed. It must not be served; promote another
/// release, or build the same inputs again.
public final class DamagedReleaseException extends UnusableInputException {
  private static final long serialVersionUID = 1L;

  DamagedReleaseException(Path release, List<String> faults) {
    super(
        "the release %s is damaged: %s; promote another one ('techrace releases rollback') or build"
                .formatted(release.getFileName(), String.join(", ", faults))
            + " again ('techrace build --force')");
  }

  static void throwIf(Path release, List<String> faults) throws DamagedReleaseException {
    if (!faults.isEmpty()) {
      throw new DamagedReleaseException(release, faults);
    }
  }
}
