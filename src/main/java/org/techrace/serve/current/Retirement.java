package org.techrace.serve.current;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.release.Release;
import org.techrace.release.Releases;

/// Handles a release that was replaced and has no reader: closes it, and deletes the oldest
/// releases on disk.
///
/// @param keep how many releases stay on disk; 0 keeps all
public record Retirement(Releases releases, int keep) {
  private static final Logger log = LoggerFactory.getLogger(Retirement.class);

  void of(Release release) {
    release.close();
    if (keep > 0) {
      prune();
    }
  }

  /// Deletes old releases. If a build is running, the next retirement deletes them.
  private void prune() {
    try {
      List<String> gone = releases.prune(keep);
      if (!gone.isEmpty()) {
        log.info("deleted the releases {}", gone);
      }
    } catch (IOException e) {
      log.warn("no old release was deleted: {}", e.getMessage());
    }
  }
}
