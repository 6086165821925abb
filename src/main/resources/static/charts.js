// Charts, with ECharts: bars, lines, a matrix, a timeline.
import { isNumber, isTime } from "./answers.js";
import { bounds, drawChosen } from "./choices.js";
import { text } from "./labels.js";
import { assigned, colours, element, load, words } from "./page.js";

const FONT = "13px system-ui, sans-serif";

/** Puts a chart into a frame. Returns a function that draws it again, in the colours of the moment. */
async function chart(frame, height, option) {
  await load("echarts.js");
  const place = element("div", { className: "drawing" });
  place.style.height = height + "px";
  frame.replaceChildren(place);
  const made = echarts.init(place, null, { renderer: "svg" });
  const paint = () => {
    const c = colours();
    made.setOption({ color: c.palette, textStyle: { color: c.text, fontFamily: "system-ui, sans-serif" }, animation: false,
      tooltip: tooltip(c), ...option(c, place.clientWidth) }, true);
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

let ruler;

/** Returns the width of a text in pixels, in the font of the charts. */
function width(words) {
  ruler ??= document.createElement("canvas").getContext("2d");
  ruler.font = FONT;
  return ruler.measureText(words).width;
}

/** Returns the room for labels beside a chart: their widest, at most a share of the chart. Longer ones are broken into lines. */
function room(labels, whole, share) {
  const most = Math.floor(whole * share);
  const widest = Math.ceil(Math.max(0, ...labels.map(width))) + 8;
  return { width: Math.min(widest, most), lines: Math.max(1, ...labels.map(label => Math.ceil(width(label) * 1.15 / most))) };
}

/** Returns the lines that names of series need above a chart, and their legend. */
function legend(frame, names) {
  const lines = 1 + names.map(name => width(name) + 45).reduce(([line, used], one) =>
    used + one > frame.clientWidth - 20 ? [line + 1, one] : [line, used + one], [0, 0])[0];
  const option = { type: lines > 6 ? "scroll" : "plain", top: 0 };
  return names.length < 2 ? { height: 0, of: () => ({ show: false }) }
    : { height: 8 + 22 * (lines > 6 ? 1 : lines), of: c => ({ ...option, data: names, textStyle: { color: c.text }, pageTextStyle: { color: c.text } }) };
}

/** Returns what an axis measures: its column, and the unit if the rows have one for all. */
function measured(answer, column) {
  const units = unique(answer.rows.map(row => text(row[answer.columns.indexOf("unit")])).filter(unit => unit));
  return [column, units.length === 1 ? units[0] : ""].filter(word => word).join(", ");
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 3 });

/** Formats numbers in one way everywhere: 1.2M, 12,345, 0.25. */
export const amount = value => value == null ? "" : Math.abs(value) >= 1e5 ? compact.format(value) : plain.format(value);

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
  const [lowerAt, upperAt] = bounds(answer.columns);
  const bars = names.map((name, i) => ({ name, stack: parts ? "all" : undefined, data: labels.map(slot => {
    const row = rowOf(slot, name);
    return row ? number(row[parts ? [valueAt, ...rest][i] : valueAt]) : null;
  }) }));
  const whiskers = parts || lowerAt === undefined || upperAt === undefined ? [] : names.map((name, i) => ({ name, at: i, data:
    labels.map((slot, at) => { const row = rowOf(slot, name); return row && number(row[lowerAt]) !== null && number(row[upperAt]) !== null ? [number(row[lowerAt]), number(row[upperAt]), at] : null; })
      .filter(one => one) }));
  const beside = parts ? 1 : bars.length;
  const shown = labels.map(slot => slot.split("\u0001")[0]);
  const left = room(shown, frame.clientWidth || 700, 0.4);
  const above = legend(frame, names);
  const values = labels.length * bars.length < 80 && !parts;
  const widest = values ? Math.max(0, ...bars.flatMap(bar => bar.data.map(value => width(amount(value))))) + 14 : 24;
  return chart(frame, labels.length * Math.max(16 + 16 * left.lines, 18 * beside + 8) + above.height + 70, c => ({
    legend: above.of(c),
    grid: { left: left.width + 12, right: Math.ceil(widest), top: above.height + 8, bottom: 52 },
    xAxis: { type: "value", ...axis(c), axisLabel: { ...axis(c).axisLabel, formatter: amount, hideOverlap: true }, name: measured(answer, parts ? "" : words(answer.columns[valueAt])), nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "category", inverse: true, data: shown, ...axis(c), axisLabel: { ...axis(c).axisLabel, interval: 0, width: left.width, overflow: "break" } },
    series: [...bars.map(bar => ({ type: "bar", barMaxWidth: 22, color: assigned(names, c).get(bar.name), ...bar,
      label: { show: values, position: "right", color: c.text, formatter: bar => amount(bar.value) } })),
    ...whiskers.map(one => ({ type: "custom", name: one.name, silent: true, z: 5, encode: { x: [0, 1], y: 2 }, data: one.data,
      renderItem: (_, api) => whisker(api, c, (one.at - (beside - 1) / 2) * Math.min(22, 0.7 * api.size([0, 1])[1] / beside)) }))]
  }));
}

