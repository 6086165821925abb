// Charts, with ECharts: bars, lines, a matrix, a timeline.
import { isNumber } from "./answers.js";
import { text } from "./labels.js";
import { colours, element, load, words } from "./page.js";

/** Puts a chart into a frame; gives a function that draws it anew, in the colours of the hour. */
async function chart(frame, height, option) {
  await load("echarts.js");
  const place = element("div", { className: "drawing" });
  place.style.height = height + "px";
  frame.replaceChildren(place);
  const made = echarts.init(place, null, { renderer: "svg" });
  const paint = () => {
    const c = colours();
    made.setOption({
      color: c.palette, textStyle: { color: c.text, fontFamily: "system-ui, sans-serif" }, animation: false,
      tooltip: { renderMode: "richText", confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text } },
      ...option(c)
    }, true);
  };
  paint();
  const watch = new ResizeObserver(() => made.resize());
  watch.observe(place);
  return paint;
}

const unique = list => [...new Set(list)];
const number = term => term && isNumber(term) ? Number(term.value) : null;
const axis = c => ({
  axisLabel: { color: c.text, fontSize: 13 }, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
  splitLine: { lineStyle: { color: c.line } }, nameTextStyle: { color: c.soft }
});

/** The names of series, in as many lines as they need, if these are not too many; and the height of that. */
function legend(frame, names) {
  const widths = names.map(name => 7 * name.length + 45);
  const lines = 1 + widths.reduce(([line, used], width) => used + width > frame.clientWidth - 20 ? [line + 1, width] : [line, used + width], [0, 0])[0];
  const option = { type: lines > 6 ? "scroll" : "plain", top: 0 };
  return names.length < 2 ? { height: 0, of: () => ({ show: false }) }
    : { height: 8 + 22 * (lines > 6 ? 1 : lines), of: c => ({ ...option, data: names, textStyle: { color: c.text }, pageTextStyle: { color: c.text } }) };
}

/** What an axis measures: its column, if it is one, and the unit, if the answer has one for all. */
function measured(answer, column) {
  const units = unique(answer.rows.map(row => text(row[answer.columns.indexOf("unit")])));
  return [column, units.length === 1 ? units[0] : ""].filter(word => word).join(", ");
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
const amount = value => Math.abs(value) >= 1e5 ? compact.format(value) : String(value);
const cut = (label, most) => label.length > most ? label.slice(0, most - 1) + "…" : label;
const widest = frame => Math.max(18, Math.round(frame.clientWidth / 18));

/** Value columns side by side as parts of a bar; or one value column, and a bar beside it per series, which further columns tell. */
function series(answer, [labelAt, valueAt, ...rest], labels) {
  const name = row => text(row[labelAt]);
  const values = [valueAt, ...rest];
  const parts = values.length > 1 && answer.rows.some(row => row[values[1]]) && answer.rows.every(row => !row[values[1]] || isNumber(row[values[1]]));
  if (parts) {
    return values.map(at => ({ name: words(answer.columns[at]), stack: "all",
      data: labels.map(label => number(answer.rows.find(row => name(row) === label)?.[at])) }));
  }
  const group = row => rest.map(at => text(row[at])).join(" · ") || words(answer.columns[valueAt]);
  return unique(answer.rows.map(group)).map(one => ({ name: one, data: labels.map(label =>
    number(answer.rows.find(row => name(row) === label && group(row) === one)?.[valueAt])) }));
}

export function drawBars(frame, answer, columns) {
  const labels = unique(answer.rows.map(row => text(row[columns[0]])));
  const bars = series(answer, columns, labels);
  const beside = bars[0].stack ? 1 : bars.length;
  const most = widest(frame);
  const names = legend(frame, bars.map(bar => bar.name));
  return chart(frame, labels.length * Math.max(28, 18 * beside) + names.height + 70, c => ({
    legend: names.of(c),
    grid: { left: 8, right: 48, top: names.height + 8, bottom: 28, containLabel: true },
    xAxis: { type: "value", ...axis(c), axisLabel: { ...axis(c).axisLabel, formatter: amount }, name: measured(answer, bars[0].stack ? "" : words(answer.columns[columns[1]])), nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "category", inverse: true, data: labels, ...axis(c), axisLabel: { ...axis(c).axisLabel, interval: 0, formatter: l => cut(l, most) } },
    series: bars.map(bar => ({ type: "bar", barMaxWidth: 22, color: c.tones[bar.name], ...bar,
      label: { show: !bar.stack && labels.length * bars.length < 80, position: "right", color: c.text, formatter: bar => amount(bar.value) } }))
  }));
}

export function drawLines(frame, answer, columns) {
  const along = unique(answer.rows.map(row => text(row[columns[0]]))).toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const lines = series(answer, columns, along);
  const names = legend(frame, lines.map(line => line.name));
  const parts = lines[0]?.stack;
  return chart(frame, 350 + names.height, c => ({
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text } },
    legend: names.of(c),
    grid: { left: 8, right: 24, top: names.height + 30, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: along, ...axis(c) },
    yAxis: { type: "value", scale: true, ...axis(c), axisLabel: { ...axis(c).axisLabel, formatter: amount },
      name: measured(answer, parts ? "" : words(answer.columns[columns[1]])), nameTextStyle: { color: c.soft, align: "left", padding: [0, 0, 0, -30] } },
    // The ninth line has the first one's colour, but is dashed.
    series: lines.map(({ stack, ...line }, i) => ({ type: "line", connectNulls: true, symbolSize: 6, lineStyle: { type: i < c.palette.length ? "solid" : "dashed" },
      symbol: i < c.palette.length ? "emptyCircle" : "emptyTriangle", ...line }))
  }));
}

