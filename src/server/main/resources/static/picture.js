// Pictures of our own in SVG, and the measures of their texts. Colours are attributes: a picture that is saved has no style sheet.
import { colours, element, svg } from "./page.js";

const FAMILY = "system-ui, sans-serif";
const FONT = "13px " + FAMILY;

/** The height of a line of text in pixels. */
export const LINE = 16;

let ruler;

/** Returns the width of a text in pixels, in the font of the pictures. */
export function width(words) {
  ruler ??= document.createElement("canvas").getContext("2d");
  ruler.font = FONT;
  return ruler.measureText(words).width;
}

/** Returns the room for labels beside a picture: their widest, at most a share of the picture. Longer ones are broken into lines. */
export function room(labels, whole, share) {
  const most = Math.floor(whole * share);
  const widest = Math.ceil(Math.max(0, ...labels.map(width))) + 8;
  return { width: Math.min(widest, most), lines: Math.max(1, ...labels.map(label => Math.ceil(width(label) * 1.15 / most))) };
}

/** Breaks a text into lines of at most a width. A word that is wider is cut. */
export function broken(words, most) {
  const lines = [];
  for (const word of words.split(/(?<=[\s/-])|(?<=[\u2e80-\u9fff])/u)) {
    const last = lines.at(-1);
    if (last !== undefined && width((last + word).trim()) <= most) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map(line => cut(line.trim(), most)).filter(line => line);
}

/** Shortens a text to a width. */
export function cut(words, most) {
  if (width(words) <= most) return words;
  let end = words.length - 1;
  while (end > 1 && width(words.slice(0, end) + "…") > most) end--;
  return words.slice(0, end).trim() + "…";
}

/** Returns a text whose lines are centred on a height. */
export function label(lines, x, y, attributes) {
  return svg("text", { "font-size": 13, "font-family": FAMILY, ...attributes },
    ...lines.map((line, i) => svg("tspan", { x, y: y + 4.5 + (i - (lines.length - 1) / 2) * LINE }, line)));
}

/** Returns the path of a rectangle. */
export const box = (x, y, w, h) => `M${x} ${y}h${w}v${h}h${-w}z`;

/**
 * Puts a picture into a frame, and draws it again whenever its width changes.
 *
 * @param draw (width, colours) -> { height, parts }
 * @returns a function that draws it again, in the colours of the moment
 */
export function picture(frame, name, draw) {
  const place = element("div", { className: "drawing" });
  frame.replaceChildren(place);
  let drawn = 0;
  const paint = () => {
    drawn = place.clientWidth || 700;
    const { height, parts } = draw(drawn, colours());
    place.replaceChildren(svg("svg", { width: drawn, height, viewBox: `0 0 ${drawn} ${height}`, role: "img", "aria-label": name }, ...parts));
  };
  paint();
  new ResizeObserver(() => { if (place.clientWidth && place.clientWidth !== drawn) paint(); }).observe(place);
  return paint;
}
