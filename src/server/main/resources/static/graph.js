// Things and what joins them, with Cytoscape. A click on a thing opens its page.
import { address, text } from "./labels.js";
import { colours, element, load } from "./page.js";
import { drawSides, twoSided } from "./sides.js";
import { say } from "./texts.js";

export async function drawGraph(frame, answer, [fromAt, toAt, edgeAt]) {
  const rows = answer.rows.filter(row => row[fromAt] && row[toAt]);
  if (twoSided(rows, fromAt, toAt)) return drawSides(frame, answer, rows, [fromAt, toAt, edgeAt]);
  // Cytoscape would write a style element, which the pages' security policy forbids, unless one with this id is there;
  // workbench.css has its one rule.
  document.querySelector('link[href="/static/workbench.css"]').id = "__________cytoscape_stylesheet";
  await load("cytoscape.js");
  const nodes = new Map();
  const node = term => {
    const id = term.type + " " + term.value;
    if (!nodes.has(id)) nodes.set(id, { data: { id, label: text(term), href: term.type === "uri" ? address(term.value) : null, start: 0 } });
    return nodes.get(id);
  };
  const edges = rows.map((row, i) => {
    node(row[fromAt]).data.start = 1;
    return { data: { id: "edge " + i, source: node(row[fromAt]).data.id, target: node(row[toAt]).data.id,
      label: edgeAt === undefined ? "" : text(row[edgeAt]), shown: "" } };
  });
  const place = element("div", { className: "drawing graph" });
  frame.replaceChildren(place);
  const drawing = cytoscape({
    container: place, elements: [...nodes.values(), ...edges], userZoomingEnabled: true, wheelSensitivity: 0.2, maxZoom: 1.6,
    layout: { name: "circle" }
  });
  drawing.on("tap", "node", event => { const { href } = event.target.data(); if (href) location.assign(href); });
  drawing.on("mouseover", "node", event => { place.style.cursor = event.target.data("href") ? "pointer" : ""; });
  drawing.on("mouseout", "node", () => { place.style.cursor = ""; });
  drawing.on("mouseover tap", "edge", event => event.target.addClass("on"));
  drawing.on("mouseout", "edge", event => event.target.removeClass("on"));
  let scale = 1;
  const paint = () => {
    const c = colours();
    const plate = { "text-background-color": c.page, "text-background-opacity": 0.75 };
    drawing.style([
      { selector: "node", style: { ...plate, label: "data(label)", "font-size": 11 * scale, color: c.text, "text-wrap": "wrap",
        "text-max-width": 130 * scale, "text-valign": "bottom", "text-margin-y": 4, "background-color": c.palette[0],
        width: 14 * scale, height: 14 * scale } },
      { selector: "node[start = 1]", style: { "background-color": c.palette[1], width: 18 * scale, height: 18 * scale } },
      { selector: "edge", style: { ...plate, label: "data(shown)", "font-size": 9 * scale, color: c.soft, width: 1.2 * scale,
        "line-color": c.soft, "line-opacity": 0.5, "target-arrow-color": c.soft, "target-arrow-shape": "triangle", "arrow-scale": 0.8 * scale,
        "curve-style": "bezier", "text-rotation": "autorotate" } },
      { selector: "edge.on", style: { label: "data(label)", color: c.text, "text-background-opacity": 1, "line-color": c.accent, "z-index": 9 } }
    ]);
  };
  paint();
  // From the circle on, so that the same answer gives the same drawing.
  drawing.layout({ name: "cose", animate: false, randomize: false, nodeDimensionsIncludeLabels: true,
    idealEdgeLength: () => 80, nodeRepulsion: () => 40000, componentSpacing: 120, numIter: 800 }).run();
  lie(drawing, place);
  scale = Math.min(1.7, Math.max(1, 1 / drawing.zoom()));
  paint();
  part(drawing);
  if (showLabels(drawing) > 0) frame.append(element("p", { className: "note" }, say("js.graph.hidden")));
  drawing.fit(undefined, 24);
  return paint;
}

/** Shows the labels of edges that lie on nothing else. Returns how many are hidden; they are shown while the pointer is on their edge. */
function showLabels(drawing) {
  const taken = drawing.nodes().map(node => node.boundingBox({ includeLabels: true, includeEdges: false }));
  let hidden = 0;
  drawing.edges().filter(edge => edge.data("label")).forEach(edge => {
    edge.data("shown", edge.data("label"));
    const box = edge.boundingBox({ includeLabels: true, includeEdges: false, includeOverlays: false });
    if (taken.some(other => box.x1 < other.x2 && box.x2 > other.x1 && box.y1 < other.y2 && box.y2 > other.y1)) {
      edge.data("shown", "");
      hidden++;
    } else {
      taken.push(box);
    }
  });
  return hidden;
}

/** Moves things apart until no name lies on another. */
function part(drawing) {
  const boxes = drawing.nodes().map(node => {
    const { x1, y1, w, h } = node.boundingBox({ includeLabels: true, includeEdges: false });
    return { node, x: x1 + w / 2, y: y1 + h / 2, w: w + 6, h: h + 6, dx: 0, dy: 0 };
  });
  for (let round = 0, moved = true; moved && round < 100; round++) {
    moved = false;
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
      const [x, y] = [b.x + b.dx - a.x - a.dx, b.y + b.dy - a.y - a.dy];
      const [over, under] = [(a.w + b.w) / 2 - Math.abs(x), (a.h + b.h) / 2 - Math.abs(y)];
      if (over <= 0.5 || under <= 0.5) return;
      moved = true;
      const [axis, by] = over < under ? ["dx", (x < 0 ? -over : over) / 2] : ["dy", (y < 0 ? -under : under) / 2];
      a[axis] -= by;
      b[axis] += by;
    }));
  }
  boxes.forEach(({ node, dx, dy }) => node.shift({ x: dx, y: dy }));
}

/** Turns a drawing on its side if it then fits its place better. */
function lie(drawing, place) {
  const { w, h } = drawing.nodes().boundingBox({ includeLabels: false });
  if (w > h === place.clientWidth > place.clientHeight) {
    drawing.fit(undefined, 24);
  } else {
    drawing.layout({ name: "preset", padding: 24, positions: node => ({ x: node.position("y"), y: node.position("x") }) }).run();
  }
}
