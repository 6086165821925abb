package org.techrace.serve.view;

/// A view that is drawn and can be saved as a picture.
public sealed interface Drawing permits Plot, Bars, Timeline, Rows, Flows, Neighbourhood, PointMap {
  /// Returns the width in pixels.
  int width();

  /// Returns the height in pixels.
  int height();
}
