// A map of the world in the Natural Earth projection, with d3-geo over an outline of our own server: areas shaded by a value, or points.
import { ask, isNumber } from "./answers.js";
import { bounds, drawChosen } from "./choices.js";
import { text } from "./labels.js";
import { amount } from "./numbers.js";
import { colours, element, load, mixed, svg, words } from "./page.js";
import { say } from "./texts.js";

const AREAS = `PREFIX tool: <https://w3id.org/techrace/tool#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?area ?label ?code WHERE {
  VALUES ?standard { tool:m49 tool:iso2 tool:iso3 } ?property rdfs:subPropertyOf* ?standard . ?area ?property ?code ; rdfs:label|skos:altLabel ?label }`;
const SIZE = [960, 480];
const STEPS = 5;
const POINT = 4;

/** Points that are in less than this many degrees of longitude are shown larger than on a map of the world. */
const REGION = 120;

/** The classes have equal widths only if the median is at least this part of the largest value; else the same factor is between their limits. */
const EVEN = 0.2;

/** The largest factor within a class other than the lowest: a number that is some times another is in another class. */
const FACTOR = Math.sqrt(10);

let known;

/** Returns a function that finds the area of a term: by its IRI, its code in ISO 3166 or M49, or its name in any language of the graph or the page. */
async function areas() {
  const [world, { rows }] = await Promise.all([fetch("/static/world.json").then(response => response.json()), ask(AREAS)]);
  const found = new Map();
  const names = ["en", document.documentElement.lang].map(language => new Intl.DisplayNames(language, { type: "region" }));
  for (const { id, properties: { name, iso2, iso3 } } of world.features.filter(feature => feature.id)) {
    for (const key of [id, name, iso2, iso3, ...iso2 ? names.map(one => one.of(iso2)) : []]) if (key) found.set(key.toLowerCase(), id);
  }
  rows.forEach(([area, label, code]) => {
    const id = found.get(code.value.toLowerCase());
    if (id) found.set(area.value.toLowerCase(), id).set(label.value.toLowerCase(), id);
  });
  return { world, of: term => found.get(term.value.toLowerCase()) ?? found.get(text(term).toLowerCase()) };
}

/** Returns whether some value of a column is an area. */
export async function hasAreas(answer, column) {
  const { of } = await (known ??= areas());
  return answer.rows.some(row => row[column] && of(row[column]));
}

/**
 * Returns the classes of some numbers, each with its smallest and largest number, so that no two share a limit: of equal width, or, if a few
 * numbers are far larger than the others, by their logarithm from the largest down; the lowest class has all that are smaller.
 */
export function classes(numbers) {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  if (sorted.length <= STEPS) return sorted.map(one => [one, one]);
  const [low, high] = [sorted[0], sorted.at(-1)];
  const even = low < 0 || sorted[Math.floor(sorted.length / 2)] >= EVEN * high;
  const factor = Math.log(Math.min(FACTOR, low > 0 ? (high / low) ** (1 / STEPS) : FACTOR));
  const step = one => even ? STEPS * (one - low) / (high - low) : STEPS - Math.log(high / one) / factor;
  const groups = Array.from({ length: STEPS }, () => []);
  sorted.forEach(one => groups[Math.max(0, Math.min(STEPS - 1, Math.floor(step(one))))].push(one));
  return groups.filter(group => group.length > 0).map(group => [group[0], group.at(-1)]);
}

/** Shades areas by a number. Without a column of numbers all areas of the answer have one shade. */
export function drawMap(frame, answer, [areaAt, valueAt]) {
  const measures = [valueAt, ...bounds(answer.columns)].filter(at => at !== undefined);
  return valueAt === undefined ? mapOf(frame, answer, [areaAt])
    : drawChosen(frame, answer, { places: [areaAt], measures, series: false }, (place, shown) => mapOf(place, shown, [areaAt, valueAt]));
}

