// Bars and lines, with the common build of ECharts. Whiskers and names at the ends of lines are put on its picture.
import { isNumber, isTime } from "./answers.js";
import { bounds, drawChosen, hedgeAt } from "./choices.js";
import { text } from "./labels.js";
import { amount } from "./numbers.js";
import { assigned, colours, element, load, words } from "./page.js";
import { LINE, cut, room, width } from "./picture.js";
import { say } from "./texts.js";

/** As many lines as there are colours. */
const MOST_LINES = 7;

/**
 * Puts a chart into a frame.
 *
 * @param option (colours, width) -> the option of ECharts
 * @param more (chart, colours, width) -> shapes on the chart, in pixels
 * @returns a function that draws it again, in the colours of the moment
 */
async function chart(frame, height, option, more = () => []) {
  await load("echarts.js");
  const place = element("div", { className: "drawing" });
  place.style.height = height + "px";
  frame.replaceChildren(place);
  const made = echarts.init(place, null, { renderer: "svg" });
  const paint = () => {
    const c = colours();
    made.setOption({ color: c.palette, textStyle: { color: c.text, fontFamily: "system-ui, sans-serif" }, animation: false,
      tooltip: tooltip(c), ...option(c, place.clientWidth) }, true);
    made.setOption({ graphic: { elements: more(made, c, place.clientWidth) } });
  };
  paint();
  const watch = new ResizeObserver(() => { made.resize(); paint(); });
  watch.observe(place);
  return paint;
}

const tooltip = (c, more = {}) =>
  ({ renderMode: "richText", confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text }, ...more });
const unique = list => [...new Set(list)];
const number = term => term && isNumber(term) ? Number(term.value) : null;
const axis = c => ({
  axisLabel: { color: c.text, fontSize: 13 }, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
  splitLine: { lineStyle: { color: c.line } }, nameTextStyle: { color: c.soft }
});

/** Returns the lines that names of series need above a chart, and their legend. */
function legend(frame, names) {
  const lines = 1 + names.map(name => width(name) + 45).reduce(([line, used], one) =>
    used + one > frame.clientWidth - 20 ? [line + 1, one] : [line, used + one], [0, 0])[0];
  const option = { type: lines > 6 ? "scroll" : "plain", top: 0 };
  return names.length < 2 ? { height: 0, of: () => ({ show: false }) }
    : { height: 8 + 22 * (lines > 6 ? 1 : lines), of: c => ({ ...option, data: names, textStyle: { color: c.text }, pageTextStyle: { color: c.text } }) };
}

/**
 * Returns what an axis measures: as the question declares it, else its column, and the unit if the rows have one for all. The rows of a question
 * that declares another unit have theirs for other numbers.
 */
function measured(answer, column) {
  const unitAt = answer.columns.indexOf(answer.units ? answer.units[0] : "unit");
  const units = unique(answer.rows.map(row => text(row[unitAt])).filter(unit => unit));
  const shown = units.length === 1 ? units[0] : "";
  if (answer.measured) return shown ? `${answer.measured} (${shown})` : answer.measured;
  return [column, shown].filter(word => word).join(", ");
}

/** Returns whether the value columns are parts of one bar: several columns, all numbers. */
function areParts(answer, values) {
  return values.length > 1 && answer.rows.some(row => row[values[1]]) && answer.rows.every(row => !row[values[1]] || isNumber(row[values[1]]));
}

/** Returns the columns that place a row, and those that are drawn there. */
function rolesOf(answer, [first, valueAt, ...rest]) {
  const ends = bounds(answer.columns).filter(at => at !== undefined);
  return areParts(answer, [valueAt, ...rest]) ? { places: [first], measures: [valueAt, ...rest, ...ends] }
    : { places: [first, ...rest], measures: [valueAt, ...ends] };
}

export function drawBars(frame, answer, columns) {
  return drawChosen(frame, answer, { ...rolesOf(answer, columns), series: "names" },
    (place, shown, added) => barsOf(place, shown, columns, added));
}

