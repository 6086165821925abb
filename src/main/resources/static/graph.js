// Things and what joins them, with Cytoscape. A click on a thing opens its page.
import { address, text } from "./labels.js";
import { colours, element, load } from "./page.js";

export async function drawGraph(frame, answer, [fromAt, toAt, edgeAt]) {
  // Cytoscape would write a style element, which the pages' security policy forbids, unless one with this id is there;
  // workbench.css has its one rule.
  document.querySelector('link[href="/static/workbench.css"]').id = "__________cytoscape_stylesheet";
  await load("cytoscape.js");
  const rows = answer.rows.filter(row => row[fromAt] && row[toAt]);
  const nodes = new Map();
  const node = term => {
    const id = term.type + " " + term.value;
    if (!nodes.has(id)) nodes.set(id, { data: { id, label: text(term), href: term.type === "uri" ? address(term.value) : null, start: 0 } });
    return nodes.get(id);
  };
  const edges = rows.map((row, i) => {
    node(row[fromAt]).data.start = 1;
    return { data: { id: "edge " + i, source: node(row[fromAt]).data.id, target: node(row[toAt]).data.id,
      label: edgeAt === undefined ? "" : text(row[edgeAt]) } };
  });
  const place = element("div", { className: "drawing graph" });
  frame.replaceChildren(place);
  const drawing = cytoscape({
    container: place, elements: [...nodes.values(), ...edges], userZoomingEnabled: true, wheelSensitivity: 0.2, maxZoom: 1.6,
    layout: { name: "cose", animate: false, randomize: true, nodeDimensionsIncludeLabels: true, padding: 24,
      idealEdgeLength: () => 90, nodeRepulsion: () => 90000, numIter: 600 }
  });
  drawing.on("tap", "node", event => { const { href } = event.target.data(); if (href) location.assign(href); });
  drawing.on("mouseover", "node", event => { place.style.cursor = event.target.data("href") ? "pointer" : ""; });
  drawing.on("mouseout", "node", () => { place.style.cursor = ""; });
  const paint = () => {
    const c = colours();
    drawing.style([
      { selector: "node", style: { label: "data(label)", "font-size": 11, color: c.text, "text-wrap": "wrap", "text-max-width": 130,
        "text-valign": "bottom", "text-margin-y": 4, "background-color": c.palette[0], width: 14, height: 14,
        "text-background-color": c.page, "text-background-opacity": 0.75 } },
      { selector: "node[start = 1]", style: { "background-color": c.palette[1], width: 18, height: 18 } },
      { selector: "edge", style: { label: "data(label)", "font-size": 9, color: c.soft, width: 1.2, "line-color": c.line,
        "target-arrow-color": c.line, "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": "bezier",
        "text-background-color": c.page, "text-background-opacity": 0.75, "text-rotation": "autorotate" } }
    ]);
  };
  paint();
  return paint;
}