async function mapOf(frame, answer, [areaAt, valueAt]) {
  known ??= areas();
  const [{ world, of }] = await Promise.all([known, load("d3-array.js").then(() => load("d3-geo.js"))]);
  const entries = new Map();
  const missing = [];
  for (const row of answer.rows.filter(row => row[areaAt] && (valueAt === undefined || isNumber(row[valueAt])))) {
    const value = valueAt === undefined ? null : Number(row[valueAt].value);
    const told = text(row[areaAt]) + (value === null ? "" : ": " + amount(value));
    const code = of(row[areaAt]);
    if (!code) missing.push(told);
    else if (entries.has(code)) entries.get(code).told += "; " + amount(value);
    else entries.set(code, { told, value });
  }
  const groups = classes([...entries.values()].map(entry => entry.value ?? 1));
  const shade = value => groups.findIndex(([, high]) => value <= high);
  const path = d3.geoPath(d3.geoNaturalEarth1().fitExtent([[2, 2], [SIZE[0] - 2, SIZE[1] - 2]], world)).pointRadius(POINT);
  // States that the outline is too coarse for are points, above the others and only with a value.
  const shapes = world.features.filter(feature => feature.geometry.type !== "Point" || entries.has(feature.id)).map(rewound).map(feature => {
    const entry = entries.get(feature.id);
    const name = entry?.told ?? `${feature.properties?.name ?? ""}: ${say("js.map.none")}`;
    const shape = svg("path", { d: path(feature) ?? "", class: entry ? "data" : "none" }, svg("title", {}, name));
    return { shape, entry };
  });
  const hatch = svg("path", { d: "M0 6L6 0" });
  const pattern = svg("pattern", { id: "no-data", width: 6, height: 6, patternUnits: "userSpaceOnUse" }, hatch);
  const picture = svg("svg", { viewBox: `0 0 ${SIZE[0]} ${SIZE[1]}`, role: "img", "aria-label": say("js.picture.map") },
    svg("defs", {}, pattern), ...shapes.map(one => one.shape));
  const swatches = groups.map(() => svg("rect", { width: 26, height: 12 }));
  const none = svg("rect", { width: 26, height: 12 });
  const key = element("p", { className: "key" },
    ...swatches.flatMap((swatch, i) => {
      const [from, to] = groups[i].map(amount);
      const label = valueAt === undefined ? words(answer.columns[areaAt]) : from === to ? from : `${from}–${to}`;
      return [element("span", { className: "step" }, svg("svg", { width: 26, height: 12, "aria-hidden": "true" }, swatch), " " + label)];
    }),
    element("span", { className: "step" }, svg("svg", { width: 26, height: 12, "aria-hidden": "true" }, none), " " + say("js.map.none")));
  const title = valueAt === undefined ? [] : [element("p", { className: "key" }, answer.measured ?? words(answer.columns[valueAt]))];
  const notes = missing.length ? [element("p", { className: "note" }, say("js.map.missing", missing.join("; ")))] : [];
  frame.replaceChildren(...title, element("div", { className: "drawing map" }, picture), key, ...notes);
  const paint = () => {
    const c = colours();
    const fill = step => mixed(c.page, c.palette[0], 0.25 + 0.75 * (step + 1) / groups.length);
    hatch.setAttribute("stroke", c.line);
    hatch.setAttribute("stroke-width", "0.8");
    shapes.forEach(({ shape, entry }) => {
      shape.setAttribute("stroke", c.soft);
      shape.setAttribute("stroke-width", "0.4");
      shape.setAttribute("fill", entry ? fill(shade(entry.value ?? 1)) : "url(#no-data)");
    });
    swatches.forEach((swatch, i) => swatch.setAttribute("fill", fill(i)));
    none.setAttribute("fill", "url(#no-data)");
  };
  paint();
  return paint;
}

/** Draws things at their latitudes and longitudes (WGS 84, degrees). Rows without a place are counted below. */
export async function drawPoints(frame, answer, [labelAt, latitudeAt, longitudeAt]) {
  known ??= areas();
  const [{ world }] = await Promise.all([known, load("d3-array.js").then(() => load("d3-geo.js"))]);
  const degrees = (row, at, most) => isNumber(row[at]) && Math.abs(Number(row[at].value)) <= most ? Number(row[at].value) : undefined;
  const places = answer.rows.map(row => ({ name: text(row[labelAt]), at: [degrees(row, longitudeAt, 180), degrees(row, latitudeAt, 90)] }))
    .filter(place => !place.at.includes(undefined));
  const [west, east] = d3.extent(places, place => place.at[0]);
  const [south, north] = d3.extent(places, place => place.at[1]);
  const shown = places.length && east - west < REGION
    ? { type: "MultiPoint", coordinates: [[west - 1, south - 1], [east + 1, north + 1], [west - 1, north + 1], [east + 1, south - 1]] } : world;
  const middle = shown === world ? 0 : (west + east) / 2;
  const path = d3.geoPath(d3.geoNaturalEarth1().rotate([-middle, 0]).fitExtent([[12, 12], [SIZE[0] - 12, SIZE[1] - 12]], shown));
  const outline = svg("path", { d: path({ type: "FeatureCollection", features: world.features.filter(one => one.geometry.type !== "Point").map(rewound) }) ?? "" });
  const radius = places.length > 1000 ? POINT / 2 : POINT;
  const points = places.map(({ name, at }) => {
    const [x, y] = path.projection()(at);
    return svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: radius, class: "data" }, svg("title", {}, name));
  });
  const picture = svg("svg", { viewBox: `0 0 ${SIZE[0]} ${SIZE[1]}`, role: "img", "aria-label": say("js.picture.points") }, outline, ...points);
  const missing = answer.rows.length - places.length;
  const notes = missing ? [element("p", { className: "note" }, say("js.points.missing", missing))] : [];
  frame.replaceChildren(element("div", { className: "drawing map" }, picture), ...notes);
  const paint = () => {
    const c = colours();
    outline.setAttribute("fill", c.line);
    outline.setAttribute("stroke", c.page);
    outline.setAttribute("stroke-width", "0.4");
    points.forEach(point => {
      point.setAttribute("fill", c.palette[0]);
      point.setAttribute("fill-opacity", "0.6");
    });
  };
  paint();
  return paint;
}

/** Turns the rings of a polygon so that they enclose the area and not the rest of the globe, as d3-geo expects. */
function rewound(feature) {
  const turn = rings => d3.geoArea({ type: "Polygon", coordinates: rings }) > 2 * Math.PI ? rings.map(ring => ring.toReversed()) : rings;
  const { type, coordinates } = feature.geometry;
  if (type === "Point") return feature;
  return { ...feature, geometry: { type, coordinates: type === "Polygon" ? turn(coordinates) : coordinates.map(turn) } };
}