function barsOf(frame, answer, [labelAt, valueAt, ...rest], added) {
  const parts = areParts(answer, [valueAt, ...rest]);
  const groups = parts ? added : [...rest, ...added];
  const group = row => groups.map(at => text(row[at])).filter(name => name).join(" · ") || words(answer.columns[valueAt]);
  // Rows with the same label and series have a bar each.
  const seen = new Map();
  const slots = answer.rows.map(row => {
    const key = text(row[labelAt]) + "\u0001" + group(row);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return text(row[labelAt]) + "\u0001" + seen.get(key);
  });
  const labels = unique(slots);
  const names = parts ? [valueAt, ...rest].map(at => words(answer.columns[at])) : unique(answer.rows.map(group));
  const rowOf = (slot, name) => answer.rows.find((row, i) => slots[i] === slot && (parts || group(row) === name));
  const bars = names.map((name, i) => ({ name, stack: parts && answer.stacked ? "all" : undefined, data: labels.map(slot => {
    const row = rowOf(slot, name);
    return row ? number(row[parts ? [valueAt, ...rest][i] : valueAt]) : null;
  }) }));
  const ranges = parts ? [] : labels.flatMap((slot, at) => names.map((name, i) => ({ at, i, row: rowOf(slot, name) })))
    .filter(one => one.row).map(one => ({ ...one, value: number(one.row[valueAt]), range: boundsOf(answer, one.row) }))
    .filter(one => one.range.some(bound => bound !== null) && (one.value !== null || one.range.every(bound => bound !== null)));
  const isRanged = (slot, name) => ranges.some(one => one.at === slot && names[one.i] === name);
  const bounded = ranges.flatMap(one => one.range.filter(bound => bound !== null).map(bound => [bound, one.at]));
  // Hedges are shown if the values have different ones, and instead of a missing value.
  const hedgeOf = row => text(row?.[hedgeAt(answer.columns)]);
  const differ = unique(answer.rows.filter(row => number(row[valueAt]) !== null).map(hedgeOf)).length > 1;
  const told = (value, slot, name) => [amount(value), differ && value !== null ? hedgeOf(rowOf(slot, name)) : ""].filter(word => word).join(" · ");
  const empty = bars.length > 1 ? [] : labels.map((slot, at) => ({ at, row: rowOf(slot, names[0]) })).filter(one => number(one.row?.[valueAt]) === null)
    .map(one => ({ ...one, words: hedgeOf(one.row) || say("js.map.none") }));
  const beside = parts && answer.stacked ? 1 : bars.length;
  const shown = labels.map(slot => slot.split("\u0001")[0]);
  const left = room(shown, frame.clientWidth || 700, 0.4);
  const above = legend(frame, names);
  const values = labels.length * bars.length < 80 && !(parts && answer.stacked);
  const widest = values ? Math.max(0, ...bars.flatMap(bar => bar.data.map((value, i) => width(told(value, labels[i], bar.name))))) + 14 : 24;
  return chart(frame, labels.length * Math.max(16 + 16 * left.lines, 18 * beside + 8) + above.height + 70, c => ({
    legend: above.of(c),
    grid: { left: left.width + 12, right: Math.ceil(widest), top: above.height + 8, bottom: 52 },
    xAxis: { type: "value", ...axis(c), axisLabel: { ...axis(c).axisLabel, formatter: amount, hideOverlap: true }, name: measured(answer, parts ? "" : words(answer.columns[valueAt])), nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "category", inverse: true, data: shown, ...axis(c), axisLabel: { ...axis(c).axisLabel, interval: 0, width: left.width, overflow: "break" } },
    series: [...bars.map(bar => ({ type: "bar", barMaxWidth: BAR, barGap: "0%", barCategoryGap: "30%", color: assigned(names, c).get(bar.name), ...bar,
      // The label of a bar with a range is behind the range.
      label: { show: values, position: "right", color: c.text, formatter: one => isRanged(one.dataIndex, bar.name) ? "" : told(one.value, labels[one.dataIndex], bar.name) } })),
      // Extends the axis to every bound.
      { type: "scatter", data: bounded, symbolSize: 0, silent: true }]
  }), (made, c) => {
    const band = Math.abs(made.convertToPixel({ yAxisIndex: 0 }, 1) - made.convertToPixel({ yAxisIndex: 0 }, 0)) || BAR / 0.7;
    const thick = Math.min(BAR, 0.7 * band / beside);
    const start = made.convertToPixel({ xAxisIndex: 0 }, 0);
    const missing = empty.map(({ at, words }) => ({ type: "text", silent: true, z: 9, x: start + 6, y: made.convertToPixel({ yAxisIndex: 0 }, at),
      style: { text: words, fill: c.soft, fontSize: 12, verticalAlign: "middle" } }));
    return missing.concat(ranges.flatMap(({ at, i, value, range }) => {
      const y = made.convertToPixel({ yAxisIndex: 0 }, at) + (i - (beside - 1) / 2) * thick;
      const [from, to] = range.map(bound => made.convertToPixel({ xAxisIndex: 0 }, bound ?? value));
      const words = values && value !== null ? [{ type: "text", silent: true, z: 10, x: Math.max(from, to) + 8, y,
        style: { text: told(value, labels[at], names[i]), fill: c.text, fontSize: 12, verticalAlign: "middle" } }] : [];
      return [...whisker([from, y], [to, y], c, range.map(bound => bound === null)), ...words];
    }));
  });
}

