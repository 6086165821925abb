// A timeline: a line for each row, from its first to its last day; without one, to the day in the column "lasts", on which it is known to last.
import { text } from "./labels.js";
import { svg } from "./page.js";
import { LINE, broken, label, picture, room, width } from "./picture.js";
import { say } from "./texts.js";

const TOP = 34;
const THICKNESS = 10;

/** Returns the time of a year, a month or a day. */
const time = value => Date.parse(/^\d{4}$/.test(value) ? value + "-01-01" : value.slice(0, 10));

export function drawTimeline(frame, answer, [labelAt, fromAt, toAt]) {
  const lastsAt = answer.columns.indexOf("lasts");
  const end = row => (toAt === undefined ? null : row[toAt]?.value) ?? row[lastsAt]?.value ?? null;
  const spans = answer.rows.filter(row => row[fromAt] && !Number.isNaN(time(row[fromAt].value)))
    .map(row => ({ label: text(row[labelAt]), from: row[fromAt].value, to: end(row) }))
    .toSorted((a, b) => a.from.localeCompare(b.from));
  const times = spans.flatMap(span => [time(span.from), time(span.to ?? span.from)]);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return picture(frame, say("js.picture.timeline"), (whole, c) => {
    const left = room(spans.map(span => span.label), whole, 0.45).width + 12;
    const place = value => left + 12 + (last > first ? (value - first) / (last - first) : 0.5) * (whole - left - 48);
    const parts = [];
    for (const [words, at] of ticks(first, last, whole - left - 48)) {
      parts.push(svg("path", { d: `M${place(at)} ${TOP - 4}V${TOP}`, stroke: c.line }),
        label([words], place(at), TOP - 16, { fill: c.text, "text-anchor": "middle" }));
    }
    let y = TOP;
    for (const span of spans) {
      const lines = broken(span.label, left - 20);
      const height = 10 + LINE * lines.length;
      const [from, to] = [place(time(span.from)), place(time(span.to ?? span.from))];
      parts.push(label(lines, left - 12, y + height / 2, { fill: c.text, "text-anchor": "end" }),
        svg("path", { d: `M${left} ${y + height / 2}H${whole - 24}`, stroke: c.line, "stroke-width": 0.6 }),
        svg("path", { d: `M${from} ${y + height / 2}H${Math.max(to, from + 0.1)}`, stroke: c.palette[0], "stroke-width": THICKNESS, "stroke-linecap": "round" },
          svg("title", {}, `${span.label}\n${span.from}${span.to ? " – " + span.to : ""}`)));
      y += height;
    }
    return { height: y + 8, parts };
  });
}

/** Returns labels of years, or of months where the time is short, with as much room as they need. */
function ticks(first, last, room) {
  const [from, to] = [new Date(first), new Date(last)];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const widest = width("0000-00") + 16;
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find(one => months / one * widest <= room) ?? 2400;
  const all = [];
  for (let month = 0; month <= months + 1; month++) {
    const at = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month));
    const [year, index] = [at.getUTCFullYear(), at.getUTCMonth()];
    if ((year * 12 + index) % step === 0 && at >= from && at <= to) {
      all.push([step < 12 ? at.toISOString().slice(0, 7) : String(year), at.getTime()]);
    }
  }
  return all;
}
