// A map of the world, with Leaflet over an outline of our own server (Natural Earth, public domain): areas shaded by a value.
import { ask, isNumber } from "./answers.js";
import { text } from "./labels.js";
import { colours, element, load } from "./page.js";

const AREAS = `PREFIX tr: <https://w3id.org/techrace/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?area ?label ?code WHERE { ?area tr:m49 ?code ; rdfs:label|skos:altLabel ?label }`;

let codes;

/** M49 codes by an area's IRI and by each of its names. */
async function areaCodes() {
  const { rows } = await ask(AREAS);
  const found = new Map();
  rows.forEach(([area, label, code]) => found.set(area.value, code.value).set(label.value, code.value));
  return found;
}

/** Whether some value of a column is an area, by its IRI or by its name. */
export async function hasAreas(answer, column) {
  const areas = await (codes ??= areaCodes());
  return answer.rows.some(row => row[column] && areas.has(row[column].value));
}

/** Shades areas by a number; where there is no column of numbers, all alike. */
export async function drawMap(frame, answer, [areaAt, valueAt]) {
  codes ??= areaCodes();
  const [world, areas] = await Promise.all([
    fetch("/static/world.json").then(response => response.json()), codes, load("leaflet.css"), load("leaflet.js")]);
  const values = new Map();
  const missing = [];
  const drawn = new Set(world.features.map(feature => feature.id));
  const told = row => [text(row[areaAt]), ...(valueAt === undefined ? [] : [Number(row[valueAt].value).toLocaleString("en")])].join(": ");
  for (const row of answer.rows.filter(row => row[areaAt] && (valueAt === undefined || isNumber(row[valueAt])))) {
    const code = areas.get(row[areaAt].value);
    if (drawn.has(code)) values.set(code, { told: told(row), value: valueAt === undefined ? 1 : Number(row[valueAt].value) });
    else missing.push(told(row));
  }
  const place = element("div", { className: "drawing map" });
  frame.replaceChildren(place);
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, minZoom: 0, maxZoom: 6, scrollWheelZoom: false });
  const fit = () => map.fitBounds([[-52, -150], [74, 175]], { animate: false });
  fit();
  const numbers = [...values.values()].map(entry => entry.value);
  const [low, high] = [Math.min(0, ...numbers), Math.max(...numbers)];
  const layer = L.geoJSON(world, {
    onEachFeature: (feature, shape) => {
      const entry = values.get(feature.id);
      if (entry) shape.bindTooltip(element("span", {}, entry.told), { sticky: true });
    }
  }).addTo(map);
  const key = valueAt === undefined ? "" : element("p", { className: "key" }, `${answer.columns[valueAt]}: ${low.toLocaleString("en")} `, element("span", { className: "shades", role: "img", ariaLabel: "shaded from pale to full up to" }), ` ${high.toLocaleString("en")}`);
  const notes = missing.length ? [element("p", { className: "note" }, "Not on this map: " + missing.join("; "))] : [];
  frame.append(key, ...notes);
  const watch = new ResizeObserver(() => { map.invalidateSize(); fit(); });
  watch.observe(place);
  const paint = () => {
    const c = colours();
    layer.setStyle(feature => {
      const entry = values.get(feature.id);
      return { weight: 0.7, color: c.page, fillColor: entry ? c.palette[0] : c.line,
        fillOpacity: entry ? 0.25 + 0.75 * (entry.value - low) / (high - low || 1) : 0.75 };
    });
  };
  paint();
  return paint;
}