const BAR = 22;
const SERIF = 4;

/** Returns the shapes of a range: a line with two ends. An end that is open has none. */
function whisker([x1, y1], [x2, y2], c, open = [false, false]) {
  const line = (a, b, d, e) => ({ type: "line", silent: true, z: 10, shape: { x1: a, y1: b, x2: d, y2: e }, style: { stroke: c.text, lineWidth: 1.4 } });
  const [across, up] = x1 === x2 ? [SERIF, 0] : [0, SERIF];
  return [line(x1, y1, x2, y2), ...open[0] ? [] : [line(x1 - across, y1 - up, x1 + across, y1 + up)],
    ...open[1] ? [] : [line(x2 - across, y2 - up, x2 + across, y2 + up)]];
}

/** Returns the lower and the upper bound of a row, each null where it has none. */
const boundsOf = (answer, row) => bounds(answer.columns).map(at => at === undefined ? null : number(row[at]));

export function drawLines(frame, answer, columns) {
  return drawChosen(frame, answer, { ...rolesOf(answer, columns), series: "all" },
    (place, shown, added) => linesOf(place, shown, columns, seriesOf(shown, columns, added)));
}

/** Returns the usual step between neighbouring points. At least half of the steps are about as long; figures of any days have none. */
function stepOf(points) {
  const steps = points.slice(1).map((point, i) => point[0] - points[i][0]).filter(step => step > 0).toSorted((a, b) => a - b);
  const usual = steps[steps.length >> 1] ?? Infinity;
  return 2 * steps.filter(step => Math.abs(step - usual) < 0.1 * usual).length < steps.length ? Infinity : usual;
}

const MOST_YEARS = 5;
const YEAR = 366 * 24 * 3600 * 1000;

/** Puts a gap between points that are further apart than the usual step or the longest one, so that no line crosses missing periods. */
function withGaps(points, longest) {
  const most = Math.min(1.5 * stepOf(points), longest);
  return points.flatMap((point, i) => i > 0 && point[0] - points[i - 1][0] > most ? [[(point[0] + points[i - 1][0]) / 2, null], point] : [point]);
}

/** Returns the lines of an answer, and what places their points. */
function seriesOf(answer, [alongAt, valueAt, ...rest], added) {
  const parts = areParts(answer, [valueAt, ...rest]);
  const groups = parts ? added : [...rest, ...added];
  const group = row => groups.map(at => text(row[at])).filter(name => name).join(" · ");
  const along = unique(answer.rows.map(row => row[alongAt]?.value)).filter(value => value !== undefined)
    .toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const years = along.every(value => /^\d{4}$/.test(value));
  const dates = !years && answer.rows.every(row => !row[alongAt] || isTime(row[alongAt]));
  const place = value => years ? Number(value) : dates ? Date.parse(value) : along.indexOf(value);
  const nameOf = (row, at) => [group(row), parts ? words(answer.columns[at]) : ""].filter(word => word).join(" · ") || words(answer.columns[valueAt]);
  const lines = (parts ? [valueAt, ...rest] : [valueAt]).flatMap(at => unique(answer.rows.map(row => nameOf(row, at))).map(name => ({
    name,
    data: withGaps(answer.rows.filter(row => nameOf(row, at) === name && number(row[at]) !== null && row[alongAt])
      .map(row => [place(row[alongAt].value), number(row[at])]).toSorted((a, b) => a[0] - b[0]), years ? MOST_YEARS : dates ? MOST_YEARS * YEAR : Infinity)
  })));
  return { lines, along, years, dates, place, parts };
}

/**
 * Draws all lines: of more than there are colours, those with the largest last values have one, the others are grey.
 *
 * @param series what seriesOf returns
 */