export function drawMatrix(frame, answer, [rowAt, columnAt, valueAt]) {
  const name = term => text(term) || "none";
  const rows = unique(answer.rows.map(row => name(row[rowAt])));
  const columns = unique(answer.rows.map(row => name(row[columnAt])));
  const cells = new Map();
  for (const row of answer.rows) {
    const key = columns.indexOf(name(row[columnAt])) + " " + rows.indexOf(name(row[rowAt]));
    cells.set(key, (cells.get(key) ?? 0) + (valueAt === undefined ? 1 : number(row[valueAt]) ?? 1));
  }
  const data = [...cells].map(([key, value]) => [...key.split(" ").map(Number), value]);
  const high = Math.max(...data.map(cell => cell[2]));
  const most = widest(frame);
  return chart(frame, Math.max(260, rows.length * 30 + 150), c => ({
    grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: columns, position: "top", ...axis(c), splitLine: { show: false },
      axisLabel: { ...axis(c).axisLabel, interval: 0, rotate: columns.length > 4 || frame.clientWidth < 700 ? 40 : 0, formatter: l => cut(l, 36) } },
    yAxis: { type: "category", data: rows, inverse: true, ...axis(c), splitLine: { show: false },
      axisLabel: { ...axis(c).axisLabel, interval: 0, formatter: l => cut(l, most) } },
    visualMap: { show: false, min: 0, max: high, inRange: { color: [c.panel, c.palette[0]] } },
    series: [{ type: "heatmap", data: data.map(value => ({ value, label: { color: value[2] > high / 2 ? c.page : c.text } })), itemStyle: { borderColor: c.page, borderWidth: 2, borderRadius: 3 },
      label: { show: data.length < 400 && data.some(cell => cell[2] !== 1) } }]
  }));
}

export function drawTimeline(frame, answer, [labelAt, fromAt, toAt]) {
  const spans = answer.rows.filter(row => row[fromAt])
    .map(row => ({ label: text(row[labelAt]), from: row[fromAt].value, to: toAt === undefined ? null : row[toAt]?.value ?? null }))
    .toSorted((a, b) => a.from.localeCompare(b.from));
  const most = widest(frame);
  return chart(frame, Math.max(200, spans.length * 26 + 70), c => ({
    tooltip: { renderMode: "richText", confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text },
      formatter: point => { const s = spans[point.dataIndex]; return `${s.label}\n${s.from}${s.to ? " – " + s.to : ""}`; } },
    grid: { left: 8, right: 24, top: 34, bottom: 8, containLabel: true },
    xAxis: { type: "time", position: "top", ...axis(c) },
    yAxis: { type: "category", inverse: true, data: spans.map((_, i) => i), ...axis(c), splitLine: { show: false },
      axisLabel: { ...axis(c).axisLabel, interval: 0, formatter: i => cut(spans[i].label, most) } },
    series: [{ type: "custom", encode: { x: [1, 2], y: 0 }, data: spans.map((s, i) => [i, s.from, s.to ?? s.from]),
      renderItem: (_, api) => {
        const [x, y] = api.coord([api.value(1), api.value(0)]);
        const end = api.coord([api.value(2), api.value(0)])[0];
        return { type: "rect", shape: { x: x - 5, y: y - 5, width: Math.max(10, end - x + 10), height: 10, r: 5 }, style: { fill: c.palette[0] } };
      } }]
  }));
}
