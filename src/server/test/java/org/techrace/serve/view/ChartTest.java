package org.techrace.serve.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.XSD;
import org.junit.jupiter.api.Test;
import org.techrace.entity.Term;

final class ChartTest {
  @Test
  void seriesHaveOneColourInAllPicturesAndNoPictureHasAColourTwice() {
    List<List<String>> pictures =
        List.of(List.of("a", "b", "c"), List.of("c", "d"), List.of("d", "a", "e"), List.of("f"));
    Map<String, Integer> colours = new Colours(Map.of("e", 1)).assign(pictures);
    assertThat(pictures)
        .allSatisfy(
            picture ->
                assertThat(picture.stream().map(colours::get))
                    .doesNotHaveDuplicates()
                    .hasSize(picture.size()));
    assertThat(colours).containsEntry("e", 1);
  }

  /// The first colours belong to the things that most pictures compare: a reader would take another
  /// thing for one of these.
  @Test
  void thingsWithoutAColourTakeTheLastOnesFirst() {
    Colours colours = new Colours(Map.of("e", 1, "f", 2, "g", 7));
    assertThat(colours.assign(List.of(List.of("a", "b", "g"))))
        .isEqualTo(Map.of("g", 7, "a", 6, "b", 5));
  }

  /// A reader has nothing to take it for: the picture looks like every other one with one series.
  @Test
  void theOnlySeriesHasTheFirstColour() {
    Colours colours = new Colours(Map.of("e", 1, "f", 2));
    assertThat(colours.assign(List.of(List.of("a"), List.of("b", "e"))))
        .isEqualTo(Map.of("e", 1, "a", 1, "b", 7));
  }