/** Draws the range between two bounds as a line with two ends. */
function whisker(api, c, shift) {
  const [from, y] = api.coord([api.value(0), api.value(2)]);
  const to = api.coord([api.value(1), api.value(2)])[0];
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: c.text, lineWidth: 1.4 } });
  const at = y + shift;
  return { type: "group", children: [line(from, at, to, at), line(from, at - 4, from, at + 4), line(to, at - 4, to, at + 4)] };
}

export function drawLines(frame, answer, columns) {
  return drawChosen(frame, answer, { ...rolesOf(answer, columns), series: "all" },
    (place, shown, added) => linesOf(place, shown, columns, added));
}

/** Returns the steps between neighbouring points that a line may cross: the most common one, in years. */
function stepOf(points) {
  const steps = points.slice(1).map((point, i) => point[0] - points[i][0]).filter(step => step > 0);
  const count = new Map();
  steps.forEach(step => count.set(step, (count.get(step) ?? 0) + 1));
  return [...count].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? Infinity;
}

/** Puts a gap between points that are further apart than the usual step, so that no line crosses missing periods. */
function withGaps(points) {
  const step = stepOf(points);
  return points.flatMap((point, i) => i > 0 && point[0] - points[i - 1][0] > 1.5 * step ? [[(point[0] + points[i - 1][0]) / 2, null], point] : [point]);
}

function linesOf(frame, answer, [alongAt, valueAt, ...rest], added) {
  const parts = areParts(answer, [valueAt, ...rest]);
  const groups = parts ? added : [...rest, ...added];
  const group = row => groups.map(at => text(row[at])).filter(name => name).join(" · ");
  const along = unique(answer.rows.map(row => row[alongAt]?.value)).filter(value => value !== undefined)
    .toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const years = along.every(value => /^\d{4}$/.test(value));
  const dates = !years && answer.rows.every(row => !row[alongAt] || isTime(row[alongAt]));
  const place = value => years ? Number(value) : dates ? Date.parse(value) : along.indexOf(value);
  const lines = (parts ? [valueAt, ...rest] : [valueAt]).flatMap(at => unique(answer.rows.map(group)).map(one => ({
    name: [one, parts ? words(answer.columns[at]) : ""].filter(word => word).join(" · ") || words(answer.columns[valueAt]),
    data: withGaps(answer.rows.filter(row => group(row) === one && number(row[at]) !== null && row[alongAt])
      .map(row => [place(row[alongAt].value), number(row[at])]).toSorted((a, b) => a[0] - b[0]))
  })));
  const all = lines.flatMap(line => line.data.map(point => point[1])).filter(value => value !== null);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const cut = low > 0 && low > 0.5 * high;
  const whole = frame.clientWidth || 700;
  const ends = lines.length > 1 && lines.length <= 12 && whole > 560;
  const right = ends ? room(lines.map(line => line.name), whole, 0.3) : { width: 24 };
  const above = ends ? { height: 0, of: () => ({ show: false }) } : legend(frame, lines.map(line => line.name));
  const unit = measured(answer, parts ? "" : words(answer.columns[valueAt]));
  return chart(frame, 370 + above.height, c => ({
    tooltip: tooltip(c, { trigger: "axis", valueFormatter: amount }),
    legend: above.of(c),
    grid: { left: 12 + Math.max(width(amount(high)), width(amount(low)), 34), right: right.width + (ends ? 16 : 0), top: above.height + 34, bottom: 30 },
    xAxis: { ...(years ? { type: "value", minInterval: 1, min: "dataMin", max: "dataMax" } : dates ? { type: "time" } : { type: "category", data: along }),
      ...axis(c), axisLabel: { ...axis(c).axisLabel, hideOverlap: true, ...(years ? { formatter: String } : {}) }, splitLine: { show: false } },
    yAxis: { type: "value", scale: cut, ...axis(c), axisLabel: { ...axis(c).axisLabel, formatter: amount },
      name: unit + (cut ? " (axis does not start at 0)" : ""), nameTextStyle: { color: c.soft, align: "left", padding: [0, 0, 0, -30] } },
    // A chart has one colour for each series; those beyond the palette are grey.
    series: lines.map(line => {
      const colour = assigned(lines.map(one => one.name), c).get(line.name);
      const grey = colour === c.rest;
      return { type: "line", connectNulls: false, symbolSize: 6, showSymbol: line.data.length < 40, z: grey ? 2 : 3, lineStyle: { width: grey ? 1 : 2 }, color: colour,
        endLabel: { show: ends, formatter: "{a}", color: c.text, fontSize: 13, width: right.width, overflow: "truncate" },
        labelLayout: { moveOverlap: "shiftY" }, ...line };
    })
  }));
}

