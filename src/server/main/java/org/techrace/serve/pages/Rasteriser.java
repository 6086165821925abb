package org.techrace.serve.pages;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.techrace.serve.http.Refusal;

/// Converts pictures of this server from SVG to PNG.
final class Rasteriser {
  /// The most pixels of the PNG for each pixel of the SVG, in each direction.
  private static final double SHARPEST = 2;

  /// The most pixels of a picture, which takes 4 bytes for each while it is drawn.
  private static final double MAX_PIXELS = 12_000_000;

  /// A picture of this server may have any number of elements: its rows are limited already.
  private static final LoaderContext OWN_PICTURES =
      LoaderContext.builder()
          .documentLimits(
              new DocumentLimits(
                  DocumentLimits.DEFAULT_MAX_NESTING_DEPTH,
                  DocumentLimits.DEFAULT_MAX_USE_NESTING_DEPTH,
                  Integer.MAX_VALUE))
          .build();

  static {
    System.setProperty("java.awt.headless", "true");
    ImageIO.setUseCache(false);
  }

  private Rasteriser() {}

  /// Returns a picture as PNG, at twice its size; if that is too large, at the size that is not,
  /// but never smaller than it is.
  ///
  /// @throws Refusal 501 if this machine has no fonts, 413 if the picture is too large
  static byte[] png(String svg) {
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    SVGDocument document =
        new SVGLoader().load(new ByteArrayInputStream(bytes), null, OWN_PICTURES);
    if (document == null) {
      throw new IllegalStateException("the picture is not valid SVG");
    }
    FloatSize size = document.size();
    double largest = Math.sqrt(MAX_PIXELS / size.getWidth() / size.getHeight());
    if (largest < 1) {
      throw new Refusal(413, "This picture is too large for PNG; ask for SVG.");
    }
    double scale = Math.min(SHARPEST, largest);
    int width = (int) (size.getWidth() * scale);
    int height = (int) (size.getHeight() * scale);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      document.render((java.awt.Component) null, graphics, new ViewBox(0, 0, width, height));
    } catch (InternalError e) {
      // Java draws text with the fonts of the system, and some containers have none.
      throw new Refusal(501, "This machine has no fonts to draw with; ask for SVG.");
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }
}
