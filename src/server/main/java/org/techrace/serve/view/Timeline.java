package org.techrace.serve.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Term;

/// A timeline. Variables: `?thing`, `?start`, `?end` if it has one, `?lasts` for the day up to
/// which a thing without end is known to last, `?lane` to separate groups, `?tone` for how a mark
/// is drawn, and `?by` and `?kind` as further information. In a lane of up to 50 things, each has a
/// row and, if it lasts, a line up to that day. Where more things of a lane started at about the
/// same time than a column holds, a number stands for the rest.
///
/// @param lanes the lanes from top to bottom
/// @param marks the things that are drawn
/// @param rests the numbers of things that are not drawn
/// @param ticks the years on the axis
/// @param years the things by year, latest first
public record Timeline(
    List<Lane> lanes, List<Mark> marks, List<Rest> rests, List<Tick> ticks, List<Year> years)
    implements View, Drawing {
  /// The most dots in a column.
  public static final int COLUMN = 8;

  /// The most things in a lane in which each has a row.
  public static final int ROWS = 50;

  /// The height of the number above a full column, in dots.
  private static final int NUMBER = 2;

  /// The most things in the list on a page.
  private static final int LINES = 100;

  private static final int WIDTH = 1000;
  private static final int LEFT = 90;

  /// The width of a character in the name of a lane, in pixels.
  private static final int CHARACTER_WIDTH = 7;

  private static final int COLUMN_WIDTH = 11;
  private static final int MAX_TICKS = 14;
  private static final int AXIS_HEIGHT = 26;

  /// A lane.
  ///
  /// @param name the name
  /// @param y the bottom edge
  /// @param cut true if things of it last and have no line for that
  public record Lane(Term name, double y, boolean cut) {}

  /// A thing in the picture: a dot, with a line if it has an end or lasts.
  public record Mark(Line line, double x, double y, double end) {
    public Term thing() {
      return line.first("thing").orElseThrow();
    }

    /// Reports whether the end is not known.
    public boolean isOpen() {
      return line.text("end").isEmpty();
    }

    public String token() {
      return Stream.of("lane", "tone")
          .flatMap(variable -> line.first(variable).stream())
          .map(Shown::token)
          .collect(Collectors.joining(" "));
    }
  }

  /// The number of things above a full column, written upwards from a point.
  public record Rest(int count, double x, double y) {}

  /// A year on the axis.
  public record Tick(String text, double x) {}

  /// A year and the things that started in it.
  public record Year(String year, List<Line> lines) {}

  /// A thing and its place in time.
  private record Dated(Line line, double start) {
    String lane() {
      return line.text("lane");
    }

    double lasts() {
      return place(line, "lasts");
    }
  }

  static Timeline of(List<Line> all) {
    List<Dated> dated =
        all.stream()
            .map(line -> new Dated(line, place(line, "start")))
            .filter(thing -> thing.start > 0)
            .toList();
    double from = dated.stream().mapToDouble(Dated::start).min().orElse(0);
    Map<String, List<Dated>> byLane = new LinkedHashMap<>();
    dated.forEach(thing -> byLane.computeIfAbsent(thing.lane(), k -> new ArrayList<>()).add(thing));
    double started = dated.stream().mapToDouble(Dated::start).max().orElse(0) + 0.5;
    double to =
        byLane.values().stream()
            .filter(Timeline::hasRows)
            .flatMap(List::stream)
            .mapToDouble(Dated::lasts)
            .reduce(started, Math::max);
    from = Math.max(Math.floor(from), Math.floor(to) - 30);
    int names = byLane.keySet().stream().mapToInt(Shown::width).max().orElse(0);
    double left = Math.max(LEFT, names * CHARACTER_WIDTH);
    Scale scale = new Scale(from, Math.ceil(to), left, WIDTH - 18);
    List<Lane> lanes = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    List<Rest> rests = new ArrayList<>();
    double y = 0;
    for (List<Dated> lane : byLane.values()) {
      boolean rows = hasRows(lane);
      Map<Long, Integer> heights = new HashMap<>();
      lane.forEach(thing -> heights.merge(rows ? 0 : column(scale, thing), 1, Integer::sum));
      int highest = heights.values().stream().max(Integer::compare).orElse(1);
      boolean full = !rows && highest > COLUMN;
      y += COLUMN_WIDTH * ((full ? COLUMN + NUMBER : highest) + 1.0);
      Map<Long, Integer> stacked = new HashMap<>();
      for (Dated thing : lane) {
        long column = column(scale, thing);
        int above = stacked.merge(rows ? 0 : column, 1, Integer::sum);
        if (full && above > COLUMN) {
          continue;
        }
        double x = (column + 0.5) * COLUMN_WIDTH;
        double last = Math.max(place(thing.line, "end"), rows ? thing.lasts() : 0);
        double end = scale.at(Math.min(to, last));
        marks.add(new Mark(thing.line, x, y - COLUMN_WIDTH * (above - 0.5), Math.max(x, end)));
      }
      double top = y - COLUMN_WIDTH * (COLUMN + 0.3);
      heights.forEach(
          (column, height) -> {
            if (full && height > COLUMN) {
              rests.add(new Rest(height - COLUMN, (column + 0.8) * COLUMN_WIDTH, top));
            }
          });
      boolean cut = !rows && lane.stream().anyMatch(thing -> thing.lasts() > 0);
      lanes.add(new Lane(lane.getFirst().line.first("lane").orElse(new Term.Unnamed("")), y, cut));
    }
    return new Timeline(lanes, marks, rests, ticks(scale), years(dated));
  }

  /// Reports whether each thing of a lane has a row: they are few, and at least one lasts.
  private static boolean hasRows(List<Dated> lane) {
    return lane.size() <= ROWS && lane.stream().anyMatch(thing -> thing.lasts() > 0);
  }

  /// Returns the column of a thing. Things that started before the axis are placed at its start.
  private static long column(Scale scale, Dated thing) {
    return (long) (scale.at(Math.max(thing.start, scale.from())) / COLUMN_WIDTH);
  }

  private static double place(Line line, String variable) {
    return Day.place(line.text(variable)).orElse(0.0);
  }

  private static List<Tick> ticks(Scale scale) {
    int step = (int) Math.ceil((scale.to() - scale.from()) / MAX_TICKS);
    List<Tick> ticks = new ArrayList<>();
    for (int year = (int) scale.from(); year <= scale.to(); year += Math.max(1, step)) {
      ticks.add(new Tick(Integer.toString(year), scale.at(year)));
    }
    return ticks;
  }

  private static List<Year> years(List<Dated> dated) {
    Map<String, List<Line>> years = new TreeMap<>();
    // Sort by text: within a year, full dates come before dates without month or day.
    List<Line> latestFirst =
        dated.stream()
            .map(Dated::line)
            .sorted(Comparator.comparing((Line l) -> l.text("start")))
            .toList()
            .reversed();
    for (Line line : latestFirst) {
      String start = line.text("start");
      String year = start.substring(0, Math.min(4, start.length()));
      years.computeIfAbsent(year, k -> new ArrayList<>()).add(line);
    }
    return years.entrySet().stream()
        .map(e -> new Year(e.getKey(), e.getValue()))
        .toList()
        .reversed();
  }

  /// Returns the bottom of the last lane.
  public double bottom() {
    return lanes.isEmpty() ? 0 : lanes.getLast().y();
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return (int) bottom() + AXIS_HEIGHT;
  }

  @Override
  public int size() {
    return years.stream().mapToInt(year -> year.lines().size()).sum();
  }

  /// Returns the whole picture with a list of only the latest things.
  @Override
  public View head(int count) {
    return listing(0, count);
  }

  @Override
  public int pages() {
    return View.pages(size(), LINES);
  }

  /// Returns the whole picture with a part of the list.
  @Override
  public View page(int number) {
    return listing((number - 1) * LINES, LINES);
  }

  private Timeline listing(int skipped, int count) {
    List<Year> listed = new ArrayList<>();
    int skip = skipped;
    int left = count;
    for (Year year : years) {
      List<Line> lines = year.lines().stream().skip(skip).limit(left).toList();
      if (!lines.isEmpty()) {
        listed.add(new Year(year.year(), lines));
      }
      skip = Math.max(0, skip - year.lines().size());
      left -= lines.size();
    }
    return new Timeline(lanes, marks, rests, ticks, listed);
  }

  @Override
  public boolean isEmpty() {
    return years.isEmpty();
  }
}
