package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The colours of series in the stylesheet are distinguishable for readers without red or green
/// cones too, and from the page. Simulation: Machado, Oliveira, Fernandes 2009, severity 1.
/// Distances are Euclidean in OKLab, where 0.02 is just noticeable.
final class PaletteTest {
  private static final double LEAST_DISTANCE = 0.085;

  /// For graphical objects (WCAG 2.2, 1.4.11).
  private static final double LEAST_CONTRAST = 3;

  private static final double[][] NORMAL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968},
    {0.280085, 0.672501, 0.047413},
    {-0.011820, 0.042940, 0.968881}
  };
  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };

  @ParameterizedTest
  @CsvSource({"0, false", "1, true"})
  void coloursDifferForReadersWithoutRedOrGreenCones(int scheme, boolean dark) throws IOException {
    List<double[]> palette = palette(scheme);
    assertThat(palette).as(dark ? "dark" : "light").hasSize(Colours.GREY);
    List<String> close = new ArrayList<>();
    for (double[][] eyes : List.of(NORMAL, DEUTERANOPIA, PROTANOPIA)) {
      for (int i = 0; i < palette.size(); i++) {
        for (int j = 0; j < i; j++) {
          double distance = distance(seen(palette.get(i), eyes), seen(palette.get(j), eyes));
          if (distance < LEAST_DISTANCE) {
            close.add("s%d and s%d: %.3f".formatted(j + 1, i + 1, distance));
          }
        }
      }
    }
    assertThat(close).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true"})
  void coloursStandOutFromThePage(int scheme, boolean dark) throws IOException {
    double[] page = colours("page").get(scheme);
    assertThat(palette(scheme))
        .as(dark ? "dark" : "light")
        .allMatch(colour -> contrast(colour, page) >= LEAST_CONTRAST);
  }

  /// The simulation itself: a red and a green of equal lightness look alike without green cones.
  @Test
  void detectsColoursThatOnlySomeReadersDistinguish() {
    double[] red = linear("c4622d");
    double[] green = linear("6b7f2a");
    assertThat(distance(seen(red, NORMAL), seen(green, NORMAL))).isGreaterThan(LEAST_DISTANCE);
    assertThat(distance(seen(red, DEUTERANOPIA), seen(green, DEUTERANOPIA)))
        .isLessThan(LEAST_DISTANCE);
  }

  private static List<double[]> palette(int scheme) throws IOException {
    List<double[]> palette = new ArrayList<>();
    for (int i = 1; i <= Colours.GREY; i++) {
      palette.add(colours("s" + i).get(scheme));
    }
    return palette;
  }

  /// Returns a colour of the stylesheet in light and in dark pages, as linear RGB.
  private static List<double[]> colours(String name) throws IOException {
    String css = Files.readString(Path.of("src/server/main/resources/static/techrace.css"));
    Matcher rule =
        Pattern.compile("--" + name + ": light-dark\\(#(\\w{6}), #(\\w{6})\\)").matcher(css);
    assertThat(rule.find()).as(name).isTrue();
    return Stream.of(rule.group(1), rule.group(2)).map(PaletteTest::linear).toList();
  }

  private static double[] linear(String hex) {
    return IntStream.of(0, 2, 4)
        .mapToDouble(i -> Integer.parseInt(hex, i, i + 2, 16) / 255.0)
        .map(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
        .toArray();
  }

  private static double contrast(double[] a, double[] b) {
    double light = Math.max(luminance(a), luminance(b));
    double dark = Math.min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  /// Returns what eyes see of a colour, in OKLab.
  private static double[] seen(double[] rgb, double[][] eyes) {
    double[] c = times(eyes, rgb);
    double[] lms =
        times(
            new double[][] {
              {0.4122214708, 0.5363325363, 0.0514459929},
              {0.2119034982, 0.6806995451, 0.1073969566},
              {0.0883024619, 0.2817188376, 0.6299787005}
            },
            new double[] {clamped(c[0]), clamped(c[1]), clamped(c[2])});
    return times(
        new double[][] {
          {0.2104542553, 0.7936177850, -0.0040720468},
          {1.9779984951, -2.4285922050, 0.4505937099},
          {0.0259040371, 0.7827717662, -0.8086757660}
        },
        new double[] {Math.cbrt(lms[0]), Math.cbrt(lms[1]), Math.cbrt(lms[2])});
  }

  private static double clamped(double value) {
    return Math.clamp(value, 0, 1);
  }

  private static double[] times(double[][] matrix, double[] vector) {
    return IntStream.range(0, 3)
        .mapToDouble(i -> IntStream.range(0, 3).mapToDouble(j -> matrix[i][j] * vector[j]).sum())
        .toArray();
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(IntStream.range(0, 3).mapToDouble(i -> Math.pow(a[i] - b[i], 2)).sum());
  }
}