export function drawMatrix(frame, answer, [rowAt, columnAt, valueAt]) {
  // Without a value the cells count rows, so nothing is left out.
  if (valueAt === undefined) return matrixOf(frame, answer, [rowAt, columnAt]);
  return drawChosen(frame, answer, { places: [rowAt, columnAt], measures: [valueAt], series: false },
    (place, shown) => matrixOf(place, shown, [rowAt, columnAt, valueAt]));
}

function matrixOf(frame, answer, [rowAt, columnAt, valueAt]) {
  const name = term => text(term) || "none";
  const rows = unique(answer.rows.map(row => name(row[rowAt])));
  const columns = unique(answer.rows.map(row => name(row[columnAt])));
  const words = valueAt !== undefined && !answer.rows.every(row => !row[valueAt] || isNumber(row[valueAt]));
  const cells = new Map();
  for (const row of answer.rows) {
    const key = columns.indexOf(name(row[columnAt])) + " " + rows.indexOf(name(row[rowAt]));
    cells.set(key, valueAt === undefined || words ? (cells.get(key) ?? 0) + 1 : number(row[valueAt]) ?? cells.get(key));
  }
  const data = [...cells].map(([key, value]) => [...key.split(" ").map(Number), value]);
  const high = Math.max(...data.map(cell => cell[2]));
  const whole = frame.clientWidth || 700;
  const left = room(rows, whole, 0.4);
  const turned = columns.some(label => width(label) > (whole - left.width) / columns.length - 8);
  // A turned label reaches to the right of its column.
  const step = (whole - left.width - 200) / columns.length;
  const reach = (label, i) => Math.min(240, width(label)) * 0.72 - (columns.length - 1.5 - i) * step;
  const right = turned ? Math.max(16, Math.ceil(Math.max(...columns.map(reach))) + 12) : 16;
  const top = turned ? Math.min(190, Math.ceil(Math.max(...columns.map(width)) * 0.72) + 24) : 30;
  return chart(frame, rows.length * (14 + 16 * left.lines) + top + 30, c => ({
    grid: { left: left.width + 12, right, top, bottom: 8 },
    xAxis: { type: "category", data: columns, position: "top", ...axis(c), splitLine: { show: false },
      axisLabel: { ...axis(c).axisLabel, interval: 0, rotate: turned ? -45 : 0, width: turned ? 240 : undefined, overflow: "truncate" } },
    yAxis: { type: "category", data: rows, inverse: true, ...axis(c), splitLine: { show: false },
      axisLabel: { ...axis(c).axisLabel, interval: 0, width: left.width, overflow: "break" } },
    visualMap: { show: false, min: 0, max: high, inRange: { color: [c.panel, c.palette[0]] } },
    series: [{ type: "heatmap", data: data.map(value => ({ value, label: { color: value[2] > high / 2 ? c.page : c.text } })), itemStyle: { borderColor: c.page, borderWidth: 2, borderRadius: 3 },
      label: { show: data.length < 400 && data.some(cell => cell[2] !== 1), formatter: cell => amount(cell.value[2]) } }]
  }));
}

export function drawTimeline(frame, answer, [labelAt, fromAt, toAt]) {
  const spans = answer.rows.filter(row => row[fromAt])
    .map(row => ({ label: text(row[labelAt]), from: row[fromAt].value, to: toAt === undefined ? null : row[toAt]?.value ?? null }))
    .toSorted((a, b) => a.from.localeCompare(b.from));
  const left = room(spans.map(span => span.label), frame.clientWidth || 700, 0.45);
  return chart(frame, Math.max(200, spans.length * (10 + 16 * left.lines) + 70), c => ({
    tooltip: tooltip(c, { formatter: point => { const s = spans[point.dataIndex]; return `${s.label}\n${s.from}${s.to ? " – " + s.to : ""}`; } }),
    grid: { left: left.width + 12, right: 32, top: 34, bottom: 8 },
    xAxis: { type: "time", position: "top", ...axis(c), axisLabel: { ...axis(c).axisLabel, hideOverlap: true } },
    yAxis: { type: "category", inverse: true, data: spans.map((_, i) => i), ...axis(c), splitLine: { show: false },
      axisLabel: { ...axis(c).axisLabel, interval: 0, width: left.width, overflow: "break", formatter: i => spans[i].label } },
    series: [{ type: "custom", encode: { x: [1, 2], y: 0 }, data: spans.map((s, i) => [i, s.from, s.to ?? s.from]),
      renderItem: (_, api) => {
        const [x, y] = api.coord([api.value(1), api.value(0)]);
        const end = api.coord([api.value(2), api.value(0)])[0];
        return { type: "rect", shape: { x: x - 5, y: y - 5, width: Math.max(10, end - x + 10), height: 10, r: 5 }, style: { fill: c.palette[0] } };
      } }]
  }));
}