  @Test
  void whatHasNoColourLeftIsGrey() {
    List<String> many = IntStream.rangeClosed(1, 9).mapToObj(i -> "series " + i).toList();
    assertThat(Colours.FREE.assign(List.of(many)).values())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, Colours.GREY, Colours.GREY);
  }

  @Test
  void manySeriesAreGreyExceptTheLargest() {
    List<Line> lines = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      lines.add(figure("area" + i, 2020, i));
      lines.add(figure("area" + i, 2021, i));
    }
    Plot plot = plot(lines);
    assertThat(plot.series())
        .extracting(one -> one.name().text())
        .containsExactlyInAnyOrder("area15", "area16", "area17", "area18", "area19", "area20");
    assertThat(plot.series()).extracting(Plot.Series::colour).doesNotHaveDuplicates();
    assertThat(plot.rest()).hasSize(14);
    assertThat(plot.measure()).contains("grey: 14 others");
  }

  @Test
  void namesAtTheEndsOfLinesDoNotOverlap() {
    List<Line> lines = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      lines.add(figure("area" + i, 2020, 100 + i / 100.0));
      lines.add(figure("area" + i, 2021, 100 + i / 100.0));
    }
    Plot plot = plot(lines);
    assertThat(plot.hasLabels()).isTrue();
    double[] heights = plot.series().stream().mapToDouble(Plot.Series::label).sorted().toArray();
    assertThat(IntStream.range(1, 7).mapToDouble(i -> heights[i] - heights[i - 1]).toArray())
        .hasSize(6);
    for (int i = 1; i < heights.length; i++) {
      assertThat(heights[i] - heights[i - 1]).isGreaterThanOrEqualTo(11.9);
    }
    assertThat(heights[6]).isLessThan(plot.size().height());
    assertThat(heights[0]).isGreaterThan(8);
  }

  @Test
  void linesEndWherePeriodsAreMissing() {
    Plot plot =
        plot(
            IntStream.of(2000, 2001, 2002, 2008, 2009)
                .mapToObj(year -> figure("a", year, 1))
                .toList());
    assertThat(plot.series().getFirst().paths()).hasSize(2);
  }

  /// Days without a usual step have no missing period between them.
  @Test
  void linesJoinFiguresOfAnyDays() {
    Plot plot =
        plot(
            Stream.of("2023-02-01", "2023-03-05", "2023-07-01", "2023-12-31", "2025-08-01")
                .map(day -> figure("a", new Term.Value(day, "", XSD.date.getURI()), 1))
                .toList());
    assertThat(plot.series().getFirst().paths()).hasSize(1);
  }

  /// Figures of every tenth year are dots: a line between them would hide nine years.
  @Test
  void noLineJoinsFiguresThatAreManyYearsApart() {
    Plot rare =
        plot(IntStream.of(1990, 2000, 2010, 2021).mapToObj(year -> figure("a", year, 1)).toList());
    assertThat(rare.series().getFirst().paths()).isEmpty();
    assertThat(rare.series().getFirst().dots()).hasSize(4);
    Plot fifth =
        plot(IntStream.of(2005, 2010, 2015).mapToObj(year -> figure("a", year, 1)).toList());
    assertThat(fifth.series().getFirst().paths()).hasSize(1);
  }

  /// Lines of several data sets in one picture are told apart, and the caption says which is which.
  @Test
  void linesOfEachDataSetHaveAPatternWithItsName() {
    List<Line> lines = new ArrayList<>();
    for (int year = 2000; year < 2003; year++) {
      lines.add(of("Bank", figure("a", year, 1)));
      lines.add(of("Bank", figure("b", year, 2)));
      lines.add(of("Office", figure("a", year, 3)));
    }
    Plot plot = plot(lines);
    assertThat(plot.series().getFirst().paths())
        .extracting(Plot.Path::token)
        .containsExactly(null, "d1");
    assertThat(plot.measure()).contains("solid: Bank · dashed: Office");
    lines.removeIf(line -> line.text("by").equals("Bank") && line.text("series").equals("a"));
    Plot apart = plot(lines);
    assertThat(apart.series())
        .flatExtracting(Plot.Series::paths)
        .extracting(Plot.Path::token)
        .containsOnlyNulls();
    assertThat(apart.measure()).doesNotContain("solid");
  }

  private static Line of(String set, Line line) {
    line.terms().put("by", List.of(new Term.Link("http://x/" + set, set, true, "")));
    return line;
  }

  @Test
  void saysThatAnAxisDoesNotStartAtZero() {
    Plot high = plot(List.of(figure("a", 2000, 98), figure("a", 2001, 100)));
    assertThat(high.cut()).isTrue();
    assertThat(high.measure()).contains("axis does not start at 0");
    assertThat(plot(List.of(figure("a", 2000, 10), figure("a", 2001, 100))).cut()).isFalse();
  }

  /// A reader can ask for one scale of all charts with the same unit.
  @Test
  void chartsWithTheSameUnitHaveOneScaleIfAsked() {
    List<Line> lines = new ArrayList<>();
    for (String chart : List.of("small", "large", "other")) {
      for (int year = 2000; year < 2003; year++) {
        Line line = figure("a", year, chart.equals("small") ? year - 1999 : 100);
        line.terms().put("chart", List.of(new Term.Value(chart, "", "")));
        line.terms()
            .put("unit", List.of(new Term.Value(chart.equals("other") ? "kg" : "%", "", "")));
        lines.add(line);
      }
    }
    Chart own = Chart.of(lines, Colours.FREE, false);
    Chart one = Chart.of(lines, Colours.FREE, true);
    assertThat(own.comparable()).isTrue();
    assertThat(own.plots().getFirst().up()).isNotEqualTo(own.plots().get(1).up());
    assertThat(one.plots().getFirst().up()).isEqualTo(one.plots().get(1).up());
    assertThat(one.plots().get(2).up()).isEqualTo(own.plots().get(2).up());
    assertThat(Chart.of(lines.subList(0, 3), Colours.FREE, false).comparable()).isFalse();
    lines.forEach(line -> line.terms().remove("unit"));
    assertThat(Chart.of(lines, Colours.FREE, false).comparable()).as("without units").isFalse();
  }

  @Test
  void aChartAloneHasADrawingForNarrowScreensToo() {
    List<Line> lines = List.of(figure("a", 2000, 1), figure("a", 2001, 2));
    Chart alone = Chart.of(lines, Colours.FREE);
    Plot narrow = alone.narrow().orElseThrow();
    assertThat(narrow.width()).isLessThan(alone.plots().getFirst().width());
    assertThat(narrow.series().getFirst().dots()).hasSize(2);
    List<Line> two = List.of(figure("b", 2000, 1), figure("b", 2001, 2));
    two.forEach(line -> line.terms().put("chart", List.of(new Term.Value("other", "", ""))));
    assertThat(Chart.of(Stream.of(lines, two).flatMap(List::stream).toList(), Colours.FREE))
        .extracting(chart -> chart.plots().size(), Chart::narrow)
        .containsExactly(2, Optional.empty());
  }

  private static Plot plot(List<Line> lines) {
    return Chart.of(lines, Colours.FREE, false).plots().getFirst();
  }

  private static Line figure(String series, int year, double value) {
    return figure(series, new Term.Value(String.valueOf(year), "", XSD.gYear.getURI()), value);
  }

  private static Line figure(String series, Term.Value when, double value) {
    Map<String, List<Term>> terms = new LinkedHashMap<>();
    terms.put(
        "figure", List.of(new Term.Link("http://x/" + series + when.text(), series, true, "")));
    terms.put("series", List.of(new Term.Link("http://x/" + series, series, true, "")));
    terms.put("when", List.of(when));
    terms.put("value", List.of(new Term.Value(String.valueOf(value), "", XSD.decimal.getURI())));
    return new Line(terms);
  }
}