function linesOf(frame, answer, [alongAt, valueAt], series) {
  const { lines, along, years, dates, place, parts } = series;
  const last = line => line.data.findLast(point => point[1] !== null)?.[1] ?? -Infinity;
  const first = lines.toSorted((a, b) => last(b) - last(a)).slice(0, MOST_LINES).map(line => line.name);
  const given = c => assigned([...first, ...lines.map(line => line.name).filter(name => !first.includes(name))], c);
  const ranges = parts ? [] : answer.rows.filter(row => row[alongAt] && number(row[valueAt]) !== null)
    .map(row => ({ at: place(row[alongAt].value), value: number(row[valueAt]), range: boundsOf(answer, row) }))
    .filter(one => one.range.some(bound => bound !== null));
  const bounded = ranges.flatMap(one => one.range.filter(bound => bound !== null).map(bound => [one.at, bound]));
  const all = [...lines.flatMap(line => line.data.map(point => point[1])), ...bounded.map(point => point[1])].filter(value => value !== null);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const shortened = low > 0 && low > 0.5 * high;
  const whole = frame.clientWidth || 700;
  const ends = lines.length > 1 && lines.length <= 16 && whole > 560;
  const right = ends ? room(lines.map(line => line.name), whole, 0.3) : { width: 24 };
  const above = ends ? { height: 0, of: () => ({ show: false }) } : legend(frame, lines.map(line => line.name));
  const unit = measured(answer, parts ? "" : words(answer.columns[valueAt]));
  return chart(frame, 370 + above.height, c => ({
    tooltip: tooltip(c, { trigger: "axis", valueFormatter: amount }),
    legend: above.of(c),
    grid: { left: 12 + Math.max(width(amount(high)), width(amount(low)), 34), right: right.width + (ends ? 16 : 0), top: above.height + 34, bottom: 30 },
    xAxis: { ...(years ? { type: "value", minInterval: 1, min: "dataMin", max: "dataMax" } : dates ? { type: "time" } : { type: "category", data: along }),
      ...axis(c), axisLabel: { ...axis(c).axisLabel, hideOverlap: true, ...(years ? { formatter: String } : {}) }, splitLine: { show: false } },
    yAxis: { type: "value", scale: shortened, ...axis(c), axisLabel: { ...axis(c).axisLabel, formatter: amount },
      name: unit + (shortened ? ` (${say("js.axis.cut")})` : ""), nameTextStyle: { color: c.soft, align: "left", padding: [0, 0, 0, -30] } },
    // A chart has one colour for each series; those beyond the palette are grey.
    series: [...lines.map(line => {
      const colour = given(c).get(line.name);
      const grey = colour === c.rest;
      return { type: "line", connectNulls: false, symbolSize: 6, showSymbol: line.data.length < 40, z: grey ? 2 : 3, lineStyle: { width: grey ? 1 : 2 }, color: colour, ...line };
    }), { type: "scatter", data: bounded, symbolSize: 0, silent: true, tooltip: { show: false } }]
  }), (made, c, wide) => [
    ...ranges.flatMap(({ at, value, range }) => {
      const [from, to] = range.map(bound => made.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [at, bound ?? value]));
      return whisker(from, to, c, range.map(bound => bound === null));
    }),
    ...shortened ? axisCut(made, c) : [],
    ...ends ? endLabels(made, c, lines, given(c), wide - right.width) : []]);
}

/** Returns the mark of an axis that does not start at 0. */
function axisCut(made, c) {
  const option = made.getOption().grid[0];
  const [x, y] = [option.left, made.getHeight() - option.bottom];
  return [-4, 0].map(shift => ({ type: "polyline", silent: true, z: 10, style: { stroke: c.soft, lineWidth: 1.2, fill: "none" },
    shape: { points: [[x - 4, y + shift], [x, y + shift - 4], [x + 4, y + shift]] } }));
}

/** Returns the names at the ends of the lines, moved apart where they would overlap, each with a line to its end. */
function endLabels(made, c, lines, given, x) {
  const last = lines.map(line => line.data.findLast(point => point[1] !== null)).map((point, i) => point
    && { name: lines[i].name, end: made.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, point) }).filter(one => one).toSorted((a, b) => a.end[1] - b.end[1]);
  let least = LINE / 2;
  last.forEach(one => { one.y = Math.max(least, one.end[1]); least = one.y + LINE; });
  let most = made.getHeight() - LINE / 2;
  last.toReversed().forEach(one => { one.y = Math.min(most, one.y); most = one.y - LINE; });
  return last.flatMap(({ name, end, y }) => [
    { type: "line", silent: true, z: 9, shape: { x1: end[0] + 4, y1: end[1], x2: x - 4, y2: y }, style: { stroke: given.get(name), lineWidth: 0.7, opacity: 0.7 } },
    { type: "text", silent: true, z: 9, x, y, style: { text: cut(name, made.getWidth() - x - 2), fill: c.text, fontSize: 13, verticalAlign: "middle" } }]);
}
