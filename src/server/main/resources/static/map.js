// A map of the world in the Natural Earth projection, with d3-geo over an outline of our own server: areas shaded by a value.
import { ask, isNumber } from "./answers.js";
import { bounds, drawChosen } from "./choices.js";
import { text } from "./labels.js";
import { amount } from "./numbers.js";
import { colours, element, load, mixed, svg, words } from "./page.js";
import { say } from "./texts.js";

const AREAS = `PREFIX tool: <https://w3id.org/techrace/tool#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?area ?label ?code WHERE { ?property rdfs:subPropertyOf* tool:m49 . ?area ?property ?code ; rdfs:label|skos:altLabel ?label }`;
const SIZE = [960, 480];
const STEPS = 5;

let codes;

/** Returns M49 codes by an area's IRI and by each of its names. */
async function areaCodes() {
  const { rows } = await ask(AREAS);
  const found = new Map();
  rows.forEach(([area, label, code]) => found.set(area.value, code.value).set(label.value, code.value));
  return found;
}

/** Returns whether some value of a column is an area, by its IRI or by its name. */
export async function hasAreas(answer, column) {
  const areas = await (codes ??= areaCodes());
  return answer.rows.some(row => row[column] && areas.has(row[column].value));
}

/** Shades areas by a number. Without a column of numbers all areas of the answer have one shade. */
export function drawMap(frame, answer, [areaAt, valueAt]) {
  const measures = [valueAt, ...bounds(answer.columns)].filter(at => at !== undefined);
  return valueAt === undefined ? mapOf(frame, answer, [areaAt])
    : drawChosen(frame, answer, { places: [areaAt], measures, series: false }, (place, shown) => mapOf(place, shown, [areaAt, valueAt]));
}

async function mapOf(frame, answer, [areaAt, valueAt]) {
  codes ??= areaCodes();
  const [world, areas] = await Promise.all([
    fetch("/static/world.json").then(response => response.json()), codes, load("d3-array.js").then(() => load("d3-geo.js"))]);
  const onMap = new Set(world.features.map(feature => feature.id));
  const entries = new Map();
  const missing = [];
  for (const row of answer.rows.filter(row => row[areaAt] && (valueAt === undefined || isNumber(row[valueAt])))) {
    const value = valueAt === undefined ? null : Number(row[valueAt].value);
    const told = text(row[areaAt]) + (value === null ? "" : ": " + amount(value));
    const code = areas.get(row[areaAt].value);
    if (!onMap.has(code)) missing.push(told);
    else if (entries.has(code)) entries.get(code).told += "; " + amount(value);
    else entries.set(code, { told, value });
  }
  const numbers = [...entries.values()].map(entry => entry.value ?? 1);
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const shade = value => high === low ? STEPS - 1 : Math.min(STEPS - 1, Math.floor(STEPS * (value - low) / (high - low)));
  const path = d3.geoPath(d3.geoNaturalEarth1().fitExtent([[2, 2], [SIZE[0] - 2, SIZE[1] - 2]], world));
  const shapes = world.features.map(rewound).map(feature => {
    const entry = entries.get(feature.id);
    const name = entry?.told ?? `${feature.properties?.name ?? ""}: ${say("js.map.none")}`;
    const shape = svg("path", { d: path(feature) ?? "", class: entry ? "data" : "none" }, svg("title", {}, name));
    return { shape, entry };
  });
  const hatch = svg("path", { d: "M0 6L6 0" });
  const pattern = svg("pattern", { id: "no-data", width: 6, height: 6, patternUnits: "userSpaceOnUse" }, hatch);
  const picture = svg("svg", { viewBox: `0 0 ${SIZE[0]} ${SIZE[1]}`, role: "img", "aria-label": say("js.picture.map") },
    svg("defs", {}, pattern), ...shapes.map(one => one.shape));
  const swatches = Array.from({ length: valueAt === undefined ? 1 : STEPS }, () => svg("rect", { width: 26, height: 12 }));
  const none = svg("rect", { width: 26, height: 12 });
  const key = element("p", { className: "key" },
    ...swatches.flatMap((swatch, i) => {
      const from = low + i * (high - low) / STEPS;
      const label = valueAt === undefined ? words(answer.columns[areaAt]) : `${amount(from)}–${amount(from + (high - low) / STEPS)}`;
      return [element("span", { className: "step" }, svg("svg", { width: 26, height: 12, "aria-hidden": "true" }, swatch), " " + label)];
    }),
    element("span", { className: "step" }, svg("svg", { width: 26, height: 12, "aria-hidden": "true" }, none), " " + say("js.map.none")));
  const title = valueAt === undefined ? [] : [element("p", { className: "key" }, words(answer.columns[valueAt]))];
  const notes = missing.length ? [element("p", { className: "note" }, say("js.map.missing", missing.join("; ")))] : [];
  frame.replaceChildren(...title, element("div", { className: "drawing map" }, picture), key, ...notes);
  const paint = () => {
    const c = colours();
    const fill = step => mixed(c.page, c.palette[0], 0.2 + 0.8 * step / (STEPS - 1));
    hatch.setAttribute("stroke", c.soft);
    hatch.setAttribute("stroke-width", "1");
    shapes.forEach(({ shape, entry }) => {
      shape.setAttribute("stroke", c.soft);
      shape.setAttribute("stroke-width", "0.4");
      shape.setAttribute("fill", entry ? fill(shade(entry.value ?? high)) : "url(#no-data)");
    });
    swatches.forEach((swatch, i) => swatch.setAttribute("fill", fill(valueAt === undefined ? STEPS - 1 : i)));
    none.setAttribute("fill", "url(#no-data)");
  };
  paint();
  return paint;
}

/** Turns the rings of a polygon so that they enclose the area and not the rest of the globe, as d3-geo expects. */
function rewound(feature) {
  const turn = rings => d3.geoArea({ type: "Polygon", coordinates: rings }) > 2 * Math.PI ? rings.map(ring => ring.toReversed()) : rings;
  const { type, coordinates } = feature.geometry;
  return { ...feature, geometry: { type, coordinates: type === "Polygon" ? turn(coordinates) : coordinates.map(turn) } };
}
