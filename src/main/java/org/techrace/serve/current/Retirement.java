package org.techrace.serve.current;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.release.Release;
import org.techrace.release.Releases;

/// What becomes of a release when it is not served any more and its last reader is gone: it is
/// closed, and the oldest ones on disk are deleted.
///
/// @param keep how many stay on disk; 0 keeps all
public record Retirement(Releases releases, int keep) {
  private static final Logger log = LoggerFactory.getLogger(Retirement.class);

  void of(Release release) {
    release.close();
    if (keep > 0) {
      prune();
    }
  }

  /// If a build is at work just now, the next retirement deletes them.
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
