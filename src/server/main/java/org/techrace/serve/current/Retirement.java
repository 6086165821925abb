package org.techrace.serve.current;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.release.Retention;

/// Handles a release that was replaced and has no reader: closes it, and deletes the oldest
/// releases on disk.
///
/// @param retention which releases stay on disk
public record Retirement(Releases releases, Retention retention) {
  private static final Logger log = LoggerFactory.getLogger(Retirement.class);

  void of(Release release) {
    release.close();
    if (!retention.keepsAll()) {
      prune();
    }
  }

  /// Deletes old releases. If a build is running, the next retirement deletes them.
  private void prune() {
    try {
      List<String> gone = releases.prune(retention);
      if (!gone.isEmpty()) {
        log.info("deleted the releases {}", gone);
      }
    } catch (IOException e) {
      log.warn("no old release was deleted: {}", e.getMessage());
    }
  }
}
