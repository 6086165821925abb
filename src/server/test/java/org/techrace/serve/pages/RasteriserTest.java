package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.techrace.serve.http.Refusal;

/// Tests pictures as PNG.
final class RasteriserTest {
  @Test
  void isTwiceAsLargeAsTheSvg() throws IOException {
    BufferedImage image = drawn(svg(300, 200, ""));
    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(400);
  }

  @Test
  void drawsThousandsOfElements() throws IOException {
    String circles = "<circle cx=\"1\" cy=\"1\" r=\"1\" fill=\"#00f\"/>".repeat(5000);
    String last = "<rect x=\"50\" y=\"50\" width=\"50\" height=\"50\" fill=\"#f00\"/>";
    BufferedImage image = drawn(svg(100, 100, circles + last));
    assertThat(image.getRGB(150, 150) & 0xffffff).isEqualTo(0xff0000);
  }

  @Test
  void aLongPictureIsLessSharp() throws IOException {
    BufferedImage image =
        drawn(svg(1000, 6000, "<rect width=\"1000\" height=\"6000\" fill=\"#0f0\"/>"));
    assertThat(image.getWidth()).isBetween(1001, 1999);
    assertThat((double) image.getHeight() / image.getWidth()).isBetween(5.99, 6.01);
    int corner = image.getRGB(image.getWidth() - 2, image.getHeight() - 2);
    assertThat(corner & 0xffffff).isEqualTo(0x00ff00);
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertThatThrownBy(() -> Rasteriser.png(svg(10_000, 10_000, "")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("too large for PNG");
  }

  private static String svg(int width, int height, String content) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\">%3$s</svg>"
        .formatted(width, height, content);
  }

  private static BufferedImage drawn(String svg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Rasteriser.png(svg)));
  }
}
